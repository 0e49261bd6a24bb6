"""What is installed on the phone: the apps it can show, Android's own packages, and what adb installed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

_ANDROID = "{http://schemas.android.com/apk/res/android}"
_MANIFEST = "AndroidManifest.xml"
_LAUNCHER = ("android.intent.action.MAIN", "android.intent.category.LAUNCHER")
SDK = 34
"""Android 14."""


@dataclass(frozen=True)
class Package:
    """One installed package.

    Attributes:
        activity: The launch activity, with its package left out where it can be (``".Main"``); empty: none.
        activities: All activities, named so too.
        instrumentations: Test runners and the packages they run: ``(".Runner", "target.package")``.
        runtime: Permissions a person grants or refuses.
        third_party: Whether it was installed rather than built in.
    """

    name: str
    version_code: int = 1
    version_name: str = "1.0"
    activity: str = ""
    activities: tuple[str, ...] = ()
    min_sdk: int = 26
    target_sdk: int = SDK
    permissions: tuple[str, ...] = ()
    granted: frozenset[str] = frozenset()
    instrumentations: tuple[tuple[str, str], ...] = ()
    debuggable: bool = False
    third_party: bool = False
    apk: bytes = field(default=b"", repr=False)

    @property
    def path(self) -> str:
        """Where its APK lies."""
        return (
            f"/data/app/{self.name}/base.apk"
            if self.third_party
            else f"/system/app/{self.name}/{self.name}.apk"
        )

    def component(self, activity: str) -> str:
        """``package/activity`` as Android prints it, e.g. ``atws.app/.Main``."""
        return f"{self.name}/{self.short(activity)}"

    def short(self, activity: str) -> str:
        """An activity's name without its package where that is the same."""
        return activity[len(self.name) :] if activity.startswith(self.name + ".") else activity

    def has_activity(self, activity: str) -> bool:
        """Whether it declares the activity, named in full or from the dot."""
        return self.short(activity) in {self.activity, *self.activities} - {""}


class ApkError(ValueError):
    """An APK cannot be installed; the message starts with Android's own ``INSTALL_...`` code."""


def read_apk(content: bytes) -> Package:
    """The package that an APK file holds.

    Args:
        content: The whole file.
    Raises: ApkError, when it is no APK or its manifest cannot be read.
    """
    # Imported here: its 0.1 s are for those who install.
    from pyaxmlparser.axmlprinter import AXMLPrinter  # type: ignore[import-untyped]

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            binary = archive.read(_MANIFEST)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ApkError("INSTALL_PARSE_FAILED_NOT_APK: Failed to parse the APK") from error
    printer = AXMLPrinter(binary)
    if not printer.is_valid():
        raise ApkError(f"INSTALL_PARSE_FAILED_BAD_MANIFEST: {_MANIFEST} is no binary XML")
    return _package(printer.get_xml_obj(), content)


class _Element(Protocol):
    def get(self, key: str, default: str = ...) -> str: ...
    def iter(self, *tags: str) -> Iterator[_Element]: ...
    def find(self, path: str) -> _Element | None: ...


def _package(manifest: _Element, content: bytes) -> Package:
    name = manifest.get("package", "")
    if not name:
        raise ApkError("INSTALL_PARSE_FAILED_BAD_PACKAGE_NAME: the manifest names no package")
    sdk = manifest.find("uses-sdk")
    application = manifest.find("application")
    package = Package(
        name,
        version_code=int(manifest.get(_ANDROID + "versionCode", "0"), 0),
        version_name=manifest.get(_ANDROID + "versionName", ""),
        min_sdk=_number(sdk, "minSdkVersion", 1),
        target_sdk=_number(sdk, "targetSdkVersion", SDK),
        permissions=tuple(each.get(_ANDROID + "name", "") for each in manifest.iter("uses-permission")),
        instrumentations=tuple(
            (each.get(_ANDROID + "name", ""), each.get(_ANDROID + "targetPackage", ""))
            for each in manifest.iter("instrumentation")
        ),
        debuggable=application is not None and application.get(_ANDROID + "debuggable", "") == "true",
        third_party=True,
        apk=content,
    )
    if package.min_sdk > SDK:
        raise ApkError(
            f"INSTALL_FAILED_OLDER_SDK: Requires newer sdk version #{package.min_sdk} (current is #{SDK})"
        )
    declared = [
        (package.short(_full(name, each)), each) for each in manifest.iter("activity", "activity-alias")
    ]
    launch = next((activity for activity, element in declared if _launches(element)), "")
    return replace(package, activity=launch, activities=tuple(activity for activity, _ in declared))


def _number(element: _Element | None, attribute: str, default: int) -> int:
    text = element.get(_ANDROID + attribute, "") if element is not None else ""
    return int(text) if text.isdigit() else default


def _full(package: str, activity: _Element) -> str:
    name = activity.get(_ANDROID + "name", "")
    if name.startswith("."):
        return package + name
    return name if "." in name else f"{package}.{name}"


def _launches(activity: _Element) -> bool:
    for intent_filter in activity.iter("intent-filter"):
        named = {each.get(_ANDROID + "name", "") for each in intent_filter.iter("action", "category")}
        if named.issuperset(_LAUNCHER):
            return True
    return False


SETTINGS_HELPER = "io.appium.settings"
AUTOMATION_SERVER = "io.appium.uiautomator2.server"
AUTOMATION_TEST = "io.appium.uiautomator2.server.test"
AUTOMATION_RUNNER = "androidx.test.runner.AndroidJUnitRunner"

BUILT_IN = (
    Package("android", SDK, "14"),
    Package("com.android.systemui", SDK, "14"),
    Package("com.android.settings", SDK, "14", activity=".Settings"),
    Package("com.android.shell", SDK, "14"),
    Package("com.android.phone", SDK, "14"),
    Package("com.google.android.inputmethod.latin", 1, "13.0"),
    Package("com.google.android.permissioncontroller", SDK, "14"),
)
"""Android's own packages, besides the apps that the phone shows."""
OLD_AUTOMATION = (
    Package(
        SETTINGS_HELPER,
        1,
        "1.0.0",
        activity=".Settings",
        activities=(".Settings",),
        third_party=True,
        debuggable=True,
    ),
    Package(AUTOMATION_SERVER, 1, "1.0.0", third_party=True, debuggable=True),
    Package(
        AUTOMATION_TEST,
        0,
        "",
        instrumentations=((AUTOMATION_RUNNER, AUTOMATION_SERVER),),
        third_party=True,
        debuggable=True,
    ),
)
"""Appium's helpers in a version older than any driver's, as a former session left them.

A session that skips the installation finds them, any other replaces them by its own.
"""
