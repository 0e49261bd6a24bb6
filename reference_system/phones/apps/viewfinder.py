"""Looking through the camera: what an app reads in the picture before the lens, and the viewfinder for it."""

from __future__ import annotations

from reference_system.deviations import rule
from reference_system.phones.model.camera import Lens
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Action, Box, Kind, Widget
from reference_system.phones.model.words import SYSTEM, say


@rule
def reads(texts: tuple[str, ...], /) -> tuple[str, ...]:
    """A sharp code is read, and as what it is."""
    return texts


@reads.deviation(
    "sharp-code-not-read",
    clauses=["AND-QR-09a", "IOS-QR-03a"],
    breaks="a sharp, centred QR code before the camera is not read",
)
def _(_: tuple[str, ...]) -> tuple[str, ...]:
    return ()


@reads.deviation(
    "another-code-read",
    clauses=["AND-QR-09a", "IOS-QR-03a"],
    breaks="the last character of a scanned QR code is read as another one",
)
def _(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text[:-1] + ("A" if text[-1] != "A" else "B") for text in texts)


@rule
def is_captured(_shutter_pressed: bool, /) -> bool:
    """A code in focus is captured by itself."""
    return True


@is_captured.deviation(
    "code-waits-for-shutter",
    clauses=["AND-QR-09b", "IOS-QR-03b"],
    breaks="a QR code before the camera is read only when a picture is taken",
)
def _(shutter_pressed: bool) -> bool:
    return shutter_pressed


@rule
def goes_on(_unreadable_frames: int, /) -> bool:
    """However many frames were unreadable, the next one is looked at."""
    return True


@goes_on.deviation(
    "gives-up-after-unreadable-frame",
    clauses=["AND-QR-09c", "IOS-QR-03c"],
    breaks="after a frame without a readable code the sharp ones that follow are ignored",
)
def _(unreadable_frames: int) -> bool:
    return unreadable_frames == 0


@goes_on.deviation(
    "gives-up-after-some-unreadable-frames",
    clauses=["AND-QR-09c", "IOS-QR-03c"],
    breaks="after three frames without a readable code the sharp ones that follow are ignored",
)
def _(unreadable_frames: int) -> bool:
    return unreadable_frames < 3


@rule
def scans_codes(now: bool, _at_first: bool, /) -> bool:
    """The switch "Scan QR codes" counts as it stands at each look."""
    return now


@scans_codes.deviation(
    "scan-switch-read-once",
    clauses=["AND-QR-ISS01", "IOS-QR-ISS01"],
    breaks="the switch for QR codes is read at the first scan only; turning it on later changes nothing",
)
def _(_: bool, at_first: bool) -> bool:
    return at_first


@rule
def has_lens_button() -> bool:
    """The camera view has a button that changes the lens."""
    return True


@has_lens_button.deviation(
    "lens-button-missing",
    clauses=["AND-QR-ISS02", "IOS-QR-ISS02"],
    breaks="the camera view has no button that changes between front and rear lens",
)
def _() -> bool:
    return False


@rule
def lens_read(in_use: Lens, _at_first: Lens, /) -> Lens:
    """Codes are read through the lens in use."""
    return in_use


@lens_read.deviation(
    "lens-change-keeps-reading-first",
    clauses=["AND-QR-ISS02", "IOS-QR-ISS02"],
    breaks="after a change of the lens codes are still read through the first one",
)
def _(_: Lens, at_first: Lens) -> Lens:
    return at_first


class Viewfinder:
    """One use of the camera by an app, from opening its view to leaving it."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self._first_lens = self.phone.camera.lens
        self._unreadable = 0

    def look(self, *, shutter: bool = False) -> tuple[str, ...]:
        """The texts of the QR codes in the frame of this moment; ``shutter``: a picture is being taken."""
        camera = self.phone.camera
        picture = camera.picture(lens_read(camera.lens, self._first_lens))
        if picture is None:
            return ()
        if camera.scans_at_first is None:
            camera.scans_at_first = self.phone.camera.scans_qr
        if not scans_codes(self.phone.camera.scans_qr, camera.scans_at_first):
            return ()
        if not (is_captured(shutter) and goes_on(self._unreadable)):
            return ()
        self._unreadable += not picture.texts
        return reads(picture.texts)

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

    def lens_button(self, ident: str, says: str) -> Widget:
        """The button that changes the lens; its room where a deviation has taken it away."""
        if not has_lens_button():
            return Widget(Kind.GROUP, box=Box(width=52, height=52))
        return round_button("lens", 52, self.phone.camera.turn, ident, says)


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
