"""Challenge and response: the form, and the page that shows the response string."""

from __future__ import annotations

from typing import ClassVar

from reference_system.deviations import rule
from reference_system.phones.apps.ibkr import keys, security
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.ibkr.page import IbkrPage
from reference_system.phones.apps.ibkr.words import IBKR
from reference_system.phones.model import kit
from reference_system.phones.model.widget import Box, Field, Kind, Locale, Scroll, Surface, Widget
from reference_system.phones.model.words import say


@rule
def generate_label(surface: Surface, locale: Locale, /) -> str:
    """What the button that makes the response is called: Generate Passcode, 生成通關碼 on Android."""
    return say(IBKR, locale, f"generate-{surface}")


@generate_label.deviation(
    "generate-button-mislabelled",
    clauses=["LOGIN-CHALLENGE-03d"],
    breaks="the button that makes the response is not labelled as in the article",
)
def _(_: Surface, locale: Locale) -> str:
    return "提交" if locale == "zh-Hant" else "Submit"


@rule
def challenge_field() -> Field:
    """The box for the challenge takes digits."""
    return Field(digits=True)


class ChallengePage(IbkrPage):
    """Challenge (on Android PIN as well) in, response string out."""

    name: ClassVar[str] = "ibkr.challenge"
    activity = ".IbKeyActivity"

    def __init__(self, app: IbkrApp) -> None:
        super().__init__(app)
        self.chosen = 0
        self.pin = Field()
        self.challenge = challenge_field()
        self.challenge.on_submit = self.generate
        self.message = ""
        self.scroll = Scroll()

    @property
    def key(self) -> keys.Key:
        return self.app.keys[self.chosen % len(self.app.keys)]

    def generate(self) -> None:
        """Check what was typed, ask for the security element, show the response."""
        self.message = ""
        if not self.pin_used():
            self.message = self.says("pin-missing")
        elif len(self.challenge.text) != keys.CHALLENGE_DIGITS:
            self.message = self.says("challenge-length")
        elif not self.can_generate():
            self.message = self.says("needs-network")
        else:
            security.ask(
                self.app,
                security.element_for_response(self.phone),
                reason=self.says("reason-generate"),
                on_proved=self.show_response,
                on_failed=self.give_up,
            )
        self.phone.touch()

    def pin_used(self) -> str:
        """The PIN that the response is made with; empty where there is none."""
        return self.typed_pin() if self.phone.surface == "android" else self.key.pin or ""

    @rule
    def typed_pin(self, /) -> str:
        """On Android a response is made with the PIN that was typed."""
        return self.pin.text

    @rule
    def question(self, /) -> str:
        """The challenge a response is made for is the one that was typed."""
        return self.challenge.text

    @rule
    def can_generate(self, /) -> bool:
        """A response is made on the phone alone; no network is needed."""
        return True

    @rule
    def give_up(self, /) -> None:
        """Without the proof no response is shown."""
        self._not_verified()

    def show_response(self) -> None:
        """Make the response, and show it in the place of the form."""
        response = self.key.answer_to_show(self.question(), self.pin_used())
        self.phone.note("response generated", username=self.key.username)
        self.pin.text = ""
        self.challenge.text = ""
        self.app.replace(ResponsePage(self.app, response))

    def _not_verified(self) -> None:
        self.message, self.app.message = self.app.message or self.says("generate-not-verified"), ""
        self.phone.touch()

    def _next_user(self) -> None:
        self.chosen += 1
        self.phone.touch()

    def build(self) -> Widget:
        form: list[Widget] = [kit.label(self.says("challenge-note"), "note", "challenge_note")]
        several = len(self.app.keys) > 1
        form.append(
            kit.row(
                kit.label(self.says("user"), "note", grow=1),
                kit.label(self.key.username, "value", "user_value"),
                *([kit.picture("chevron", 14)] if several else []),
                gap=10,
                padding=kit.sides(4, 0),
                kind=Kind.CELL,
                ident="user",
                on_tap=self._next_user if several else None,
            )
        )
        form.append(kit.divider())
        if self.phone.surface == "android":
            pin = self.says("pin")
            form += [
                kit.label(pin, "field-label"),
                kit.field(self.pin, "pin", pin, secure=True, says=pin),
            ]
        challenge = self.says("challenge")
        form += [
            kit.label(challenge, "field-label"),
            kit.field(self.challenge, "challenge", challenge, says=challenge),
        ]
        if self.message:
            form.append(kit.label(self.message, "error", "message"))
        generate = kit.button(generate_label(self.phone.surface, self.app.locale), self.generate, "generate")
        return self.page(
            self.bar(self.says("challenge-title"), self.says("back"), self.app.leave, "back"),
            kit.scroll_list(self.scroll, kit.card(*form, gap=8), generate, gap=16, padding=kit.sides(14, 18)),
            ident="challenge_page",
        )


