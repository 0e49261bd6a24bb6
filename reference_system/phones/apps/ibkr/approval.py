"""The approval of a login: what the tapped notification opens."""

from __future__ import annotations

from typing import ClassVar

from reference_system.deviations import rule
from reference_system.ib_key.wire import PendingLogin
from reference_system.phones.apps.ibkr import keys, security
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.ibkr.outcome import OutcomePage
from reference_system.phones.apps.ibkr.page import IbkrPage
from reference_system.phones.model import kit
from reference_system.phones.model.network import NoAnswer
from reference_system.phones.model.widget import Box, Field, Scroll, Widget


class ApprovalPage(IbkrPage):
    """Shows which login waits and asks for the security element. Opening it approves nothing."""

    name: ClassVar[str] = "ibkr.approval"
    activity = ".IbKeyActivity"

    def __init__(self, app: IbkrApp, login_id: str) -> None:
        super().__init__(app)
        self.login_id = login_id
        self.login: PendingLogin | None = None
        self.key: keys.Key | None = None
        self.asked = False
        self.unreachable = False
        self.pin_instead = False
        self.message = ""
        self.pin = Field(on_submit=self.authorize)
        self.scroll = Scroll()

    # what happens

    def shown(self) -> None:
        if self.login is None:
            self._load()
        if self.login is not None and not self.asked:
            self.asked = True
            element = self._element()
            if element == "pin":
                self.phone.keyboard.focus(self.pin)
            elif element != "nothing" and asks_at_once():  # what the system asks for is asked at once
                self.authorize()

    def _load(self) -> None:
        try:
            found = self.phone.network.request(self._find)
        except NoAnswer:
            self.unreachable = True
            return
        self.unreachable = False
        if found is None:
            self.app.replace(OverPage(self.app))
        else:
            self.key, self.login = found

    def _find(self) -> tuple[keys.Key, PendingLogin] | None:
        found = (
            (key, login)
            for key in self.app.keys
            for login in self.phone.server.pending(key.instance.instance_id)
            if login.login_id == self.login_id
        )
        return next(found, None)

    def _retry(self) -> None:
        self.app.replace(ApprovalPage(self.app, self.login_id))

    def _element(self) -> security.Element:
        asked = security.element_for_approval(self.phone)
        if asked == "fingerprint" and self.key is not None and self.key.pin is None:
            return "pin"  # nothing is kept that a finger could release
        return "pin" if self.pin_instead else asked

    def authorize(self) -> None:
        """Ask for the security element, or take the PIN that was typed."""
        self.message = ""
        if self.login is None or self.key is None:
            return
        element = self._element()
        if element == "pin":
            pin = self.typed_pin()
            if not pin:
                self.message = self.says("pin-missing")
            else:
                self._hand_in(pin, wrong="wrong-pin")
            self.phone.touch()
            return
        security.ask(
            self.app,
            element,
            reason=self.says("reason-approve", program=self.login.program),
            on_proved=lambda: self._hand_in(self.kept_pin(), wrong="refused"),
            on_failed=self._not_verified,
            on_locked_out=self._use_pin if self.phone.surface == "android" else None,
        )

    @rule
    def typed_pin(self, /) -> str:
        """The PIN a login is approved with is the one that was typed."""
        return self.pin.text

    def kept_pin(self) -> str:
        """The PIN that the app releases after another proof; empty where it has none."""
        return (self.key.pin if self.key else None) or ""

    def _use_pin(self) -> None:
        self.pin_instead = True
        self.phone.keyboard.focus(self.pin)

    def _not_verified(self) -> None:
        self.message, self.app.message = self.app.message or self.says("not-verified"), ""
        self.phone.touch()

    def _hand_in(self, pin: str, *, wrong: str) -> None:
        key, login = self.key, self.login
        assert login is not None
        assert key is not None

        def approve() -> bool:
            proof = key.answer(login.question, pin)
            return self.phone.server.approve(key.instance.instance_id, self.login_id, proof)

        try:
            approved = self.phone.network.request(approve)
        except NoAnswer:
            self._say_no_answer()
            return
        if approved:
            self.phone.note("login approved", username=key.username, program=login.program)
            after_approval(self.app, login.program)
            return
        self.phone.note("approval refused", username=key.username, program=login.program)
        if self._find() is None:
            self.app.replace(OverPage(self.app))
            return
        self.pin.text = ""
        self.message = self.says(wrong)
        self.phone.touch()

    def _say_no_answer(self) -> None:
        self.message = self.says("no-network-now")
        self.phone.touch()

    def deny(self) -> None:
        """Tell the server that it was not the user."""
        assert self.key is not None
        instance_id = self.key.instance.instance_id
        try:
            self.phone.network.request(lambda: self.phone.server.refuse(instance_id, self.login_id))
        except NoAnswer:
            self._say_no_answer()
            return
        self.phone.note("login denied", username=self.key.username)
        self.app.replace(DeniedPage(self.app))

    # what is shown

    def build(self) -> Widget:
        bar = self.bar(self.says("request-title"), self.says("close"), self.app.leave, "close")
        parts = self._unreachable() if self.unreachable else self._request()
        return self.page(
            bar,
            kit.scroll_list(self.scroll, *parts, gap=14, padding=kit.sides(14, 18)),
            ident="approval",
        )

    def _unreachable(self) -> list[Widget]:
        return [
            kit.card(
                kit.centered(kit.picture("no-wifi", 64)),
                kit.label(self.says("offline"), "title-center", "offline_title"),
                kit.label(self.says("offline-note"), "note-center"),
            ),
            kit.button(self.says("try-again"), self._retry, "try_again"),
            kit.button(self.says("authenticate"), self.app.authenticate, "authenticate", "secondary"),
        ]

    def _request(self) -> list[Widget]:
        if self.login is None:
            return []
        login = self.login
        details = kit.card(
            kit.row(
                kit.picture("shield", 44),
                kit.column(
                    kit.label(login.program, "title", "program"),
                    kit.label(self.says("ib-key"), "note", "ib_key"),
                    box=Box(gap=2, grow=1),
                ),
                gap=14,
            ),
            kit.space(2),
            kit.divider(),
            self._detail("user", login.username),
            self._detail("time", f"{login.started:%Y-%m-%d %H:%M} UTC"),
            kit.divider(),
            kit.label(self.says("request-note"), "note", "request_note"),
            gap=10,
        )
        parts = [details]
        if self._element() == "pin":
            parts.append(
                kit.card(
                    kit.label(self.says("pin-ask"), "note", "pin_ask"),
                    kit.field(self.pin, "pin", self.says("pin"), secure=True, says=self.says("pin")),
                )
            )
        if self.message:
            parts.append(kit.label(self.message, "error", "message"))
        parts.append(kit.button(self.says("authorize"), self.authorize, "authorize"))
        parts.append(kit.button(self.says("deny"), self.deny, "deny", "secondary"))
        return parts

    def _detail(self, key: str, value: str) -> Widget:
        return kit.row(
            kit.label(self.says(key), "note", grow=1), kit.label(value, "value", f"{key}_value"), gap=12
        )


