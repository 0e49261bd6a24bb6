"""The app's start screen, its services, and the login for trading."""

from __future__ import annotations

from typing import ClassVar

from reference_system.deviations import rule
from reference_system.ib_key.wire import PendingLogin
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.ibkr.approval import ApprovalPage
from reference_system.phones.apps.ibkr.keys import Key
from reference_system.phones.apps.ibkr.page import IbkrPage
from reference_system.phones.apps.ibkr.words import IBKR
from reference_system.phones.model import kit
from reference_system.phones.model.widget import Box, Field, Kind, Locale, Scroll, Surface, Widget
from reference_system.phones.model.words import say

ENTRY: dict[Surface, str] = {"android": "register_two_factor", "iphone": "setup_ib_key"}


@rule
def registration_label(surface: Surface, locale: Locale, /) -> str:
    """What the entry to the activation is called, as in the articles."""
    return say(IBKR, locale, f"register-{surface}")


@registration_label.deviation(
    "activation-entry-mislabelled",
    clauses=["IOS-MANUAL-06", "AND-MANUAL-05", "AND-QR-05"],
    breaks="the start page has no entry to the activation that is labelled as in the articles",
)
def _(_: Surface, locale: Locale) -> str:
    return "新用戶" if locale == "zh-Hant" else "New here?"


class StartPage(IbkrPage):
    """What the icon opens: services, the login for trading, Authenticate, and the logins that wait."""

    name: ClassVar[str] = "ibkr.start"
    activity = ".LoginActivity"

    def __init__(self, app: IbkrApp) -> None:
        super().__init__(app)
        self.scroll = Scroll()

    def build(self) -> Widget:
        top = self.phone.metrics.top
        hero = kit.column(
            kit.row(
                kit.link(self.says("services"), self._services, "services", "hero-link"),
                padding=(0, 0, 0, 0),
                box=Box(axis="row", height=44, align="center"),
            ),
            kit.space(14),
            kit.row(kit.picture("ibkr-mark", 54), kit.label("IBKR Mobile", "hero-title", "brand"), gap=14),
            kit.label(self.says("tagline"), "hero-note"),
            gap=6,
            padding=(top + 6, 22, 30, 22),
            style="hero",
        )
        notes = [self._waiting_card(key, login) for key, login in self.app.waiting()]
        if self.phone.network.state == "offline":
            notes.append(
                kit.card(
                    kit.row(
                        kit.picture("no-wifi", 26),
                        kit.label(self.says("offline"), "headline", "offline_title", grow=1),
                        gap=10,
                    ),
                    kit.label(self.says("offline-note"), "note", "offline_note"),
                    style="card-tinted",
                )
            )
        body = kit.scroll_list(
            self.scroll,
            *notes,
            self._authenticate_card(),
            kit.button(
                self.says("log-in"), lambda: self.app.go(TradingLoginPage(self.app)), "log_in", "secondary"
            ),
            gap=14,
            padding=kit.sides(18, 18),
        )
        return kit.column(
            hero, body, padding=(0, 0, self.phone.metrics.bottom, 0), style="page", ident="start"
        )

    def _services(self) -> None:
        self.app.go(ServicesPage(self.app))

    def _authenticate_card(self) -> Widget:
        """The way to the challenge form."""
        users = ", ".join(key.username for key in self.app.keys)
        state = self.says("ib-key-active", user=users) if users else self.says("ib-key-none")
        return kit.card(
            kit.row(
                kit.picture("shield", 40),
                kit.column(
                    kit.label(self.says("ib-key"), "headline"),
                    kit.label(state, "note", "ib_key_state"),
                    gap=2,
                    box=Box(gap=2, grow=1),
                ),
                gap=12,
            ),
            kit.space(4),
            *([] if users else [self._register()]),
            kit.button(
                self.says("authenticate"),
                self.app.authenticate,
                "authenticate",
                "primary" if users else "secondary",
            ),
        )

    def _register(self) -> Widget:
        surface = self.phone.surface
        return kit.button(registration_label(surface, self.app.locale), self.app.register, ENTRY[surface])

    def _waiting_card(self, key: Key, login: PendingLogin) -> Widget:
        note = self.says("waiting-note", program=login.program, user=key.username)
        return kit.row(
            kit.picture("bell-red", 32),
            kit.column(
                kit.label(self.says("waiting-title"), "headline"),
                kit.label(note, "note"),
                box=Box(gap=2, grow=1),
            ),
            kit.picture("chevron", 16),
            gap=12,
            padding=kit.even(16),
            style="card-tinted",
            kind=Kind.CELL,
            ident="waiting_login",
            on_tap=lambda: self.app.go(ApprovalPage(self.app, login.login_id)),
        )


class ServicesPage(IbkrPage):
    """What the link at the top left opens."""

    name: ClassVar[str] = "ibkr.services"
    activity = ".ServicesActivity"

    def build(self) -> Widget:
        surface = self.phone.surface
        lines = kit.column(
            kit.cell(
                self.says("authenticate"),
                ident="authenticate",
                picture_name="shield",
                chevron=True,
                on_tap=self.app.authenticate,
            ),
            kit.divider(),
            kit.cell(
                registration_label(surface, self.app.locale),
                ident=ENTRY[surface],
                picture_name="shield",
                chevron=True,
                on_tap=self.app.register,
            ),
            kit.divider(),
            kit.cell(
                self.says("about"),
                ident="about",
                picture_name="info",
                value=self.app.version,
            ),
            style="card",
        )
        return self.page(
            self.bar(self.says("services"), self.says("close"), self.app.leave, "close"),
            kit.column(lines, padding=kit.even(18)),
            ident="services_page",
        )


class TradingLoginPage(IbkrPage):
    """The login for trading, which this phone does not do."""

    name: ClassVar[str] = "ibkr.login"
    activity = ".LoginActivity"

    def __init__(self, app: IbkrApp) -> None:
        super().__init__(app)
        self.username = Field()
        self.password = Field()
        self.message = ""

    def build(self) -> Widget:
        form = [
            kit.label(self.says("username"), "field-label"),
            kit.field(self.username, "username", self.says("username"), says=self.says("username")),
            kit.label(self.says("password"), "field-label"),
            kit.field(
                self.password, "password", self.says("password"), secure=True, says=self.says("password")
            ),
        ]
        if self.message:
            form.append(kit.label(self.message, "error", "message"))
        form += [kit.space(4), kit.button(self.says("log-in"), self._log_in, "log_in_submit")]
        return self.page(
            self.bar(self.says("trading-login"), self.says("back"), self.app.leave, "back"),
            kit.column(kit.card(*form), padding=kit.even(18)),
            ident="trading_login",
        )

    def _log_in(self) -> None:
        filled = self.username.text and self.password.text
        self.message = self.says("trading-off" if filled else "trading-empty")
        self.phone.touch()
