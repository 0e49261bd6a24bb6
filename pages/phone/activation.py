"""The activation of IB Key inside IBKR Mobile, typed or scanned."""

from __future__ import annotations

from harness.secrets import register
from harness.signs.sign import NotRecognised, Sign
from harness.waiting import settled
from pages.phone.screen import SECURE_FIELD, Screen, reading

FIELD_OF = {"android": "Session ID", "iphone": "Activation Code"}
WAYS_IN = {"android": ("REGISTER TWO-FACTOR", "SESSION ID"), "iphone": ("Setup IB Key using QR code",)}
SUBMIT = {"android": "ACTIVATE", "iphone": "Activate IB Key"}


class Activation(Screen):
    """The pages of IBKR Mobile from the start screen to the confirmation."""

    def open_typed(self) -> None:
        """Go from the start screen to the field for the code; by way of Services where IB Key is active."""
        ways = WAYS_IN[self.device.surface]
        way_in, services = reading(ways[0]), self.sign("services")
        self.awaited(
            lambda: self.elements(way_in) or self.elements(services), within_s=self.device.patience.shown_s
        )
        if not self.elements(way_in):
            self.find(services, "Services").click()
        for label in ways:
            self.tap(label)
        self.find(self.sign("activation.code"), "the field for the code")

    def open_scanner(self) -> None:
        """Go from the start screen to the scanner (Android)."""
        self.open_typed()
        self.tap("QR CODE")

    def has_field(self, label: str, *, within_s: float) -> bool:
        """Whether there is a field of this label by then; a label by itself is no field that is known."""
        shown = bool(self.awaited(lambda: self.elements(self._field(label)), within_s=within_s))
        if not shown and within_s > 0 and self.elements(reading(label)):
            raise NotRecognised(self.device.surface, self._field(label), self.seen())
        return shown

    def _field(self, label: str) -> Sign:
        return self.device.signs["field"].about(label=label)

    def enter_code(self, code: str) -> None:
        """Type into the emptied field for the code."""
        self.enter(FIELD_OF[self.device.surface], code)

    def enter(self, label: str, text: str) -> None:
        """Type into the emptied field called ``label``."""
        field = self.find(self._field(label), f"the field {label}")
        field.clear()
        field.send_keys(text)

    def content(self, label: str, expected: str, *, within_s: float) -> str:
        """What stands in the field, once it is ``expected`` or else after ``within_s``; a secret."""
        content = settled(lambda: self._content(label), lambda now: now == expected, within_s=within_s)
        register(content)
        return content

    def _content(self, label: str) -> str:
        found = self.elements(self._field(label))
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

    # What it says then. A message may stand anywhere and be worded otherwise (AMB-FIGURE-14-TEXT): what is
    # new on the screen since the last tap is one, unless a page is in front that is known to be another.

    def activated(self, *, within_s: float) -> str:
        """What confirms the activation, empty when nothing does by then. Raises: NotRecognised."""
        sign = self.sign("activation.confirmed")
        found = self.awaited(lambda: self.elements(sign), within_s=within_s, passes_by=False)
        if not found and within_s > 0 and self.news():
            self.must_know(sign)
        return found[0].text if found else ""

    def error(self, *, within_s: float) -> str:
        """The activation error, empty when there is none by then."""
        return self._message("activation.error", within_s=within_s)

    def no_answer(self, *, within_s: float) -> str:
        """What says that the network gave no answer, empty when nothing does by then."""
        return self._message("no-answer", within_s=within_s)

    def pin_error(self, *, within_s: float) -> str:
        """What is wrong with the PIN, empty when nothing is said by then."""
        return self._message("activation.pin-refused", within_s=within_s)

    def guidelines(self, *, within_s: float) -> str:
        """The advice on choosing a PIN, empty when none is shown by then."""
        return self._message("activation.guidelines", within_s=within_s)

    def _message(self, name: str, *, within_s: float) -> str:
        sign = self.sign(name)
        found = self.awaited(lambda: self.elements(sign), within_s=within_s, passes_by=False)
        if found or within_s <= 0 or self.stands_instead_of(sign):
            return found[0].text if found else ""
        return " ".join(self.news())

    def in_activation(self) -> bool:
        """Whether a page of the activation is in front now."""
        names = ("activation.code", "activation.scanned", "activation.confirmed", "activation.error")
        return any(self.elements(self.sign(name)) for name in names)

    def ib_key_state(self, *, within_s: float) -> str:
        """What the start screen says about IB Key, empty when it is not in front by then.

        Raises: NotRecognised.
        """
        state, start = self.sign("start.state"), self.sign("start")
        found = self.awaited(lambda: self.elements(state) or self.elements(start), within_s=within_s)
        if not found and within_s > 0:
            self.must_know(start)
        return found[0].text if found else ""

    def back(self) -> None:
        """Go back as one does on this phone."""
        if self.device.surface == "android":
            self.device.driver.back()
        else:
            self.find(self.sign("back"), "the button Back").click()
