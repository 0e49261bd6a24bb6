"""The login page that Client Portal and WebTrader share: all steps in one document, shown and hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.errors import ElementNotShown
from harness.patience import Patience
from harness.targets.system import Language
from harness.waiting import settled
from pages.language import language_of_locale, language_of_text
from pages.login import FALLBACK_LABELS, Stage, spellings, stands_in, without_groups
from pages.portal.activation import ActivationBanner

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Response

LANDMARKS = {"client-portal": "main#cp-ib-app-main-content", "webtrader": "main#webtrader-main"}
"""What only a page behind the login has, by surface."""
USER_NAME = {"client-portal": ".cp-username", "webtrader": ".wt-username"}
"""Where such a page shows the user name, if it does."""


class PortalLogin:
    """Login page of ``client-portal`` or ``webtrader``, found at ``path`` below the portal's address."""

    keeps_own_time = False

    def __init__(self, page: Page, name: str, path: str, patience: Patience) -> None:
        self.name = name
        self.page = page
        self.path = path
        self.patience = patience
        self.username = page.locator("#xyz-field-username")
        self.password = page.locator("#xyz-field-password")
        self.login_button = page.locator(".xyz-button-login")
        self.errors = page.locator(".xyz-errormessage")
        self.waiting = page.locator(".xyzblock-notification")
        self.challenge_code = page.locator(".xyz-goldchallenge")
        self.response = page.locator("#xyz-field-gold-response")
        self.confirm_button = page.locator("form.xyzform-gold button[type=submit]")
        self.activation = ActivationBanner(page, patience)
        self.landmark = page.locator(LANDMARKS[name])
        self.user_name = page.locator(USER_NAME[name])
        self._failed = ""
        page.on("response", self._note)

    def _note(self, response: Response) -> None:
        """Remember that a page was an error page, or that the script was answered by an error."""
        is_page = response.request.is_navigation_request()
        if response.status >= (400 if is_page else 500):
            self._failed = f"HTTP {response.status} of {urlsplit(response.url).path}"
        elif is_page:
            self._failed = ""

    def open(self) -> None:
        """Go to the login page; returns when it takes input."""
        self.page.goto(self.path)
        self._await(self.username, "the field for the user name")

    def language(self) -> Language | None:
        declared = self.page.locator("html").get_attribute("lang")
        return language_of_locale(declared) if declared else language_of_text(self.seen())

    def log_out(self) -> None:
        self.press_log_out()
        self._await(self.username, "the login page")

    def press_log_out(self) -> None:
        """Press the control that logs out; returns before the portal has answered."""
        self.page.locator(".cp-logout, .wt-logout").click()

    def takes_username(self) -> bool:
        return self.username.is_editable()

    def enter_username(self, username: str) -> None:
        self.username.fill(username)

    def enter_password(self, password: str) -> None:
        self.password.fill(password)

    def log_in(self) -> None:
        self._failed = ""
        self.login_button.click()

    def _control(self, label: str) -> Locator:
        # Playwright writes the pattern between slashes, as it is.
        name = re.compile(f"^({'|'.join(map(re.escape, spellings(label)))})$".replace("/", r"\/"))
        button = self.page.get_by_role("button", name=name, disabled=False)
        return button.or_(self.page.get_by_role("link", name=name))

    def control_shown(self, label: str, *, within_s: float) -> bool:
        return self._shown(self._control(label), within_s=within_s)

    def click(self, label: str) -> None:
        self._failed = ""
        self._control(label).click()

    def stage(self, expected: Stage, *, within_s: float) -> Stage:
        stage = expected if self._shown(self._sign_of(expected), within_s=within_s) else self._stage_now()
        if stage == "open":
            self.activation.notice()
        return stage

    def _sign_of(self, stage: Stage) -> Locator:
        signs: dict[Stage, Locator] = {
            "credentials": self.username,
            "waiting": self.waiting,
            "challenge": self.challenge_code,
            "open": self.landmark,
        }
        return signs[stage]

    def _stage_now(self) -> Stage:
        stages: tuple[Stage, ...] = ("open", "challenge", "waiting", "credentials")
        return next((one for one in stages if self._sign_of(one).is_visible()), "elsewhere")

    def session_user(self) -> str | None:
        return self.user_name.first.inner_text().strip() if self.user_name.count() else None

    def mentions(self, text: str) -> bool:
        return stands_in(text, self.page.locator("body").inner_text())

    def astray(self) -> str:
        others = (self.page.locator(mark) for name, mark in LANDMARKS.items() if name != self.name)
        if any(other.is_visible() for other in others):
            return "another program than the one logged in to"
        return self._failed

    def seen(self) -> str:
        return " / ".join(self.page.locator("body").inner_text().split("\n"))[:300]

    def error(self, *, within_s: float) -> str:
        return settled(self._error_now, bool, within_s=within_s)

    def _error_now(self) -> str:
        """Without waiting: a page that was left, or is just being left, has no place for errors."""
        from playwright.sync_api import Error

        try:
            return " ".join(self.errors.all_inner_texts()).strip()
        except Error:
            if self.page.is_closed():
                raise
            return ""

    def ask_for_challenge(self) -> str:
        for label in FALLBACK_LABELS:
            if self._control(label).is_visible():
                self.click(label)
                return label
        raise ElementNotShown(
            screen="PortalLogin",
            element="a link for a notification that did not come",
            waited_s=0,
            seen=self.seen(),
        )

    def challenge(self, *, within_s: float) -> str:
        return settled(self._challenge_now, bool, within_s=within_s)

    def _challenge_now(self) -> str:
        return without_groups(self.challenge_code.inner_text()) if self.challenge_code.is_visible() else ""

    def enter_response(self, response: str) -> None:
        self.response.fill("")
        self.response.press_sequentially(response)

    def response_box(self) -> str | None:
        shown = self.response.is_visible() and self.response.is_editable()
        return self.response.input_value() if shown else None

    def confirm_response(self) -> None:
        self._failed = ""
        self.confirm_button.click()

    def submitted(self, *, within_s: float) -> bool:
        return settled(
            lambda: bool(self._error_now()) or not self.login_button.is_visible(),
            bool,
            within_s=within_s,
        )

    def _shown(self, locator: Locator, *, within_s: float) -> bool:
        from playwright.sync_api import TimeoutError as NotShown

        if within_s <= 0:  # to Playwright a limit of 0 is none
            return locator.is_visible()
        try:
            locator.wait_for(state="visible", timeout=within_s * 1000)
        except NotShown:
            return False
        return True

    def _await(self, locator: Locator, element: str) -> None:
        if not self._shown(locator, within_s=self.patience.shown_s):
            raise ElementNotShown(
                screen="PortalLogin", element=element, waited_s=self.patience.shown_s, seen=self.seen()
            )
