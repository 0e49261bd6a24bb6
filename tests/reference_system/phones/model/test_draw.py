"""Drawings: what is in them, what must not be, and that they become pictures."""

from __future__ import annotations

import asyncio
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from reference_system.phones.model import icons, theme
from reference_system.phones.model.rasteriser import DrawingFailed, Rasteriser
from tests.reference_system.phones.conftest import PIN, Hand


def pixels(png: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(png)).size


def test_picture_has_the_phones_pixels(hand: Hand) -> None:
    png = asyncio.run(hand.phone.glass.picture())
    assert pixels(png) == ((720, 1600) if hand.phone.surface == "android" else (828, 1792))


def test_picture_is_kept_until_something_changes(hand: Hand) -> None:
    async def three() -> tuple[bytes, bytes, bytes]:
        first, second = await hand.phone.glass.picture(), await hand.phone.glass.picture()
        hand.open_ibkr()
        return first, second, await hand.phone.glass.picture()

    first, second, third = asyncio.run(three())
    assert first is second
    assert first != third


def test_secrets_are_not_drawn(android: Hand) -> None:
    android.open_challenge()
    android.type("pin", PIN)
    android.phone.keyboard.hide()
    svg = android.phone.glass.svg()
    assert PIN not in svg
    assert not re.search(r">[^<]*27[^<]*<", svg)


def test_the_cursor_stands_beside_the_hint(hand: Hand) -> None:
    hand.open_challenge()
    hand.tap("challenge")
    svg = hand.phone.glass.svg()
    hint = re.search(r'<text x="([\d.]+)"[^>]*fill="#9a9aa2"', svg)
    cursor = re.search(r'<rect x="([\d.]+)" y="[\d.]+" width="2.0"', svg)
    assert hint
    assert cursor
    assert float(cursor[1]) + 2 <= float(hint[1])


@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
def test_every_page_is_well_formed(hand: Hand, locale: str) -> None:
    hand.phone.configure(locale=locale)
    drawn = [hand.phone.glass.svg()]
    hand.push_login()
    drawn.append(hand.phone.glass.svg())
    hand.phone.shade.open()
    drawn.append(hand.phone.glass.svg())
    hand.tap_notification()
    drawn.append(hand.phone.glass.svg())
    hand.phone.sense(True)
    drawn.append(hand.phone.glass.svg())
    hand.phone.apps.terminate(hand.ibkr.app_id)
    for app in hand.phone.apps.values():
        hand.phone.apps.activate(app.app_id)
        drawn.append(hand.phone.glass.svg())
    hand.phone.lock.close()
    drawn.append(hand.phone.glass.svg())
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        names = re.findall(r"url\(#([\w-]+)\)", svg)
        defined = {element.get("id") for element in root.iter()}
        assert set(names) <= defined


def test_every_style_and_picture_is_defined_for_both_phones() -> None:
    code = "".join(
        path.read_text("utf-8")
        for path in Path("reference_system/phones").rglob("*.py")
        if "android" not in path.parts
    )
    for style in re.findall(r'style="([\w-]+)"', code):
        assert theme.look("android", style)
        assert theme.look("iphone", style)
    for name in re.findall(r'kit\.picture\("([\w-]+)"', code):
        assert name in icons.DRAWINGS


def test_rasteriser_tells_why_not() -> None:
    rasteriser = Rasteriser()
    try:
        with pytest.raises(DrawingFailed):
            asyncio.run(rasteriser.png("this is no drawing", []))
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>'
        assert pixels(asyncio.run(rasteriser.png(svg, []))) == (3, 2)
    finally:
        rasteriser.close()


def test_rasteriser_starts_again_after_its_process_died() -> None:
    rasteriser = Rasteriser()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>'
    try:
        asyncio.run(rasteriser.png(svg, []))
        assert rasteriser._process is not None
        rasteriser._process.kill()
        rasteriser._process.wait()
        assert pixels(asyncio.run(rasteriser.png(svg, []))) == (3, 2)
    finally:
        rasteriser.close()
