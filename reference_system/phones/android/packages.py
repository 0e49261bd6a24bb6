"""Appium's own packages, which adb lists besides the apps on the home screen."""

from __future__ import annotations

SDK = 34
"""Android 14."""

HELPER = "io.appium.settings"
AUTOMATION_SERVER = "io.appium.uiautomator2.server"
AUTOMATION_TEST = f"{AUTOMATION_SERVER}.test"
RUNNER = f"{AUTOMATION_TEST}/androidx.test.runner.AndroidJUnitRunner"

AUTOMATION = (HELPER, AUTOMATION_SERVER, AUTOMATION_TEST)
"""They tell no version: a driver that can't compare leaves the server alone, and sends the helper again."""
