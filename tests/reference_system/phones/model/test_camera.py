"""The camera: what it reads in real pictures, and what it refuses."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from reference_system.phones.model.body import Body
from reference_system.phones.model.camera import BadPicture, Camera, Picture
from tests.reference_system.phones.conftest import LINK, MovedClock
from tests.reference_system.phones.photos import jpeg, photo, png, qr_code, scene

SHARP = scene(qr_code(LINK))
MIDDLE = (450, 600)


def glare(image: Image.Image) -> Image.Image:
    """A reflection on a corner of the code, which its error correction bears."""
    shining = image.copy()
    x, y = MIDDLE[0] + 20, MIDDLE[1] + 20
    ImageDraw.Draw(shining).ellipse((x, y, x + 30, y + 30), fill="white")
    return shining


def contrast(image: Image.Image, ink: int, paper: int) -> Image.Image:
    return ImageOps.colorize(image.convert("L"), (ink,) * 3, (paper,) * 3)


READABLE = {
    "sharp": SHARP,
    "slightly blurred": SHARP.filter(ImageFilter.GaussianBlur(1.5)),
    "near": SHARP.resize((1800, 2400)),
    "far": SHARP.resize((450, 600)),
    "turned by 33 degrees": SHARP.rotate(33, fillcolor="white"),
    "upside down": SHARP.rotate(180),
    "low contrast": contrast(SHARP, 110, 150),
    "inverted": ImageOps.invert(SHARP),
    "glare on a part": glare(SHARP),
}
UNREADABLE = {
    "out of focus": SHARP.filter(ImageFilter.GaussianBlur(12)),
    "too far away": SHARP.resize((60, 80)),
    "cropped": SHARP.crop((0, 0, MIDDLE[0] + 20, 1200)),
    "covered by glare": scene(Image.new("RGB", (300, 300), "white")),
    "nothing": Image.new("RGB", (640, 480), "#345"),
}


@pytest.mark.parametrize("image", READABLE.values(), ids=READABLE.keys())
@pytest.mark.parametrize("file", [png, jpeg])
def test_reads(image: Image.Image, file: object) -> None:
    assert callable(file)
    assert Picture(file(image)).texts == (LINK,)


@pytest.mark.parametrize("image", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_reads_nothing(image: Image.Image) -> None:
    assert Picture(png(image)).texts == ()


def test_reads_the_largest_code_there_is() -> None:
    text = "a7%" * 984 + "x"
    assert len(text) == 2953
    assert Picture(png(qr_code(text, error="l"))).texts == (text,)


@pytest.mark.parametrize("text", ["https://example.org/a?b=c", "ibkr://login", "just words", "移動IBKR"])
def test_reads_what_is_no_activation(text: str) -> None:
    assert Picture(photo(text)).texts == (text,)


def test_several_codes_are_read_from_the_top() -> None:
    sheet = scene(qr_code("below", modules_px=8), at=(100, 700))
    sheet.paste(qr_code("above", modules_px=8), (300, 100))
    assert Picture(png(sheet)).texts == ("above", "below")


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA"])
def test_reads_every_kind_of_png(mode: str) -> None:
    assert Picture(png(SHARP.convert(mode))).texts == (LINK,)


def test_what_is_transparent_is_paper() -> None:
    code = qr_code(LINK).convert("L")
    cut_out = Image.merge("LA", (code, ImageOps.invert(code)))
    assert Picture(png(cut_out)).texts == (LINK,)


def test_a_picture_is_taken_in_upright() -> None:
    turned, content = Image.Exif(), io.BytesIO()
    turned[0x0112] = 6  # orientation: to be turned clockwise
    Image.new("RGB", (400, 300), "red").save(content, "JPEG", exif=turned)
    assert Picture(content.getvalue()).frame.size == (300, 400)


def test_preview_is_small() -> None:
    shown = Image.open(io.BytesIO(Picture(png(SHARP)).preview))
    assert (shown.format, shown.size) == ("JPEG", (360, 480))


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def header(width: int, height: int) -> bytes:
    """A PNG that says it is so large."""
    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + data + chunk(b"IEND", b"")


BAD = {
    "empty": b"",
    "text": b"no picture",
    "gif": b"GIF89a" + bytes(40),
    "only a signature": b"\x89PNG\r\n\x1a\n",
    "cut off": png(SHARP)[:400],
    "damaged": png(SHARP)[:300] + bytes(50) + png(SHARP)[350:],
    "too large": header(6000, 5001),
    "bomb": header(50_000, 50_000),
    "less than it says": header(5000, 5000),
    "cut off jpeg": jpeg(SHARP)[:3000],
}


def _body() -> Body:
    return Body("iphone", clock=MovedClock())


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_bad_pictures_leave_what_was_there(content: bytes) -> None:
    camera = Camera(_body())
    camera.show(photo(LINK))
    before = camera.picture()
    with pytest.raises(BadPicture, match="picture"):
        camera.show(content)
    assert camera.picture() is before


def test_each_lens_sees_what_is_before_it() -> None:
    camera, changes = Camera(_body()), []
    camera.listeners.append(lambda: changes.append(camera.lens))
    camera.show(photo(LINK))
    camera.turn()
    assert camera.picture() is None
    assert camera.picture("rear") is not None
    camera.show(photo("a face"), "front")
    camera.turn()
    seen = camera.picture()
    assert seen is not None
    assert seen.texts == (LINK,)
    camera.show(None)
    assert camera.picture() is None
    assert changes == ["rear", "front", "front", "rear", "rear"]
    camera.reset()
    assert camera.picture("front") is None
