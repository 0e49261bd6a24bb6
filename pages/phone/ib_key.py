"""IB Key in IBKR Mobile: the approval of a login, and what it asks of the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from harness.sessions.device import Device
from harness.signs.sign import Sign
from pages.phone.prompts import ON, Element, Proof, ProofPrompt
from pages.phone.screen import Screen

if TYPE_CHECKING:
    from appium.webdriver.webelement import WebElement


class IbKey(Screen):
    """The approval that a tapped notification opens."""

    def __init__(self, device: Device) -> None:
        super().__init__(device)
        self.prompt = ProofPrompt(device)

    @property
    def _authorize(self) -> Sign:
        return self.sign("approval.authorize")

    @property
    def _pin(self) -> Sign:
        return self.sign("approval.pin")

    def asks_to_approve(self, *, within_s: float) -> bool:
        """Whether a login is up for approval: by its button, or by a prompt for the security element.

        Raises: NotRecognised.
        """
        asking = self.awaited(self._asking, within_s=within_s)
        if not asking and within_s > 0:
            self.must_know(self._authorize)
        return bool(asking)

    def _asking(self) -> Sequence[WebElement]:
        return self.elements(self._authorize) or self.prompt.asking() or self.elements(self._pin)

    def asks_for(self, expected: Element, *, within_s: float) -> Element:
        """What it asks for, once that is ``expected`` or else as it is after ``within_s``.

        Raises: NotRecognised.
        """
        if expected is Element.NOTHING:
            return self._asked()
        came = self._comes(expected, within_s)
        if not came and within_s and not self.asks_now() and (authorize := self.elements(self._authorize)):
            authorize[0].click()  # no article says that it asks before the person has agreed
            came = self._comes(expected, within_s)
        return expected if came else self._asked()

    def _comes(self, asked: Proof | Literal[Element.PIN], within_s: float) -> bool:
        if asked is Element.PIN:
            return self.shown(self._pin, within_s=within_s)
        return self.prompt.asks_for(asked, within_s=within_s)

    def asked(self) -> set[Element]:
        """All that it asks for now, at least ``NOTHING``."""
        asked: set[Element] = {
            one for one in ON[self.device.surface] if self.prompt.asks_for(one, within_s=0)
        }
        if self.elements(self._pin):
            asked.add(Element.PIN)
        return asked or {Element.NOTHING}

    def asks_now(self) -> bool:
        """Whether it asks for any security element now."""
        return self._asked() is not Element.NOTHING

    def _asked(self) -> Element:
        return self.prompt.asked() or (Element.PIN if self.elements(self._pin) else Element.NOTHING)

    def enter_pin(self, pin: str) -> None:
        """Type the PIN where it is asked for, and authorize."""
        if pin:
            self.find(self._pin, "the field for the PIN").send_keys(pin)
        self.find(self._authorize, "the button that authorizes").click()

    def approved(self, *, within_s: float) -> bool:
        """Whether it says by then that the login was approved. Raises: NotRecognised."""
        return self.shown(self.sign("approval.authorized"), within_s=within_s)
