"""Photographs of a code: a decoder reads those that a person would call legible, and no others."""

from __future__ import annotations

import io

import pytest
import segno
from PIL import Image

from harness.camera.photograph import SCREEN_PX_PER_CM, nothing, photograph, wall
from harness.camera.reading import codes_in, shown_secrets
from harness.camera.view import SENSOR_PX, View
from harness.secrets import register

CONTENT = "https://broker.example/activate?code=AB12CD34EF56"


@pytest.fixture(scope="module")
def code() -> bytes:
    drawn = io.BytesIO()
    segno.make(CONTENT, error="m").save(drawn, kind="png", scale=6, border=4)
    return drawn.getvalue()


def drawn_cm_wide(code: bytes, width_cm: float) -> bytes:
    """The same code as a page may draw it."""
    width, drawn = round(width_cm * SCREEN_PX_PER_CM), io.BytesIO()
    Image.open(io.BytesIO(code)).convert("L").resize((width, width), Image.Resampling.LANCZOS).save(
        drawn, "PNG"
    )
    return drawn.getvalue()


def read(picture: bytes) -> list[str]:
    return [one.text for one in codes_in(picture)]


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(distance_cm=10),
        View(distance_cm=60),
        View(turned_deg=30),
        View(turned_deg=90),
        View(tilted=0.4),
        View(contrast=0.4),
        View(glare=0.2),
        View(blur_px=1),
    ],
    ids=str,
)
def test_legible(code: bytes, view: View) -> None:
    assert read(photograph(code, view)) == [CONTENT]


@pytest.mark.parametrize(
    "view",
    [
        View(distance_cm=5),
        View(distance_cm=200),
        View(contrast=0),
        View(glare=0.7),
        View(visible=0.5),
        View(blur_px=12),
    ],
    ids=str,
)
def test_illegible(code: bytes, view: View) -> None:
    assert read(photograph(code, view)) == []


def test_moving_closer_enlarges(code: bytes) -> None:
    near, far = (codes_in(photograph(code, View(distance_cm=cm)))[0].region for cm in (15, 30))
    assert near[2] == pytest.approx(2 * far[2], rel=0.05)


@pytest.mark.parametrize(("width_cm", "legible"), [(1.1, False), (3, True), (4.3, True), (13, True)])
def test_a_code_is_seen_as_large_as_it_is_drawn(code: bytes, width_cm: float, legible: bool) -> None:
    """From where one holds a phone before a screen."""
    assert bool(read(photograph(drawn_cm_wide(code, width_cm)))) is legible


def test_pictures_are_the_sensor_s_size(code: bytes) -> None:
    for picture in (photograph(code), nothing(), wall()):
        assert Image.open(io.BytesIO(picture)).size == SENSOR_PX
    assert read(nothing()) == read(wall()) == []


def test_codes_that_carry_a_secret(code: bytes) -> None:
    picture = photograph(code)
    assert shown_secrets(picture) == []
    register("AB12CD34EF56")
    (found,) = shown_secrets(picture)
    x, y, width, height = found.region
    assert 0 < x < x + width < SENSOR_PX[0]
    assert 0 < y < y + height < SENSOR_PX[1]
