"""The list of notifications that is pulled down from the top edge of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from harness.signs.sign import NotRecognised, Sign
from harness.waiting import settled
from pages.phone.screen import Screen

if TYPE_CHECKING:
    from appium.webdriver.webelement import WebElement

SWIPE_MS = 250


class NotificationList(Screen):
    """Notifications by the app they come from, called as the phone shows it.

    IBKR Mobile informs by notifications, too: those of logins are told apart by their title.
    """

    def _from(self, app: str) -> Sign:
        """A notification from ``app``, or from what else the phone calls it."""
        names = self.device.signs["notification.sender"].forms
        sign = self.device.signs["notification"]
        known_as = names if app in names else (app,)
        return replace(sign, forms=tuple(form for name in known_as for form in sign.about(app=name).forms))

    def _there(self, app: str) -> Sequence[WebElement]:
        """Those from ``app``; of IBKR Mobile those of logins alone, if one is recognised as such."""
        found = self.elements(self._from(app))
        if not found or not self._is_ibkr_mobile(app):
            return found
        return self.elements(self.sign("notification.login")) or found

    def pull_down(self) -> None:
        """Swipe down from the top edge, as a person does."""
        size = self.device.driver.get_window_size()
        middle = size["width"] // 2
        self.device.driver.swipe(middle, 2, middle, round(size["height"] * 0.7), SWIPE_MS)

    def count(self, app: str, *, expected: int, within_s: float) -> int:
        """How many there are from ``app``, once it is ``expected`` or else after ``within_s``.

        Raises: NotRecognised, when some are waited for, none is there, and yet the app is named; or there are
            more, and none of them is known for that of a login.
        """
        number = settled(lambda: len(self._there(app)), lambda number: number == expected, within_s=within_s)
        if expected and within_s and not number and any(app in text for text in self.said()):
            raise NotRecognised(self.device.surface, self._from(app), self.seen())
        login = self.sign("notification.login")
        if number > expected and self._is_ibkr_mobile(app) and not self.elements(login):
            raise NotRecognised(self.device.surface, login, self.seen())
        return number

    def all_from(self, app: str) -> int:
        """How many there are from ``app`` now, of logins or not."""
        return len(self.elements(self._from(app)))

    def tap(self, app: str) -> None:
        """Tap the newest one from ``app``. Raises: ElementNotShown, NotRecognised."""
        self.find(self._from(app), f"a notification from {app}")
        self._there(app)[0].click()

    def _is_ibkr_mobile(self, app: str) -> bool:
        return app in self.device.signs["notification.sender"].forms
