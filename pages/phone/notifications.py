"""The list of notifications that is pulled down from the top edge of the screen."""

from __future__ import annotations

from harness.sessions.device import Device
from harness.waiting import settled
from pages.phone.screen import PREDICATE, UIAUTOMATOR, ByPlatform, Screen

SWIPE_MS = 250


def _from(app: str) -> ByPlatform:
    return ByPlatform(
        android=(
            UIAUTOMATOR,
            f'new UiSelector().resourceId("android:id/app_name_text").text("{app}")',
        ),
        # A screen reader reads a notification as "app, when, title, text".
        iphone=(PREDICATE, f"name == 'NotificationCell' AND label BEGINSWITH '{app}, '"),
    )


class NotificationList(Screen):
    """Notifications by the app they come from, called as the phone shows it."""

    def __init__(self, device: Device) -> None:
        super().__init__(device)

    def pull_down(self) -> None:
        """Swipe down from the top edge, as a person does."""
        size = self.device.driver.get_window_size()
        middle = size["width"] // 2
        self.device.driver.swipe(middle, 2, middle, round(size["height"] * 0.7), SWIPE_MS)

    def count(self, app: str, *, expected: int, within_s: float) -> int:
        """How many there are from ``app``, once it is ``expected`` or else after ``within_s``."""
        return settled(
            lambda: len(self.elements(_from(app))), lambda number: number == expected, within_s=within_s
        )

    def tap(self, app: str) -> None:
        """Tap the newest one from ``app``. Raises: ElementNotShown."""
        self.find(_from(app), f"a notification from {app}").click()
