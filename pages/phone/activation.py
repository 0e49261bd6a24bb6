"""The activation of IB Key inside IBKR Mobile, typed or scanned."""

from __future__ import annotations

from harness.secrets import register
from harness.waiting import settled
from pages.phone.screen import (
    PREDICATE,
    SECURE_FIELD,
    UIAUTOMATOR,
    ByPlatform,
    Screen,
    reading,
)

FIELD_OF = {"android": "Session ID", "iphone": "Activation Code"}
WAYS_IN = {"android": ("REGISTER TWO-FACTOR", "SESSION ID"), "iphone": ("Setup IB Key using QR code",)}
SERVICES = "Services"
SUBMIT = {"android": "ACTIVATE", "iphone": "Activate IB Key"}


def _ident(android: str, iphone: str | None = None) -> ByPlatform:
    return ByPlatform(
        android=(UIAUTOMATOR, f'new UiSelector().resourceIdMatches(".*:id/{android}")'),
        iphone=("accessibility id", iphone or android),
    )


# The wording of these messages is public nowhere (AMB-FIGURE-14-TEXT): they are told by their role.
RESULT, ERROR, PIN_ERROR = _ident("activation_result"), _ident("activation_error"), _ident("pin_error")
NO_ANSWER = _ident("network_error")
SCANNED, GUIDELINES, STATE = _ident("scanned_code"), _ident("guidelines"), _ident("ib_key_state")


def _field(label: str) -> ByPlatform:
    return ByPlatform(
        android=("xpath", f'//android.widget.EditText[@content-desc="{label}" or @hint="{label}"]'),
        iphone=(PREDICATE, f"type == 'XCUIElementTypeTextField' AND label == '{label}'"),
    )


class Activation(Screen):
    """The pages of IBKR Mobile from the start screen to the confirmation."""

    def open_typed(self) -> None:
        """Go from the start screen to the field for the code; by way of Services where IB Key is active."""
        ways = WAYS_IN[self.device.surface]
        settled(
            lambda: self.elements(reading(ways[0])) or self.elements(STATE),
            bool,
            within_s=self.device.patience.shown_s,
        )
        if not self.elements(reading(ways[0])):
            self.tap(SERVICES)
        for label in ways:
            self.tap(label)
        self.find(_field(FIELD_OF[self.device.surface]), "the field for the code")

    def open_scanner(self) -> None:
        """Go from the start screen to the scanner (Android)."""
        self.open_typed()
        self.tap("QR CODE")

    def has_field(self, label: str, *, within_s: float) -> bool:
        return self.shown(_field(label), within_s=within_s)

    def enter_code(self, code: str) -> None:
        """Type into the emptied field for the code."""
        self.enter(FIELD_OF[self.device.surface], code)

    def enter(self, label: str, text: str) -> None:
        """Type into the emptied field called ``label``."""
        field = self.find(_field(label), f"the field {label}")
        field.clear()
        field.send_keys(text)

    def content(self, label: str, expected: str, *, within_s: float) -> str:
        """What stands in the field, once it is ``expected`` or else after ``within_s``; a secret."""
        content = settled(lambda: self._content(label), lambda now: now == expected, within_s=within_s)
        register(content)
        return content

    def _content(self, label: str) -> str:
        found = self.elements(_field(label))
        return found[0].text if found else ""

    def enter_pin(self, pin: str) -> None:
        """Type a new PIN (Android)."""
        field = self.find(SECURE_FIELD, "the field for the PIN")
        field.clear()
        if pin:
            field.send_keys(pin)

    def pin_length(self) -> int:
        """How many characters the field for the PIN shows."""
        return len(self.find(SECURE_FIELD, "the field for the PIN").text)

    def submit(self) -> None:
        """Tap the button that activates, whatever its label."""
        self.tap(SUBMIT[self.device.surface])

    def activated(self, *, within_s: float) -> str:
        """What confirms the activation, empty when nothing does by then."""
        return self._text(RESULT, within_s=within_s)

    def error(self, *, within_s: float) -> str:
        """The activation error, empty when there is none by then."""
        return self._text(ERROR, within_s=within_s)

    def no_answer(self, *, within_s: float) -> str:
        """What says that the network gave no answer, empty when nothing does by then."""
        return self._text(NO_ANSWER, within_s=within_s)

    def pin_error(self, *, within_s: float) -> str:
        """What is wrong with the PIN, empty when nothing is said by then."""
        return self._text(PIN_ERROR, within_s=within_s)

    def guidelines(self, *, within_s: float) -> str:
        """The advice on choosing a PIN, empty when none is shown by then."""
        return self._text(GUIDELINES, within_s=within_s)

    def in_activation(self) -> bool:
        """Whether a page of the activation is in front now."""
        fields = (*map(_field, FIELD_OF.values()), SCANNED, RESULT, ERROR)
        return any(self.elements(one) for one in fields)

    def ib_key_state(self, *, within_s: float) -> str:
        """What the start screen says about IB Key, empty when it is not in front by then."""
        return self._text(STATE, within_s=within_s)

    def back(self) -> None:
        """Go back as one does on this phone."""
        if self.device.surface == "android":
            self.device.driver.back()
        else:
            self.find(_ident("back"), "the button Back").click()

    def _text(self, locator: ByPlatform, *, within_s: float) -> str:
        found = settled(lambda: self.elements(locator), bool, within_s=within_s)
        return found[0].text if found else ""
