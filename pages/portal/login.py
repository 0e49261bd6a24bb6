"""The login page that Client Portal and WebTrader share: all steps in one document, shown and hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.errors import ElementNotShown
from harness.patience import Patience
from harness.signs.sign import NotRecognised, Table, listed
from harness.targets.system import Language
from harness.waiting import settled
from pages.language import language_of_locale, language_of_text
from pages.login import FALLBACK_LABELS, Stage, spellings, stands_in, without_groups
from pages.portal.activation import ActivationBanner
from pages.portal.locating import all_visible, visible

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Response

MOST_IN_BETWEEN = 3
"""Banners and pages that are passed by one after the other."""


class PortalLogin:
    """Login page of ``client-portal`` or ``webtrader``, found at ``path`` below the portal's address."""

    keeps_own_time = False

    def __init__(self, page: Page, name: str, path: str, patience: Patience, signs: Table) -> None:
        self.name = name
        self.page = page
        self.path = path
        self.patience = patience
        self.signs = signs
        self.username = self._seen_as("user-name")
        self.password = self._seen_as("password")
        self.login_button = self._seen_as("log-in")
        self.errors = self._seen_as("error")
        self.waiting = self._seen_as("waiting")
        self.challenge_code = self._seen_as("challenge")
        self.response = self._seen_as("response")
        self.confirm_button = self._seen_as("confirm-response")
        self.activation = ActivationBanner(page, patience, signs)
        self.landmark = self._seen_as(f"start-page.{name}")
        self.user_name = self._seen_as(f"session-user.{name}")
        self._read_before: frozenset[str] = frozenset()
        self._failed = ""
        page.on("response", self._note)

    def _seen_as(self, sign: str) -> Locator:
        """What is visible of a sign."""
        return visible(self.page, self.signs[sign])

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
        self._pass_by(self.username, within_s=self.patience.shown_s)
        self._await(self.username, "the field for the user name")

    def language(self) -> Language | None:
        declared = self.page.locator("html").get_attribute("lang")
        return language_of_locale(declared) if declared else language_of_text(self.seen())

    def log_out(self) -> None:
        self.press_log_out()
        self._await(self.username, "the login page")

    def press_log_out(self) -> None:
        """Press the control that logs out; returns before the portal has answered."""
        out, menu = self._seen_as("log-out"), self._seen_as("user-menu")
        if not out.is_visible() and menu.is_visible():
            menu.click()
        out.click()

    def takes_username(self) -> bool:
        return self.username.is_visible() and self.username.is_editable()

    def enter_username(self, username: str) -> None:
        self.username.fill(username)

    def enter_password(self, password: str) -> None:
        self.password.fill(password)

    def log_in(self) -> None:
        self._submits()
        self.login_button.click()

    def _control(self, label: str) -> Locator:
        # Playwright writes the pattern between slashes, as it is.
        name = re.compile(f"^({'|'.join(map(re.escape, spellings(label)))})$".replace("/", r"\/"))
        button = self.page.get_by_role("button", name=name, disabled=False)
        return button.or_(self.page.get_by_role("link", name=name))

    def control_shown(self, label: str, *, within_s: float) -> bool:
        return self._shown(self._control(label), within_s=within_s)

    def click(self, label: str) -> None:
        self._submits()
        self._control(label).click()

    def stage(self, expected: Stage, *, within_s: float) -> Stage:
        """Raises: NotRecognised, when by then the page is none that is known, and no error page either."""
        sign = self._sign_of(expected)
        if expected == "open" and within_s > 0:
            self._pass_by(sign, within_s=within_s)
        stage = expected if self._shown(sign, within_s=within_s) else self._stage_now()
        if stage == "elsewhere" and within_s > 0 and not self.astray():
            raise NotRecognised(self.name, self.signs[self._name_of(expected)], self._listed())
        if stage == "open":
            self.activation.notice()
        return stage

    def _pass_by(self, wanted: Locator, *, within_s: float) -> None:
        """Leave what no document speaks of and does nothing but lead on, until ``wanted`` is shown."""
        way_on = self._seen_as("way-on")
        only_way_on = all_visible(self.page, self.signs["way-on.only"])
        for _ in range(MOST_IN_BETWEEN):
            if not self._shown(wanted.or_(way_on).or_(only_way_on).first, within_s=within_s):
                return
            if way_on.is_visible():
                way_on.click()
            elif self._stage_now() == "elsewhere" and only_way_on.count() == 1 and not self._takes_input():
                only_way_on.click()
            else:
                return

    def _takes_input(self) -> bool:
        return self.page.locator("input:visible, select:visible, textarea:visible").count() > 0

    def _name_of(self, stage: Stage) -> str:
        names: dict[Stage, str] = {"credentials": "user-name", "open": f"start-page.{self.name}"}
        return names.get(stage, stage)

    def _sign_of(self, stage: Stage) -> Locator:
        return self._seen_as(self._name_of(stage))

    def _stage_now(self) -> Stage:
        stages: tuple[Stage, ...] = ("open", "challenge", "waiting", "credentials")
        return next((one for one in stages if self._sign_of(one).is_visible()), "elsewhere")

    def session_user(self) -> str | None:
        return self.user_name.inner_text().strip() if self.user_name.count() else None

    def mentions(self, text: str) -> bool:
        return stands_in(text, self.page.locator("body").inner_text())

    def astray(self) -> str:
        others = (f"start-page.{name}" for name in ("client-portal", "webtrader") if name != self.name)
        if any(self._seen_as(other).is_visible() for other in others):
            return "another program than the one logged in to"
        return self._failed

    def seen(self) -> str:
        return " / ".join(self._lines())[:300]

    def error(self, *, within_s: float) -> str:
        error = settled(self._error_now, bool, within_s=within_s)
        return error or (self._news() if within_s > 0 else "")

    def _submits(self) -> None:
        """Something is about to be submitted: what is there before, or has failed before, is nothing new."""
        self._failed = ""
        self._read_before = frozenset(self._lines())

    def _news(self) -> str:
        """What a login that is where it was says anew: no document tells where a message stands."""
        if self._stage_now() not in ("credentials", "challenge"):
            return ""
        return " ".join(line for line in self._lines() if line.strip() and line not in self._read_before)

    def _lines(self) -> list[str]:
        return self.page.locator("body").inner_text().split("\n")

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
        if (link := self._seen_as("no-notification")).is_visible():
            wording = link.inner_text()
            link.click()
            return wording
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
        self._submits()
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

    def _listed(self) -> str:
        """What is there, for a message about something that is not recognised."""
        return listed(self._lines())
