"""What the system asks over the app in front: for a finger, a face or the passcode, and for a permission."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from harness.signs.sign import Sign
from harness.words import Words
from pages.phone.screen import Label, Screen, reading

if TYPE_CHECKING:
    from appium.webdriver.webelement import WebElement


class Element(StrEnum):
    """What a person may be asked for before something is done; the values are the words of features."""

    FINGERPRINT = "the fingerprint"
    TOUCH_ID = "Touch ID"
    FACE_ID = "Face ID"
    PASSCODE = "the passcode"
    PIN = "the PIN"
    NOTHING = "nothing"


ELEMENTS = Words.of("security element", Element)
Proof = Literal[Element.FINGERPRINT, Element.TOUCH_ID, Element.FACE_ID, Element.PASSCODE]
"""Those that the system asks for."""

CANCEL = Label.same("Cancel", "取消")
ASKING: dict[Proof, str] = {
    Element.FINGERPRINT: "proof.fingerprint",
    Element.TOUCH_ID: "proof.touch-id",
    Element.FACE_ID: "proof.face-id",
    Element.PASSCODE: "proof.passcode",
}
"""The sign that each is asked for."""
ON: dict[str, tuple[Proof, ...]] = {
    "android": (Element.FINGERPRINT,),
    "iphone": (Element.TOUCH_ID, Element.FACE_ID, Element.PASSCODE),
}


class ProofPrompt(Screen):
    """The question whether the phone's owner holds it."""

    def asks_for(self, proof: Proof, *, within_s: float) -> bool:
        """Whether this proof is asked for by then. Raises: NotRecognised."""
        return self.shown(self._sign_of(proof), within_s=within_s)

    def asked(self) -> Proof | None:
        """What is asked for now."""
        return next((one for one in ON[self.device.surface] if self.elements(self._sign_of(one))), None)

    def asking(self) -> Sequence[WebElement]:
        """What asks for any of them now; nothing where nothing does."""
        return next(filter(None, (self.elements(self._sign_of(one)) for one in ON[self.device.surface])), [])

    def _sign_of(self, proof: Proof) -> Sign:
        return self.sign(ASKING[proof])

    def enter_passcode(self, passcode: str) -> None:
        """Type the screen-lock passcode; it is handed in by itself at its full length."""
        self.find(self._sign_of(Element.PASSCODE), "the field for the passcode").send_keys(passcode)

    def cancel(self) -> None:
        """Take the question away without giving what it asks for."""
        self.find(reading(self.label(CANCEL)), "the button that cancels").click()


class PermissionPrompt(Screen):
    """The question whether an app may do something."""

    def asks(self, *, within_s: float) -> bool:
        """Whether the phone asks to allow something by then."""
        return bool(self.awaited(lambda: self.elements(self.sign("permission.allow")), within_s=within_s))

    def answer(self, label: str) -> None:
        """Tap the button that reads ``label``."""
        self.find(reading(label), f"the button {label}").click()
