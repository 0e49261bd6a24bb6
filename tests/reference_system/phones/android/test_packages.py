"""APKs: the manifests of the real ones that Appium installs, and what is not an APK."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from reference_system.phones.android.packages import ApkError, read_apk

_MODULES = Path(__file__).parents[4] / ".ibkey/appium/node_modules/appium-uiautomator2-driver/node_modules"
APKS = {path.name: path for path in _MODULES.glob("*/apks/*.apk")}
needs_apks = pytest.mark.skipif(not APKS, reason="Appium's APKs are not installed (./ibkey makes them)")


def _apk(part: str) -> bytes:
    return next(path for name, path in APKS.items() if part in name).read_bytes()


@needs_apks
def test_settings_helper() -> None:
    package = read_apk(_apk("settings_apk"))
    assert package.name == "io.appium.settings"
    assert package.version_code > 100
    assert package.version_name.count(".") == 2
    assert package.activity == ".Settings"
    assert package.has_activity("io.appium.settings.Settings")
    assert "android.permission.INTERNET" in package.permissions
    assert package.debuggable
    assert package.third_party


@needs_apks
def test_instrumentation() -> None:
    package = read_apk(_apk("androidTest"))
    assert package.name == "io.appium.uiautomator2.server.test"
    assert package.instrumentations == (
        ("androidx.test.runner.AndroidJUnitRunner", "io.appium.uiautomator2.server"),
    )


def _zip(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "INSTALL_PARSE_FAILED_NOT_APK"),
        (b"PK\x03\x04 cut off", "INSTALL_PARSE_FAILED_NOT_APK"),
        (_zip(readme_txt=b"hello"), "INSTALL_PARSE_FAILED_NOT_APK"),
        (_zip(AndroidManifest_xml=b"<manifest/>"), "INSTALL_PARSE_FAILED_BAD_MANIFEST"),
    ],
    ids=["empty", "cut off", "no manifest", "manifest in plain text"],
)
def test_what_is_no_apk(content: bytes, code: str) -> None:
    with pytest.raises(ApkError, match=f"^{code}"):
        read_apk(content)
