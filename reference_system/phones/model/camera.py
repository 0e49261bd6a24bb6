"""The camera: the pictures before its lenses, and the QR codes that can be read in them."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from functools import cached_property
from typing import Literal

import zxingcpp
from PIL import Image, ImageOps

from reference_system.phones.model.body import Body

Lens = Literal["rear", "front"]
Permission = Literal["ask", "granted", "denied"]
"""Whether an app may use the camera: not decided yet, yes, no."""

MAX_PIXELS = 30_000_000
_FRAME_PX = 1280  # longer side of what is decoded
_PREVIEW_PX = 480  # longer side of what a viewfinder shows
_UNREADABLE = (OSError, SyntaxError, ValueError, IndexError, EOFError, struct.error)  # what Pillow raises


class BadPicture(ValueError):
    """What was put before a lens is no picture that can be used."""


class Picture:
    """What stands before a lens, as the camera takes it in: scaled down, upright, in colour.

    Args:
        content: A PNG or JPEG file.
    Raises: BadPicture, when it is neither, is damaged, or has more than `MAX_PIXELS`.
    """

    def __init__(self, content: bytes) -> None:
        if not content:
            raise BadPicture("the picture is empty")
        try:
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
                pixels = image.width * image.height
                if pixels > MAX_PIXELS:
                    raise BadPicture(f"the picture has {pixels} pixels, more than {MAX_PIXELS}")
                self.frame = _scaled(image)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise BadPicture(f"the picture has more than {MAX_PIXELS} pixels") from error
        except BadPicture:
            raise
        except _UNREADABLE as error:
            raise BadPicture("the picture cannot be read: neither PNG nor JPEG, or damaged") from error

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts of the QR codes in it, from the top left to the bottom right."""
        found = zxingcpp.read_barcodes(
            self.frame.convert("L"),
            formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
            text_mode=zxingcpp.TextMode.Plain,
        )
        placed = sorted((one.position.top_left.y, one.position.top_left.x, one.text) for one in found)
        return tuple(text for _, _, text in placed if text)

    @cached_property
    def preview(self) -> bytes:
        """It, as JPEG, for a viewfinder."""
        small = self.frame.copy()
        small.thumbnail((_PREVIEW_PX, _PREVIEW_PX))
        jpeg = io.BytesIO()
        small.save(jpeg, "JPEG", quality=80)
        return jpeg.getvalue()


def _scaled(image: Image.Image) -> Image.Image:
    image.draft("RGB", (_FRAME_PX, _FRAME_PX))  # a JPEG is then decoded at the smaller size at once
    factor = max(image.size) // _FRAME_PX
    small = image.reduce(factor) if factor > 1 and image.mode in ("L", "RGB") else image.copy()
    small.thumbnail((_FRAME_PX, _FRAME_PX), Image.Resampling.BILINEAR)
    ImageOps.exif_transpose(small, in_place=True)
    if not small.has_transparency_data:
        return small.convert("RGB")
    paper = Image.new("RGBA", small.size, "white")
    return Image.alpha_composite(paper, small.convert("RGBA")).convert("RGB")


class Camera:
    """The phone's camera with its two lenses.

    Attributes:
        lens: The one in use.
        scans_qr: The settings' switch "Scan QR codes".
        listeners: Called after every change of any of it, or of the picture.
    """

    def __init__(self, body: Body) -> None:
        self._body = body
        self.listeners: list[Callable[[], None]] = []
        self.reset()

    def reset(self) -> None:
        """Nothing before the lenses; the rear one in use; no app has asked for it."""
        self.lens: Lens = "rear"
        self.scans_qr = True
        self._permissions: dict[str, Permission] = {}
        self._pictures: dict[Lens, Picture] = {}

    def show(self, image: bytes | None, lens: Lens = "rear") -> None:
        """Put a picture before a lens; None takes away what is there.

        Raises: BadPicture, and what was there stays.
        """
        if image is None:
            self._pictures.pop(lens, None)
        else:
            self._pictures[lens] = Picture(image)
        self._changed()

    def use(self, lens: Lens) -> None:
        """Look through this lens from now on."""
        self.lens = lens
        self._changed()

    def turn(self) -> None:
        """Change from one lens to the other."""
        self.use("front" if self.lens == "rear" else "rear")

    def picture(self, lens: Lens | None = None) -> Picture | None:
        """What stands before a lens, that in use unless another is named."""
        return self._pictures.get(lens or self.lens)

    def scan(self, on: bool) -> None:
        """Turn the switch "Scan QR codes"."""
        self.scans_qr = on
        self._changed()

    def permission(self, app_name: str) -> Permission:
        """Whether the app may use the camera."""
        return self._permissions.get(app_name, "ask")

    def allow(self, app_name: str, permission: Permission) -> None:
        """Decide whether an app may use the camera, as its question or the settings do."""
        self._permissions[app_name] = permission
        self._body.note("camera permission", app=app_name, permission=permission)
        self._changed()

    def forget(self, app_name: str) -> None:
        """The app lost its data: it has to ask again."""
        self._permissions.pop(app_name, None)

    def _changed(self) -> None:
        for listener in self.listeners:
            listener()
        self._body.touch()