@ApprovalPage.typed_pin.deviation(
    "any-pin-approves",
    clauses=["LOGIN-SEAMLESS-03c"],
    breaks="a wrong PIN approves the pending login",
)
def _(page: ApprovalPage) -> str:
    return page.kept_pin() or page.pin.text


@ApprovalPage.typed_pin.deviation(
    "last-character-of-the-pin-approves-whatever-it-is",
    clauses=["LOGIN-SEAMLESS-03c"],
    breaks="a PIN that is wrong in its last character approves the pending login",
)
def _(page: ApprovalPage) -> str:
    kept, typed = page.kept_pin(), page.pin.text
    return kept if kept and typed[:-1] == kept[:-1] else typed


@rule
def asks_at_once() -> bool:
    """What the system asks for is asked as soon as the approval is open; else after a tap on Authorize."""
    return True


@rule
def after_approval(app: IbkrApp, program: str, /) -> None:
    """What follows an approval on the phone: a page that says so."""
    app.replace(ApprovedPage(app, program))


class ApprovedPage(OutcomePage):
    """The server took the proof."""

    name: ClassVar[str] = "ibkr.approved"
    picture = "check"
    words = "approved"

    def __init__(self, app: IbkrApp, program: str) -> None:
        super().__init__(app)
        self.program = program

    def note(self) -> str:
        return self.says("approved-note", program=self.program)


class DeniedPage(OutcomePage):
    """The user said no."""

    name: ClassVar[str] = "ibkr.denied"
    picture = "cross"
    words = "denied"


class OverPage(OutcomePage):
    """The login is not there any more."""

    name: ClassVar[str] = "ibkr.over"
    picture = "clock"
    words = "over"
