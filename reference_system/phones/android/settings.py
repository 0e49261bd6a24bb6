"""Settings of the UiAutomator2 server: names, first values, and what they may be set to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reference_system.phones.android.w3c import BadArgument

Value = bool | int | float | str

_FIRST: dict[str, Value] = {
    "actionAcknowledgmentTimeout": 3000,
    "allowInvisibleElements": False,
    "alwaysTraversableViewClasses": "",
    "currentDisplayId": 0,
    "deferAccessibilityCacheReset": False,
    "disableIdLocatorAutocompletion": False,
    "elementResponseAttributes": "name,text",
    "enableMultiWindows": False,
    "enableNotificationListener": True,
    "enableTopmostWindowFromActivePackage": False,
    "enforceXPath1": False,
    "ignoreUnimportantViews": False,
    "includeA11yActionsInPageSource": False,
    "includeExtraRenderingInfoTextData": False,
    "includeExtrasInPageSource": False,
    "keyInjectionDelay": 0,
    "limitXPathContextScope": True,
    "mapTestTagToResourceId": False,
    "mjpegBilinearFiltering": False,
    "mjpegScalingFactor": 50,
    "mjpegServerFramerate": 10,
    "mjpegServerPort": 7810,
    "mjpegServerScreenshotQuality": 50,
    "normalizeTagNames": False,
    "scrollAcknowledgmentTimeout": 200,
    "serverPort": 6790,
    "shouldUseCompactResponses": True,
    "shutdownOnPowerDisconnect": True,
    "simpleBoundsCalculation": False,
    "snapshotMaxDepth": 70,
    "trackScrollEvents": True,
    "useResourcesForOrientationDetection": False,
    "waitForIdleTimeout": 10000,
    "waitForSelectorTimeout": 10000,
    "wakeLockTimeout": 86400000,
}


class Settings:
    """Values by name; unknown names and values of another type are refused."""

    def __init__(self) -> None:
        self._values = dict(_FIRST)

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def all(self) -> dict[str, Value]:
        return dict(self._values)

    def update(self, wanted: Mapping[str, Any]) -> None:
        """Set several at once. Raises: BadArgument, and nothing has changed."""
        changed = dict(self._values)
        for name, value in wanted.items():
            if name not in changed:
                raise BadArgument(f"The setting '{name}' is not known (known: {', '.join(sorted(changed))})")
            changed[name] = _fitting(name, value, changed[name])
        self._values = changed


def _fitting(name: str, value: Any, present: Value) -> Value:
    """``value``, when it has the type of the present one; a whole number may be a fraction."""
    if isinstance(present, bool):
        fits = isinstance(value, bool)
    elif isinstance(present, int | float):
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    else:
        fits = isinstance(value, str)
    if not fits:
        raise BadArgument(f"The setting '{name}' must be a {type(present).__name__}, not {value!r}")
    return value  # type: ignore[no-any-return]
