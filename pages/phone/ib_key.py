"""IB Key in IBKR Mobile: the approval of a login, and what it asks of the person."""

from __future__ import annotations

from harness.sessions.device import Device
from harness.waiting import settled
from pages.phone.prompts import ON, Element, ProofPrompt
from pages.phone.screen import ByPlatform, Label, Screen, reading

AUTHORIZE = Label.same("Authorize", "授權")
AUTHORIZED = Label.same("Login authorized", "登錄已授權")
PIN = ByPlatform(
    # With the button that hands it in, which neither the phone's lock nor a login for trading has.
    android=(
        "xpath",
        '//android.widget.EditText[@password="true" and '
        f'//*[@text="{AUTHORIZE.android_en}" or @text="{AUTHORIZE.android_zh}"]]',
    ),
    iphone=None,
)


class IbKey(Screen):
    """The approval that a tapped notification opens."""

    def __init__(self, device: Device) -> None:
        super().__init__(device)
        self.prompt = ProofPrompt(device)

    def asks_to_approve(self, *, within_s: float) -> bool:
        """Whether a login is up for approval: by its button, or by a prompt for the security element."""
        return settled(
            lambda: bool(self.elements(reading(self.label(AUTHORIZE)))) or self.asks_now(),
            bool,
            within_s=within_s,
        )

    def asks_for(self, expected: Element, *, within_s: float) -> Element:
        """What it asks for, once that is ``expected`` or else as it is after ``within_s``."""
        if expected is Element.NOTHING:
            return self._asked()
        if expected is Element.PIN:
            came = self.shown(PIN, within_s=within_s)
        else:
            came = self.prompt.asks_for(expected, within_s=within_s)
        return expected if came else self._asked()

    def asked(self) -> set[Element]:
        """All that it asks for now, at least ``NOTHING``."""
        asked: set[Element] = {
            one for one in ON[self.device.surface] if self.prompt.asks_for(one, within_s=0)
        }
        if self.elements(PIN):
            asked.add(Element.PIN)
        return asked or {Element.NOTHING}

    def asks_now(self) -> bool:
        """Whether it asks for any security element now."""
        return self._asked() is not Element.NOTHING

    def _asked(self) -> Element:
        return self.prompt.asked() or (Element.PIN if self.elements(PIN) else Element.NOTHING)

    def enter_pin(self, pin: str) -> None:
        """Type the PIN where it is asked for, and authorize."""
        if pin:
            self.find(PIN, "the field for the PIN").send_keys(pin)
        self.find(reading(self.label(AUTHORIZE)), "the button that authorizes").click()

    def approved(self, *, within_s: float) -> bool:
        """Whether it says by then that the login was approved."""
        return self.shown(reading(self.label(AUTHORIZED)), within_s=within_s)
