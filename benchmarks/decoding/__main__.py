"""The phone's camera, from a file to the texts of its QR codes.  python -m benchmarks.decoding [--rounds N]

Taking in (checking, decoding and scaling the file) is paid once a picture; a frame is what reading it costs
after that, and a preview what its viewfinder costs.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import time

import segno
from PIL import Image, ImageFilter

from reference_system.phones.model.camera import Picture

LINK = "https://www.interactivebrokers.com/sso/ibkey?code=K7Q2MX9RT4WP"
SIZES = {"0.3 megapixels": (640, 480), "2 megapixels": (1632, 1224), "20 megapixels": (5160, 3872)}
LARGEST = 2953  # bytes in the largest QR code


def qr_code(text: str, *, side_px: int, error: str) -> Image.Image:
    drawn = io.BytesIO()
    segno.make(text, error=error, micro=False).save(drawn, kind="png", scale=8, border=4)
    return Image.open(drawn).convert("RGB").resize((side_px, side_px))


def photograph(
    size: tuple[int, int], text: str = LINK, *, share: float = 0.5, error: str = "m"
) -> Image.Image:
    """A code on a desk with the grain of a photograph; it takes up this share of the height."""
    wide, high = size
    desk = Image.effect_noise(size, 12).convert("RGB").filter(ImageFilter.GaussianBlur(1))
    code = qr_code(text, side_px=round(high * share), error=error)
    desk.paste(code, ((wide - code.width) // 2, (high - code.height) // 2))
    return desk


def as_file(image: Image.Image, kind: str) -> bytes:
    content = io.BytesIO()
    image.save(content, kind)
    return content.getvalue()


def medians(content: bytes, text: str, rounds: int) -> tuple[float, float, float]:
    """Milliseconds to take it in, to read it, and to make its preview."""
    costs = []
    for _ in range(rounds):
        start = time.perf_counter()
        picture = Picture(content)
        taken = time.perf_counter()
        texts = picture.texts
        read = time.perf_counter()
        assert picture.preview
        costs.append((taken - start, read - taken, time.perf_counter() - read))
        if texts != (text,):
            raise SystemExit(f"read {texts!r} instead of the code")
    take, read, preview = (statistics.median(column) * 1000 for column in zip(*costs, strict=True))
    return take, read, preview


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    dense = "".join(random.Random(1).choices("abcdefgh%&/0123456789", k=LARGEST))
    pictures = {name: (photograph(size), LINK) for name, size in SIZES.items()}
    pictures["2 megapixels, 2,953 bytes"] = (
        photograph(SIZES["2 megapixels"], dense, share=1, error="l"),
        dense,
    )
    print(f"the camera, ms, median of {rounds}\n")
    print("| | taking in, PNG | taking in, JPEG | a frame | a preview |\n| --- | --- | --- | --- | --- |")
    for name, (image, text) in pictures.items():
        from_png, read, preview = medians(as_file(image, "PNG"), text, rounds)
        from_jpeg, _, _ = medians(as_file(image, "JPEG"), text, rounds)
        print(f"| {name} | {from_png:.0f} | {from_jpeg:.0f} | {read:.1f} | {preview:.1f} |")


if __name__ == "__main__":
    main()
