"""Challenge and response in IBKR Mobile: the way there, the form, and the response string."""

from __future__ import annotations

from harness.secrets import register
from harness.signs.sign import Sign
from pages.login import without_groups
from pages.phone.screen import SECURE_FIELD, Label, Screen, reading

AUTHENTICATE = Label.same("Authenticate", "驗證")
GENERATE = Label("Generate Passcode", "生成通關碼", "Generate Response", "生成響應字符串")


class ChallengeForm(Screen):
    """The part of IBKR Mobile that turns a challenge into a response."""

    @property
    def _challenge(self) -> Sign:
        """The field for the challenge; a screen reader calls it by its label."""
        return self.sign("challenge")

    def select_authenticate(self) -> None:
        """Go to the form from the start screen."""
        label = self.label(AUTHENTICATE)
        self._bring_up(label, within_s=self.device.patience.shown_s)
        self.tap(label)

    def control_shown(self, label: str, *, within_s: float) -> bool:
        """Whether something reads exactly ``label`` by then; Authenticate may stand behind Services."""
        if within_s > 0:
            self._bring_up(label, within_s=within_s)
        return super().control_shown(label, within_s=within_s)

    def _bring_up(self, label: str, *, within_s: float) -> None:
        """Open Services, where Authenticate is wanted and not to be seen (NOTIF-TROUBLESHOOT-e2)."""
        if label not in self.sign("authenticate").forms:
            return
        services, wanted = self.sign("services"), reading(label)
        self.awaited(lambda: self.elements(wanted) or self.elements(services), within_s=within_s)
        if not self.elements(wanted) and (found := self.elements(services)):
            found[0].click()

    def form_shown(self, *, within_s: float) -> bool:
        """Whether the form takes a challenge by then."""
        return self.shown(self._challenge, within_s=within_s)

    def enter_pin(self, pin: str) -> None:
        """Type the IB Key PIN (Android)."""
        self.find(SECURE_FIELD, "the field for the PIN").send_keys(pin)

    def enter_challenge(self, challenge: str) -> None:
        """Type the challenge into the emptied field."""
        field = self.find(self._challenge, "the field for the challenge")
        field.clear()
        field.send_keys(challenge)

    def challenge(self) -> str:
        """What stands in the field for the challenge."""
        return self.find(self._challenge, "the field for the challenge").text

    def generate(self) -> None:
        """Tap the button that makes the response, whatever its label."""
        self.tap(self.label(GENERATE))

    def response(self, *, within_s: float) -> str:
        """The response string `without_groups`, empty when none is shown by then; a secret from here on.

        Raises: NotRecognised.
        """
        shown = self.text_of(self.sign("response"), within_s=within_s)
        response = without_groups(shown)
        if response:
            register(shown)
            register(response)
        return response
