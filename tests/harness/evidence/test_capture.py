from __future__ import annotations

import io
from collections.abc import Iterable

import pytest
import segno
from PIL import Image

from harness import secrets
from harness.camera.reading import codes_in
from harness.evidence import TRACE, Actors
from harness.evidence.capture import Artefact, on_failure, redacted, screen


def white() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (50, 40), "white").save(out, "PNG")
    return out.getvalue()


class Page:
    """An actor that shows what it is told."""

    def __init__(
        self, name: str, source: str = "<html></html>", extras: Iterable[tuple[str, str, bytes]] = ()
    ) -> None:
        self.name = name
        self._source = source
        self._extras = extras

    def screenshot(self) -> bytes:
        return white()

    def source(self) -> str:
        return self._source

    def extras(self) -> Iterable[tuple[str, str, bytes]]:
        return self._extras


class Phone(Page):
    def secret_regions(self) -> list[tuple[float, float, float, float]]:
        return [(10, 10, 20, 8)]


class Dead(Page):
    def screenshot(self) -> bytes:
        raise ConnectionError("nobody answers hunter22")

    def source(self) -> str:
        raise ConnectionError("nobody answers hunter22")

    def extras(self) -> Iterable[tuple[str, str, bytes]]:
        raise ConnectionError("nobody answers hunter22")


def by_name(artefacts: Iterable[Artefact]) -> dict[str, Artefact]:
    return {one.name: one for one in artefacts}


def test_all_actors_and_documents_on_failure() -> None:
    actors = Actors()
    portal = Page(
        "client-portal", "<!doctype html><p>x", [("trace", TRACE, b"no zip"), ("log", "text/plain", b"l")]
    )
    actors.add(portal)
    actors.add(portal)
    actors.add(Page("android", "<hierarchy/>"))
    actors.add_document("journal", "application/json", lambda: "[]")
    taken = by_name(on_failure(actors))
    assert list(taken) == [
        "all screens",
        "screen of client-portal",
        "screen of android",
        "source of client-portal",
        "trace (could not be taken)",
        "log",
        "source of android",
        "journal",
    ]
    assert taken["source of client-portal"].media_type == "text/html"
    assert taken["source of android"].media_type == "application/xml"
    assert taken["journal"] == Artefact("journal", "application/json", b"[]")
    assert b"BadZipFile" in taken["trace (could not be taken)"].content


def test_a_dead_actor_does_not_hide_the_others() -> None:
    secrets.register("hunter22")
    actors = Actors()
    actors.add(Dead("tws"))
    actors.add(Page("android"))
    actors.add_document("journal", "application/json", Dead("lab").screenshot)
    taken = by_name(on_failure(actors))
    for failed in ("screen of tws", "source of tws", "extras of tws", "journal"):
        text = taken[f"{failed} (could not be taken)"].content
        assert text == b"could not be taken: ConnectionError: nobody answers ***"
    assert taken["screen of android"].media_type == "image/png"
    assert "all screens" not in taken


def test_secrets_on_a_screen_are_covered() -> None:
    secrets.register("hunter22")
    covered = Image.open(io.BytesIO(screen(Phone("iphone")).content))
    assert covered.getpixel((12, 12)) == (0, 0, 0)
    assert covered.getpixel((5, 5)) == (255, 255, 255)


class Viewfinder(Page):
    """A camera that looks at a QR code."""

    def screenshot(self) -> bytes:
        out = io.BytesIO()
        segno.make("https://broker.example/activate?code=hunter22", error="m").save(out, kind="png", scale=6)
        return out.getvalue()


def test_codes_that_carry_a_secret_are_covered() -> None:
    harmless = screen(Viewfinder("iphone")).content
    assert [code.text for code in codes_in(harmless)] == ["https://broker.example/activate?code=hunter22"]
    secrets.register("hunter22")
    covered = screen(Viewfinder("iphone")).content
    assert codes_in(covered) == []
    middle = Image.open(io.BytesIO(covered)).convert("L")
    assert middle.getpixel((middle.width // 2, middle.height // 2)) == 0


def test_a_screen_whose_secrets_cannot_be_found_is_not_shown() -> None:
    class Lost(Phone):
        def secret_regions(self) -> list[tuple[float, float, float, float]]:
            raise TimeoutError("the page does not answer")

    secrets.register("hunter22")
    assert screen(Lost("iphone")).media_type == "text/plain"


def test_texts_are_redacted_and_foreign_pictures_left_out() -> None:
    assert redacted("a", "image/png", b"x").content == b"x"
    secrets.register("hunter22")
    assert redacted("source hunter22", "text/html", "<p>hunter22").content == b"<p>***"
    assert redacted("source hunter22", "text/html", "").name == "source ***"
    assert redacted("film", "video/webm", b"x").content.startswith(b"left out")


def test_the_acting_actor_is_the_last_touched_and_taken_once() -> None:
    actors = Actors()
    portal, phone = Page("client-portal"), Page("android")
    for actor in (portal, phone):
        actors.add(actor)
        actors.touch(actor)
    assert actors.take_acting() is phone
    assert actors.take_acting() is None
    actors.touch(portal)
    actors.remove(portal)
    assert actors.take_acting() is None
    assert list(actors) == [phone]


@pytest.mark.parametrize("media_type", ["text/plain", "text/html", "application/json"])
def test_texts_are_visible_and_their_length_is_limited(media_type: str) -> None:
    odd = redacted("half \ud83d", media_type, '{"said": "\u202e \ud83d"}\r\n')
    assert (odd.name, odd.media_type) == (r"half \ud83d", media_type)
    assert odd.content == b'{"said": "\\u202e \\ud83d"}\r\n'
    long = redacted("long", media_type, b"x" * 2_000_000)
    assert long.media_type == "text/plain"
    assert long.content.endswith("x… (951,424 more characters)".encode())


def test_what_is_no_text_stays_as_it_is() -> None:
    assert redacted("table", "text/csv", b"\xff\xfea\x00").content == b"\xff\xfea\x00"
    assert redacted("picture", "image/png", b"\x89PNG\x1b").content == b"\x89PNG\x1b"
