"""The settings of the phone, as far as an article sends the user there."""

from __future__ import annotations

from pages.phone.apps import Apps
from pages.phone.screen import PREDICATE, ByPlatform, reading


def _switch(label: str) -> ByPlatform:
    return ByPlatform(
        android=("xpath", f"//android.widget.Switch[@content-desc='{label}']"),
        iphone=(PREDICATE, f"type == 'XCUIElementTypeSwitch' AND label == '{label}'"),
    )


class Settings(Apps):
    """From the list of settings to the one that is wanted."""

    def turn_on_in_camera_settings(self, label: str) -> None:
        """Turn on the switch ``label`` of the camera, where it is off."""
        self.open_settings()
        self.find(reading("Camera"), "the settings of the camera").click()
        switch = self.find(_switch(label), f"the switch {label}")
        state = "checked" if self.device.surface == "android" else "value"
        if switch.get_attribute(state) not in ("true", "1"):
            switch.click()
