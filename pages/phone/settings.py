"""The settings of the phone, as far as an article sends the user there."""

from __future__ import annotations

from pages.phone.apps import Apps
from pages.phone.locating import PREDICATE
from pages.phone.screen import ByPlatform, reading


def _switch(label: str) -> ByPlatform:
    return ByPlatform(
        android=("xpath", f"//android.widget.Switch[@content-desc='{label}']"),
        iphone=(PREDICATE, f"type == 'XCUIElementTypeSwitch' AND label == '{label}'"),
    )


class Settings(Apps):
    """From the list of settings to the one that is wanted."""

    def open_camera_settings(self) -> None:
        """Go from the list of settings to those of the camera."""
        self.open_settings()
        self.find(reading("Camera"), "the settings of the camera").click()

    def has_switch(self, label: str, *, within_s: float) -> bool:
        """Whether the switch ``label`` is shown by then."""
        return self.shown(_switch(label), within_s=within_s)

    def turn_on(self, label: str) -> None:
        """Turn on the switch ``label``, where it is off. Raises: ElementNotShown."""
        switch = self.find(_switch(label), f"the switch {label}")
        state = "checked" if self.device.surface == "android" else "value"
        if switch.get_attribute(state) not in ("true", "1"):
            switch.click()
