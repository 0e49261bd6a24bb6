"""Looking through the camera: what an app reads in the picture before the lens, and the viewfinder for it."""

from __future__ import annotations

from typing import Any

from reference_system.deviations import deviation, rule
from reference_system.phones.model.camera import Lens, Picture
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Action, Box, Kind, Widget
from reference_system.phones.model.words import SYSTEM, say

_LENS_BUTTON = 52.0


def round_button(picture: str, size: float, on_tap: Action, ident: str, says: str) -> Widget:
    """A button that is only a drawing."""
    return Widget(
        Kind.BUTTON,
        ident=ident,
        description=says,
        picture=picture,
        style="camera-button",
        on_tap=on_tap,
        box=Box(width=size, height=size),
    )


class Viewfinder:
    """One use of the camera by an app, from opening its view to leaving it."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    def look(self) -> tuple[str, ...]:
        """The texts of the QR codes in the frame of this moment."""
        picture = self.phone.camera.picture(self.lens())
        if picture is None or not self.scans() or not captures_by_itself():
            return ()
        return self.read(picture)

    @rule
    def lens(self, /) -> Lens:
        """Codes are read through the lens in use."""
        return self.phone.camera.lens

    @rule
    def scans(self, /) -> bool:
        """The switch "Scan QR codes" counts as it stands at each look."""
        return self.phone.camera.scans_qr

    @rule
    def read(self, frame: Picture, /) -> tuple[str, ...]:
        """A sharp code is read, and as what it is, however many frames before it were unreadable."""
        return frame.texts

    @rule
    def lens_button(self, ident: str, says: str, /) -> Widget:
        """The camera view has a button that changes the lens."""
        return round_button("lens", _LENS_BUTTON, self.phone.camera.turn, ident, says)

    def view(self, ident: str, *, live: bool = True) -> Widget:
        """The picture before the lens in use; dark where there is none, or the camera is not ``live``."""
        picture = self.phone.camera.picture() if live else None
        return Widget(
            Kind.IMAGE,
            ident=ident,
            description=say(SYSTEM, self.phone.locale, "viewfinder" if live else "viewfinder-off"),
            value="live" if live else "off",
            style="viewfinder",
            pixels=picture.preview if picture is not None else None,
            box=Box(grow=1),
        )


@rule
def captures_by_itself() -> bool:
    """A code in focus is captured by itself."""
    return True


@captures_by_itself.deviation(
    "code-waits-for-shutter",
    clauses=["AND-QR-09b", "IOS-QR-03b"],
    breaks="a QR code before the camera is not captured by itself, and there is no button that captures it",
)
def _() -> bool:
    return False


@Viewfinder.read.deviation(
    "sharp-code-not-read",
    clauses=["AND-QR-09a", "IOS-QR-03a"],
    breaks="a sharp, centred QR code before the camera is not read",
)
def _(_viewfinder: Viewfinder, _frame: Picture) -> tuple[str, ...]:
    return ()


@Viewfinder.read.deviation(
    "another-code-read",
    clauses=["AND-QR-09a", "IOS-QR-03a"],
    breaks="the last character of a scanned QR code is read as another one",
)
def _(_: Viewfinder, frame: Picture) -> tuple[str, ...]:
    return tuple(text[:-1] + ("A" if text[-1] != "A" else "B") for text in frame.texts)


def _until_unreadable(
    times: int, unreadable: set[Any], viewfinder: Viewfinder, frame: Picture
) -> tuple[str, ...]:
    """What is in the frame, as long as not so many before it were unreadable."""
    before = sum(through is viewfinder for through, _ in unreadable)
    if not frame.texts:
        unreadable.add((viewfinder, frame))
    return frame.texts if before < times else ()


_impatient = deviation(
    "gives-up-after-unreadable-frame",
    clauses=["AND-QR-09c", "IOS-QR-03c"],
    breaks="after a frame without a readable code the sharp ones that follow are ignored",
)
_less_impatient = deviation(
    "gives-up-after-some-unreadable-frames",
    clauses=["AND-QR-09c", "IOS-QR-03c"],
    breaks="after three frames without a readable code the sharp ones that follow are ignored",
)


@_impatient.replaces(Viewfinder.read)
def _(viewfinder: Viewfinder, frame: Picture) -> tuple[str, ...]:
    return _until_unreadable(1, _impatient.memory, viewfinder, frame)


@_less_impatient.replaces(Viewfinder.read)
def _(viewfinder: Viewfinder, frame: Picture) -> tuple[str, ...]:
    return _until_unreadable(3, _less_impatient.memory, viewfinder, frame)


_read_once = deviation(
    "scan-switch-read-once",
    clauses=["AND-QR-ISS01", "IOS-QR-ISS01"],
    breaks="the switch for QR codes is read at the first scan only; turning it on later changes nothing",
)


@_read_once.replaces(Viewfinder.scans)
def _(viewfinder: Viewfinder) -> bool:
    camera = viewfinder.phone.camera
    return _read_once.first(camera, camera.scans_qr)


@Viewfinder.lens_button.deviation(
    "lens-button-missing",
    clauses=["AND-QR-ISS02", "IOS-QR-ISS02"],
    breaks="the camera view has no button that changes between front and rear lens",
)
def _(_viewfinder: Viewfinder, _ident: str, _says: str) -> Widget:
    return Widget(Kind.GROUP, box=Box(width=_LENS_BUTTON, height=_LENS_BUTTON))


_one_lens = deviation(
    "lens-change-keeps-reading-first",
    clauses=["AND-QR-ISS02", "IOS-QR-ISS02"],
    breaks="after a change of the lens codes are still read through the first one",
)


@_one_lens.replaces(Viewfinder.lens)
def _(viewfinder: Viewfinder) -> Lens:
    return _one_lens.first(viewfinder, viewfinder.phone.camera.lens)
