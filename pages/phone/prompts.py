"""What the system asks over the app in front: for a finger, a face or the passcode, and for a permission."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from harness.words import Words
from pages.phone.screen import PREDICATE, UIAUTOMATOR, ByPlatform, Label, Screen, reading


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
ASKING: dict[Proof, ByPlatform] = {
    Element.FINGERPRINT: ByPlatform(
        android=(UIAUTOMATOR, 'new UiSelector().resourceId("com.android.systemui:id/biometric_icon")'),
        iphone=None,
    ),
    Element.TOUCH_ID: ByPlatform(
        android=(UIAUTOMATOR, 'new UiSelector().text("Touch ID")'),
        iphone=(PREDICATE, "type == 'XCUIElementTypeAlert' AND label CONTAINS 'Touch ID'"),
    ),
    Element.FACE_ID: ByPlatform(
        android=(UIAUTOMATOR, 'new UiSelector().text("Face ID")'),
        iphone=(PREDICATE, "type == 'XCUIElementTypeAlert' AND label CONTAINS 'Face ID'"),
    ),
    Element.PASSCODE: ByPlatform(
        android=(UIAUTOMATOR, 'new UiSelector().text("Passcode field")'),
        # The system's own name for its field; an app's field for a password or a PIN is another one.
        iphone=(PREDICATE, "type == 'XCUIElementTypeSecureTextField' AND name == 'Passcode field'"),
    ),
}
ON: dict[str, tuple[Proof, ...]] = {
    "android": (Element.FINGERPRINT,),
    "iphone": (Element.TOUCH_ID, Element.FACE_ID, Element.PASSCODE),
}
ALLOW = ByPlatform(
    android=(UIAUTOMATOR, 'new UiSelector().resourceIdMatches(".*:id/permission_allow.*button")'),
    iphone=(PREDICATE, "type == 'XCUIElementTypeButton' AND label == 'Allow'"),
)


class ProofPrompt(Screen):
    """The question whether the phone's owner holds it."""

    def asks_for(self, proof: Proof, *, within_s: float) -> bool:
        """Whether this proof is asked for by then."""
        return self.shown(ASKING[proof], within_s=within_s)

    def asked(self) -> Proof | None:
        """What is asked for now."""
        return next((one for one in ON[self.device.surface] if self.elements(ASKING[one])), None)

    def enter_passcode(self, passcode: str) -> None:
        """Type the screen-lock passcode; it is handed in by itself at its full length."""
        self.find(ASKING[Element.PASSCODE], "the field for the passcode").send_keys(passcode)

    def cancel(self) -> None:
        """Take the question away without giving what it asks for."""
        self.find(reading(self.label(CANCEL)), "the button that cancels").click()


class PermissionPrompt(Screen):
    """The question whether an app may do something."""

    def asks(self, *, within_s: float) -> bool:
        """Whether the phone asks to allow something by then."""
        return self.shown(ALLOW, within_s=within_s)

    def answer(self, label: str) -> None:
        """Tap the button that reads ``label``."""
        self.find(reading(label), f"the button {label}").click()