@ChallengePage.typed_pin.deviation(
    "response-ignores-pin",
    clauses=["LOGIN-CHALLENGE-03b"],
    breaks="a wrong or empty PIN leads to a response that the login accepts",
)
def _(page: ChallengePage) -> str:
    return page.key.pin or page.pin.text


@ChallengePage.typed_pin.deviation(
    "response-ignores-last-character-of-the-pin",
    clauses=["LOGIN-CHALLENGE-03b"],
    breaks="a PIN that is wrong in its last character leads to a response that the login accepts",
)
def _(page: ChallengePage) -> str:
    kept, typed = page.key.pin or "", page.pin.text
    return kept if kept and typed[:-1] == kept[:-1] else typed


def _asked(page: ChallengePage) -> str:
    """The challenge of the login that waits; empty where none does."""
    waiting = page.phone.server.pending(page.key.instance.instance_id)
    return waiting[0].question if waiting else ""


@ChallengePage.question.deviation(
    "typed-challenge-ignored",
    clauses=["LOGIN-CHALLENGE-03c", "FACE-TOUCH-CHALLENGE-03b"],
    breaks="the app answers the challenge of the waiting login, whatever challenge was typed",
)
def _(page: ChallengePage) -> str:
    return _asked(page) or page.challenge.text


@ChallengePage.question.deviation(
    "last-digit-of-the-challenge-ignored",
    clauses=["LOGIN-CHALLENGE-03c", "FACE-TOUCH-CHALLENGE-03b"],
    breaks="the app answers the challenge of the waiting login where only the last digit was typed wrongly",
)
def _(page: ChallengePage) -> str:
    asked, typed = _asked(page), page.challenge.text
    return asked if asked and asked[:-1] == typed[:-1] else typed


@ChallengePage.can_generate.deviation(
    "response-needs-network",
    clauses=["LOGIN-CHALLENGE-INT05", "FACE-TOUCH-CHALLENGE-INT04"],
    breaks="the response can be generated only while the phone is online",
)
def _(page: ChallengePage) -> bool:
    return page.phone.network.state == "online"


@ChallengePage.give_up.deviation(
    "cancelled-prompt-shows-the-response",
    clauses=["FACE-TOUCH-CHALLENGE-04a", "FACE-TOUCH-CHALLENGE-05a"],
    breaks="the response is shown when the prompt for finger or face is cancelled",
)
def _(page: ChallengePage) -> None:
    page.show_response()


class ResponsePage(IbkrPage):
    """The response string; it stays until the user leaves it."""

    name: ClassVar[str] = "ibkr.response"
    activity = ".IbKeyActivity"

    def __init__(self, app: IbkrApp, response: str) -> None:
        super().__init__(app)
        self._response = response

    def build(self) -> Widget:
        return self.page(
            self.bar(self.says("challenge-title"), self.says("back"), self.app.leave, "back"),
            kit.column(
                kit.card(
                    kit.centered(kit.picture("shield", 56)),
                    kit.label(self.says("response"), "title-center", "response_title"),
                    kit.label(self._response, "code", "response_string"),
                    kit.label(self.says("response-note"), "note-center"),
                    gap=10,
                    padding=22,
                ),
                kit.button(self.says("done"), self.app.leave, "done"),
                kit.button(self.says("another"), self._another, "another_challenge", "secondary"),
                gap=14,
                padding=kit.sides(14, 18),
            ),
            ident="response_page",
        )

    def _another(self) -> None:
        self.app.replace(ChallengePage(self.app))


class NotActivePage(IbkrPage):
    """Authenticate on a phone without IB Key."""

    name: ClassVar[str] = "ibkr.not-active"
    activity = ".IbKeyActivity"

    def build(self) -> Widget:
        return self.page(
            self.bar(self.says("challenge-title"), self.says("back"), self.app.leave, "back"),
            kit.column(
                kit.centered(kit.picture("shield-off", 88)),
                kit.space(8),
                kit.label(self.says("not-active-title"), "title-center", "not_active"),
                kit.label(self.says("not-active-note"), "note-center"),
                box=Box(gap=10, grow=1, justify="center", padding=kit.sides(0, 28)),
            ),
            ident="not_active_page",
        )
