"""The login window of TWS, and the windows that follow it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from harness.errors import ElementNotShown
from harness.patience import Patience
from harness.targets.system import Language
from harness.waiting import settled
from pages.language import language_of_text
from pages.login import FALLBACK_LABELS, Stage, spellings, stands_in, without_groups

if TYPE_CHECKING:
    from appium.webdriver.webdriver import WebDriver
    from appium.webdriver.webelement import WebElement
    from lxml import etree


@dataclass(frozen=True)
class Named:
    """Widgets of these roles that show one of these names, whatever the language."""

    roles: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def xpath(self) -> str:
        """The expression that finds them, as long as they are to be seen."""
        roles = " or ".join(f"@role='{role}'" for role in self.roles)
        names = " or ".join(f"@name='{name}'" for name in self.names)
        return f"//*[@showing='true' and ({roles}) and ({names})]"


FIELD, BUTTON, LABEL = ("text", "password text"), ("push button", "link", "toggle button"), ("label",)

USERNAME = Named(FIELD, ("Username", "用戶名"))
PASSWORD = Named(FIELD, ("Password", "密碼"))
LOG_IN = Named(BUTTON, ("Log In", "Paper Log In", "登錄"))
NOTIFICATION_SENT = Named(LABEL, ("Notification sent", "通知已發送"))
RESPONSE = Named(FIELD, ("Response", "響應"))
CONFIRM = Named(BUTTON, ("OK", "Login", "確定"))
CHALLENGE = "//label[@showing='true' and string-length(@name)>5 and translate(@name, ' -0123456789', '')='']"
USER = ("User", "用戶")
COLLAPSED = ("The server cannot be reached.", "無法連接服務器。")
"""What TWS says when it got no answer, or none that it understands."""
EDITABLE = "[@editable='true' and @enabled='true']"
MESSAGE = "//dialog[@showing='true']//label[@showing='true']"
ACKNOWLEDGE = "//dialog[@showing='true']//push_button[@showing='true']"
MAIN_WINDOW = "//frame[@showing='true' and contains(@name, 'Interactive Brokers')]"


def _control(label: str) -> str:
    return Named(BUTTON, spellings(label)).xpath


class TwsLogin:
    """Login to TWS. ``restart`` gives a session with a newly started program."""

    name = "tws"
    keeps_own_time = True

    def __init__(self, restart: Callable[[], WebDriver], patience: Patience) -> None:
        self.patience = patience
        self._restart = restart
        self._used = False
        self.driver = restart()

    def open(self) -> None:
        if self._used and self._stage_now() != "credentials":
            self.driver = self._restart()
        self._used = False
        self._acknowledge()
        self._find(USERNAME.xpath, "the field for the user name")

    def language(self) -> Language | None:
        return language_of_text(self.seen())

    def log_out(self) -> None:
        """Start the program anew: its session ends with it."""
        self.open()

    def takes_username(self) -> bool:
        self._acknowledge()
        return bool(self._elements(USERNAME.xpath + EDITABLE))

    def enter_username(self, username: str) -> None:
        self._acknowledge()
        self._fill(USERNAME.xpath, "the field for the user name", username)

    def enter_password(self, password: str) -> None:
        self._fill(PASSWORD.xpath, "the field for the password", password)

    def log_in(self) -> None:
        self._used = True
        self._find(LOG_IN.xpath, "the button that logs in").click()

    def control_shown(self, label: str, *, within_s: float) -> bool:
        enabled = f"{_control(label)}[@enabled='true']"
        return bool(settled(lambda: self._elements(enabled), bool, within_s=within_s))

    def click(self, label: str) -> None:
        self._used = True
        self._find(_control(label), label).click()

    def stage(self, expected: Stage, *, within_s: float) -> Stage:
        return settled(self._stage_now, lambda stage: stage == expected, within_s=within_s)

    def _stage_now(self) -> Stage:
        there = self._snapshot()
        if there(MAIN_WINDOW):
            return "open"
        if there(RESPONSE.xpath) or there(CHALLENGE):
            return "challenge"
        if there(NOTIFICATION_SENT.xpath):
            return "waiting"
        return "credentials" if there(USERNAME.xpath) else "elsewhere"

    def _snapshot(self) -> Callable[[str], list[etree._Element]]:
        """Finds elements by XPath in the windows as they are now; the driver is asked only once."""
        from lxml import etree

        root = etree.fromstring(self.driver.page_source.encode())
        return lambda xpath: cast("list[etree._Element]", root.xpath(xpath))

    def session_user(self) -> str | None:
        """The name beside the word for a user, where the main window has both."""
        shown = self._names()
        at = next((shown.index(word) for word in USER if word in shown), None)
        return None if at is None or at + 1 == len(shown) else shown[at + 1]

    def mentions(self, text: str) -> bool:
        return stands_in(text, self.seen())

    def astray(self) -> str:
        shown = self._names()
        if not shown:
            return "no window of the program"
        return next((word for word in COLLAPSED if word in shown), "")

    def seen(self) -> str:
        return ", ".join(dict.fromkeys(self._names()))

    def _names(self) -> list[str]:
        return [one.get("name", "") for one in self._snapshot()("//*[@showing='true' and @name!='']")]

    def error(self, *, within_s: float) -> str:
        messages = settled(lambda: self._elements(MESSAGE), bool, within_s=within_s)
        return " ".join(message.text for message in messages)

    def ask_for_challenge(self) -> str:
        for label in FALLBACK_LABELS:
            if self.control_shown(label, within_s=0):
                self.click(label)
                return label
        raise self._not_shown("a link for a notification that did not come", 0)

    def challenge(self, *, within_s: float) -> str:
        labels = settled(lambda: self._elements(CHALLENGE), bool, within_s=within_s)
        return without_groups(labels[0].text) if labels else ""

    def enter_response(self, response: str) -> None:
        self._acknowledge()
        self._fill(RESPONSE.xpath, "the box for the response", response)

    def response_box(self) -> str | None:
        boxes = self._elements(RESPONSE.xpath + EDITABLE)
        return boxes[0].text if boxes else None

    def confirm_response(self) -> None:
        self._find(CONFIRM.xpath, "the button that confirms the response").click()

    def submitted(self, *, within_s: float) -> bool:
        return settled(
            lambda: bool(self._elements(MESSAGE)) or self._stage_now() != "credentials",
            bool,
            within_s=within_s,
        )

    def _acknowledge(self) -> None:
        """Take a message away that is still on show from an earlier attempt."""
        shown = self._elements(ACKNOWLEDGE)
        if not shown:
            return
        for button in shown:
            button.click()
        settled(
            lambda: self._elements(ACKNOWLEDGE), lambda shown: not shown, within_s=self.patience.answered_s
        )

    def _fill(self, xpath: str, element: str, text: str) -> None:
        field = self._find(xpath, element)
        field.clear()
        field.send_keys(text)

    def _elements(self, xpath: str) -> Sequence[WebElement]:
        return self.driver.find_elements("xpath", xpath)

    def _find(self, xpath: str, element: str) -> WebElement:
        found = settled(lambda: self._elements(xpath), bool, within_s=self.patience.answered_s)
        if not found:
            raise self._not_shown(element, self.patience.answered_s)
        return found[0]

    def _not_shown(self, element: str, waited_s: float) -> ElementNotShown:
        seen = self.seen()[:300] or "nothing"
        return ElementNotShown(screen="TwsLogin", element=element, waited_s=waited_s, seen=seen)
