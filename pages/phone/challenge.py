"""Challenge and response in IBKR Mobile: the way there, the form, and the response string."""

from __future__ import annotations

from harness.secrets import register
from harness.waiting import settled
from pages.phone.screen import PREDICATE, SECURE_FIELD, UIAUTOMATOR, ByPlatform, Label, Screen

CHALLENGE = Label.same("Challenge", "挑戰碼")
AUTHENTICATE = Label.same("Authenticate", "驗證")
GENERATE = Label("Generate Passcode", "生成通關碼", "Generate Response", "生成響應字符串")

RESPONSE = ByPlatform(
    android=(UIAUTOMATOR, 'new UiSelector().className("android.widget.TextView").textMatches("[0-9 ]{6,}")'),
    iphone=(PREDICATE, "type == 'XCUIElementTypeStaticText' AND label MATCHES '[0-9 ]{6,}'"),
)


class ChallengeForm(Screen):
    """The part of IBKR Mobile that turns a challenge into a response."""

    @property
    def _challenge(self) -> ByPlatform:
        """The field for the challenge; a screen reader calls it by its label."""
        label = self.label(CHALLENGE)
        return ByPlatform(
            android=("xpath", f'//android.widget.EditText[@content-desc="{label}" or @hint="{label}"]'),
            iphone=(PREDICATE, f"type == 'XCUIElementTypeTextField' AND label == '{label}'"),
        )

    def select_authenticate(self) -> None:
        """Go to the form from the start screen."""
        self.tap(self.label(AUTHENTICATE))

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
        """The response string without spaces, empty when none is shown by then; a secret from here on."""
        found = settled(lambda: self.elements(RESPONSE), bool, within_s=within_s)
        if not found:
            return ""
        shown = found[0].text
        response = shown.replace(" ", "")
        register(shown)
        register(response)
        return response
