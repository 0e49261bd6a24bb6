"""The login window of TWS, and the windows that follow it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, cast

from harness.errors import ElementNotShown
from harness.patience import Patience
from harness.signs.sign import NotRecognised, Sign, Table, listed
from harness.targets.system import Language
from harness.waiting import settled
from pages.language import language_of_text
from pages.login import FALLBACK_LABELS, Stage, spellings, stands_in, without_groups

if TYPE_CHECKING:
    from appium.webdriver.webdriver import WebDriver
    from appium.webdriver.webelement import WebElement
    from lxml import etree


FIELD = ("text", "password text")
BUTTON = ("push button", "link", "toggle button")
ROLES = {
    "user-name": FIELD,
    "password": FIELD,
    "response": FIELD,
    "log-in": BUTTON,
    "confirm-response": BUTTON,
    "waiting": ("label",),
    "main-window": ("frame",),
}
"""What kind of widget carries the sign."""
EDITABLE = "[@editable='true' and @enabled='true']"


def xpath_of(sign: Sign) -> str:
    """The expression that finds any form of ``sign``, as long as it is to be seen."""
    paths = [form for form in sign.forms if form.startswith("/")]
    if names := [form for form in sign.forms if not form.startswith("/")]:
        paths.insert(0, _named(ROLES[sign.name], names))
    return paths[0] if len(paths) == 1 else f"({' | '.join(paths)})"


def _named(roles: Iterable[str], names: Iterable[str]) -> str:
    """Widgets of these roles that show one of these names."""
    has_role = " or ".join(f"@role='{role}'" for role in roles)
    return f"//*[@showing='true' and ({has_role}) and ({' or '.join(map(_is_called, names))})]"


def _is_called(name: str) -> str:
    """The condition for a name with ``*`` at either end for any more."""
    core = name.strip("*")
    quoted = f"'{core}'" if "'" not in core else f'"{core}"'
    if name == core:
        return f"@name={quoted}"
    return f"starts-with(@name, {quoted})" if not name.startswith("*") else f"contains(@name, {quoted})"


def _control(label: str) -> str:
    return _named(BUTTON, spellings(label))


class TwsLogin:
    """Login to TWS. ``restart`` gives a session with a newly started program."""

    name = "tws"
    keeps_own_time = True

    def __init__(self, restart: Callable[[], WebDriver], patience: Patience, signs: Table) -> None:
        self.patience = patience
        self.signs = signs
        self._read_before: frozenset[str] = frozenset()
        self._restart = restart
        self._used = False
        self.driver = restart()

    def open(self) -> None:
        if self._used and self._stage_now() != "credentials":
            self.driver = self._restart()
        self._used = False
        self._acknowledge()
        self._find(self._xpath("user-name"), "the field for the user name")

    def language(self) -> Language | None:
        return language_of_text(self.seen())

    def log_out(self) -> None:
        """Start the program anew: its session ends with it."""
        self.open()

    def takes_username(self) -> bool:
        self._acknowledge()
        return bool(self._elements(self._xpath("user-name") + EDITABLE))

    def enter_username(self, username: str) -> None:
        self._acknowledge()
        self._fill(self._xpath("user-name"), "the field for the user name", username)

    def enter_password(self, password: str) -> None:
        self._fill(self._xpath("password"), "the field for the password", password)

    def log_in(self) -> None:
        self._used = True
        self._read_before = frozenset(self._names())
        self._find(self._xpath("log-in"), "the button that logs in").click()

    def control_shown(self, label: str, *, within_s: float) -> bool:
        enabled = f"{_control(label)}[@enabled='true']"
        return bool(settled(lambda: self._elements(enabled), bool, within_s=within_s))

    def click(self, label: str) -> None:
        self._used = True
        self._find(_control(label), label).click()

    def stage(self, expected: Stage, *, within_s: float) -> Stage:
        """Raises: NotRecognised, when by then a window is shown, and it is none that is known."""
        stage = settled(self._stage_now, lambda stage: stage == expected, within_s=within_s)
        if stage == "elsewhere" and within_s > 0 and not self.astray():
            sign = {"credentials": "user-name", "open": "main-window"}.get(expected, expected)
            raise NotRecognised(self.name, self.signs[sign], listed(self._names()))
        return stage

    def _stage_now(self) -> Stage:
        there = self._snapshot()

        def shows(sign: str) -> bool:
            return bool(there(self._xpath(sign)))

        if shows("main-window"):
            return "open"
        if shows("response") or shows("challenge"):
            return "challenge"
        if shows("waiting"):
            return "waiting"
        return "credentials" if shows("user-name") else "elsewhere"

    def _snapshot(self) -> Callable[[str], list[etree._Element]]:
        """Finds elements by XPath in the windows as they are now; the driver is asked only once."""
        from lxml import etree

        root = etree.fromstring(self.driver.page_source.encode())
        return lambda xpath: cast("list[etree._Element]", root.xpath(xpath))

    def session_user(self) -> str | None:
        """The name beside the word for a user, where the main window has both."""
        shown = self._names()
        words = self.signs["session-user"].forms
        at = next((shown.index(word) for word in words if word in shown), None)
        return None if at is None or at + 1 == len(shown) else shown[at + 1]

    def mentions(self, text: str) -> bool:
        return stands_in(text, self.seen())

    def astray(self) -> str:
        shown = self._names()
        if not shown:
            return "no window of the program"
        return next((word for word in self.signs["no-answer"].forms if word in shown), "")

    def seen(self) -> str:
        return ", ".join(dict.fromkeys(self._names()))

    def _names(self) -> list[str]:
        return [one.get("name", "") for one in self._snapshot()("//*[@showing='true' and @name!='']")]

    def error(self, *, within_s: float) -> str:
        messages = settled(lambda: self._elements(self._xpath("error")), bool, within_s=within_s)
        if not messages and within_s > 0:
            return self._news()
        return " ".join(message.text for message in messages)

    def _news(self) -> str:
        """What a login that is where it was says anew: no document tells where a message stands."""
        if self._stage_now() not in ("credentials", "challenge"):
            return ""
        return " ".join(name for name in self._names() if name not in self._read_before)

    def ask_for_challenge(self) -> str:
        for label in FALLBACK_LABELS:
            if self.control_shown(label, within_s=0):
                self.click(label)
                return label
        raise self._not_shown("a link for a notification that did not come", 0)

    def challenge(self, *, within_s: float) -> str:
        labels = settled(lambda: self._elements(self._xpath("challenge")), bool, within_s=within_s)
        return without_groups(labels[0].text) if labels else ""

    def enter_response(self, response: str) -> None:
        self._acknowledge()
        self._fill(self._xpath("response"), "the box for the response", response)

    def response_box(self) -> str | None:
        boxes = self._elements(self._xpath("response") + EDITABLE)
        return boxes[0].text if boxes else None

    def confirm_response(self) -> None:
        self._read_before = frozenset(self._names())
        self._find(self._xpath("confirm-response"), "the button that confirms the response").click()

    def submitted(self, *, within_s: float) -> bool:
        return settled(
            lambda: bool(self._elements(self._xpath("error"))) or self._stage_now() != "credentials",
            bool,
            within_s=within_s,
        )

    def _acknowledge(self) -> None:
        """Take a message away that is still on show from an earlier attempt."""
        shown = self._elements(self._xpath("error.acknowledge"))
        if not shown:
            return
        for button in shown:
            button.click()
        settled(
            lambda: self._elements(self._xpath("error.acknowledge")),
            lambda shown: not shown,
            within_s=self.patience.answered_s,
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

    def _xpath(self, sign: str) -> str:
        return xpath_of(self.signs[sign])

    def _not_shown(self, element: str, waited_s: float) -> ElementNotShown:
        seen = self.seen()[:300] or "nothing"
        return ElementNotShown(screen="TwsLogin", element=element, waited_s=waited_s, seen=seen)
