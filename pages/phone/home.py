"""The home screen: the icons of the installed apps."""

from __future__ import annotations

from pages.phone.apps import Apps
from pages.phone.locating import PREDICATE, UIAUTOMATOR
from pages.phone.screen import ByPlatform


def _icon(app: str) -> ByPlatform:
    return ByPlatform(
        android=(UIAUTOMATOR, f'new UiSelector().description("{app}")'),
        iphone=(PREDICATE, f"type == 'XCUIElementTypeIcon' AND label == '{app}'"),
    )


class HomeScreen(Apps):
    """What a press of the home button shows."""

    def tap_icon(self, app: str) -> None:
        """Go home and tap the icon called ``app``. Raises: ElementNotShown."""
        self.go_home()
        self.find(_icon(app), f"the icon {app}").click()
