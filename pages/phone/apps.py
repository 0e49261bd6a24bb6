"""Apps of the phone: bringing them to the front, sending them to the background, ending them."""

from __future__ import annotations

from harness.waiting import settled
from pages.phone.screen import Screen

_NOT_INSTALLED, _FOREGROUND = 0, 4
SETTINGS = {"android": "com.android.settings", "iphone": "com.apple.Preferences"}


class Apps(Screen):
    """What a person does on the home screen and in the app switcher."""

    @property
    def _ibkr_mobile(self) -> str:
        return self.device.phone.ibkr_mobile

    def start_ibkr_mobile(self) -> None:
        """Bring IBKR Mobile to the front; start it where it is not running."""
        self.device.driver.activate_app(self._ibkr_mobile)

    def end_ibkr_mobile(self) -> None:
        """End IBKR Mobile."""
        self.device.driver.terminate_app(self._ibkr_mobile)

    def ibkr_mobile_in_front(self, *, within_s: float) -> bool:
        """Whether IBKR Mobile is in the foreground by then."""
        return self.in_front(self._ibkr_mobile, within_s=within_s)

    def ibkr_mobile_installed(self, *, within_s: float) -> bool:
        """Whether IBKR Mobile is on the phone by then."""
        return settled(lambda: self._state(self._ibkr_mobile) != _NOT_INSTALLED, bool, within_s=within_s)

    def in_front(self, app_id: str, *, within_s: float) -> bool:
        """Whether the app that the phone calls ``app_id`` is in the foreground by then."""
        return settled(lambda: self._state(app_id) == _FOREGROUND, bool, within_s=within_s)

    def _state(self, app_id: str) -> int:
        return int(self.device.driver.query_app_state(app_id))

    def start(self, app_id: str) -> None:
        """Bring an app to the front by what the phone calls it."""
        self.device.driver.activate_app(app_id)

    def go_home(self) -> None:
        """Leave the app in front in the background."""
        if self.device.surface == "android":
            self.device.driver.press_keycode(3)
        else:
            self.device.driver.execute_script("mobile: pressButton", {"name": "home"})

    def open_settings(self) -> None:
        """Bring the system's settings to the front."""
        self.device.driver.activate_app(SETTINGS[self.device.surface])
