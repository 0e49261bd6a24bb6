"""Apps of the phone: bringing them to the front, sending them to the background, ending them."""

from __future__ import annotations

from pages.phone.screen import Screen

SETTINGS = {"android": "com.android.settings", "iphone": "com.apple.Preferences"}


class Apps(Screen):
    """What a person does on the home screen and in the app switcher."""

    @property
    def _ibkr_mobile(self) -> str:
        return self.device.world.ibkr_mobile(self.device.surface)

    def start_ibkr_mobile(self) -> None:
        """Bring IBKR Mobile to the front; start it where it is not running."""
        self.device.driver.activate_app(self._ibkr_mobile)

    def end_ibkr_mobile(self) -> None:
        """End IBKR Mobile."""
        self.device.driver.terminate_app(self._ibkr_mobile)

    def go_home(self) -> None:
        """Leave the app in front in the background."""
        if self.device.surface == "android":
            self.device.driver.press_keycode(3)
        else:
            self.device.driver.execute_script("mobile: pressButton", {"name": "home"})

    def open_settings(self) -> None:
        """Bring the system's settings to the front."""
        self.device.driver.activate_app(SETTINGS[self.device.surface])
