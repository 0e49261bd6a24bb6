"""IB Key in IBKR Mobile: the approval of a login, and what it asks of the person."""

from __future__ import annotations

from typing import Literal

from harness.waiting import settled
from pages.phone.screen import PREDICATE, UIAUTOMATOR, ByPlatform, Label, Screen, reading

Element = Literal["the fingerprint", "the PIN", "Touch ID", "Face ID", "the passcode", "nothing"]

AUTHORIZE = Label.same("Authorize", "授權")
AUTHORIZED = Label.same("Login authorized", "登錄已授權")
CANCEL = Label.same("Cancel", "取消")

NOWHERE = (PREDICATE, "name == 'there is no such thing on this platform'")
XPATH = "xpath"

ASKING: dict[Element, ByPlatform] = {
    "the fingerprint": ByPlatform(
        android=(UIAUTOMATOR, 'new UiSelector().resourceId("com.android.systemui:id/biometric_icon")'),
        iphone=NOWHERE,
    ),
    "the PIN": ByPlatform(
        # With the button that hands it in, which neither the phone's lock nor a login for trading has.
        android=(
            XPATH,
            '//android.widget.EditText[@password="true" and '
            f'//*[@text="{AUTHORIZE.android_en}" or @text="{AUTHORIZE.android_zh}"]]',
        ),
        iphone=NOWHERE,
    ),
    "Touch ID": ByPlatform(
        android=(UIAUTOMATOR, 'new UiSelector().text("Touch ID")'),
        iphone=(PREDICATE, "type == 'XCUIElementTypeAlert' AND label CONTAINS 'Touch ID'"),
    ),
    "Face ID": ByPlatform(
        android=(UIAUTOMATOR, 'new UiSelector().text("Face ID")'),
        iphone=(PREDICATE, "type == 'XCUIElementTypeAlert' AND label CONTAINS 'Face ID'"),
    ),
    "the passcode": ByPlatform(
        android=(UIAUTOMATOR, 'new UiSelector().text("Passcode field")'),
        # The system's own name for its field; an app's field for a password or a PIN is another one.
        iphone=(PREDICATE, "type == 'XCUIElementTypeSecureTextField' AND name == 'Passcode field'"),
    ),
}
ON: dict[str, tuple[Element, ...]] = {
    "android": ("the fingerprint", "the PIN"),
    "iphone": ("Touch ID", "Face ID", "the passcode"),
}


class IbKey(Screen):
    """The approval that a tapped notification opens, and the prompts over it."""

    def asks_to_approve(self, *, within_s: float) -> bool:
        """Whether a login is up for approval: by its button, or by a prompt for the security element."""
        return settled(
            lambda: bool(self.elements(reading(self.label(AUTHORIZE)))) or self.asks_now(),
            bool,
            within_s=within_s,
        )

    def asks_for(self, expected: Element, *, within_s: float) -> Element:
        """What it asks for, once that is ``expected`` or else as it is after ``within_s``."""
        if expected != "nothing" and self.shown(ASKING[expected], within_s=within_s):
            return expected
        return self._asked()

    def asks_now(self) -> bool:
        """Whether it asks for any security element now."""
        return self._asked() != "nothing"

    def _asked(self) -> Element:
        shown = (one for one in ON[self.device.surface] if self.elements(ASKING[one]))
        return next(shown, "nothing")

    def enter_pin(self, pin: str) -> None:
        """Type the PIN where it is asked for, and authorize."""
        if pin:
            self.find(ASKING["the PIN"], "the field for the PIN").send_keys(pin)
        self.find(reading(self.label(AUTHORIZE)), "the button that authorizes").click()

    def enter_passcode(self, passcode: str) -> None:
        """Type the screen-lock passcode; it is handed in by itself at its full length."""
        self.find(ASKING["the passcode"], "the field for the passcode").send_keys(passcode)

    def cancel(self) -> None:
        """Take the prompt away without giving what it asks for."""
        self.find(reading(self.label(CANCEL)), "the button that cancels").click()

    def approved(self, *, within_s: float) -> bool:
        """Whether it says by then that the login was approved."""
        return self.shown(reading(self.label(AUTHORIZED)), within_s=within_s)
