"""A target file that is wrong is refused with file, key and what is expected; it never holds a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.targets.deployed import Deployed
from harness.targets.file import TargetError, read_target, secret
from harness.targets.system import NotOffered
from harness.verdicts.judge import NotVerified

GOOD = """
name = "staging"
offers = ["account-provisioning", "login-surface", "push"]

[portal]
url = "https://portal.example"

[appium]
url = "http://127.0.0.1:4723"

[surfaces.android]
sensor = "fingerprint"
biometrics = "emulator"
passcode = "env:IBKEY_TEST_PASSCODE"
capabilities = { "appium:udid" = "emulator-5554" }

[[accounts]]
second_factor = "ib-key-android"
username = "env:IBKEY_TEST_USER"
password = "env:IBKEY_TEST_PASSWORD"
pin = "env:IBKEY_TEST_PIN"

[limits]
failed_logins_per_account = 2
"""


@pytest.fixture
def deployed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deployed:
    monkeypatch.setenv("IBKEY_TEST_USER", "ana4821")
    monkeypatch.setenv("IBKEY_TEST_PASSWORD", "correct-horse")
    monkeypatch.setenv("IBKEY_TEST_PIN", "aB3!")
    return Deployed(read_target(written(tmp_path, GOOD)))


def written(folder: Path, content: str) -> Path:
    file = folder / "target.toml"
    file.write_text(content)
    return file


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ('name = "staging"', 'nmae = "staging"', "nmae: Extra inputs are not permitted"),
        ('name = "staging"', "", "name: Field required"),
        ('"push"]', '"luck"]', "unknown capability luck"),
        ('"push"]', '"clock"]', "clock: the harness can bring this about in the reference system only"),
        ("[surfaces.android]", "[surfaces.watch]", "surfaces.watch"),
        ("https://portal.example", "portal", "portal.url: Input should be a valid URL"),
        ('"env:IBKEY_TEST_PASSWORD"', '"correct-horse"', 'expected "env:NAME" or "file:/path"'),
        ('"ib-key-android"', '"pigeon"', "accounts.0.second_factor"),
        ("= 2", "= 9", "limits.failed_logins_per_account"),
        ("[limits]", "[limits", "is not TOML"),
    ],
)
def test_wrong_file(tmp_path: Path, line: str, instead: str, said: str) -> None:
    assert line in GOOD
    with pytest.raises(TargetError) as raised:
        read_target(written(tmp_path, GOOD.replace(line, instead)))
    assert said in str(raised.value)
    assert "target.toml" in str(raised.value)
    assert "correct-horse" not in str(raised.value)


def test_files_that_are_no_text(tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe")
    with pytest.raises(TargetError, match="binary is not UTF-8"):
        read_target(binary)
    with pytest.raises(TargetError, match="binary, named by the target file, is not UTF-8"):
        secret(f"file:{binary}")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="cannot be read: No such file"):
        read_target(tmp_path / "nowhere.toml")


def test_secret_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IBKEY_TEST_USER", raising=False)
    with pytest.raises(TargetError, match="IBKEY_TEST_USER, named by the target file, is not set"):
        secret("env:IBKEY_TEST_USER")


def test_secret_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "pin").write_text("aB3!\n")
    assert secret(f"file:{tmp_path / 'pin'}") == "aB3!"


def test_account_by_its_second_factor(deployed: Deployed) -> None:
    user = deployed.user("ib-key-android")
    assert (user.username, user.password, user.pin) == ("ana4821", "correct-horse", "aB3!")
    assert "correct-horse" not in repr(user)
    with pytest.raises(NotVerified, match="no account with second factor ib-key-iphone"):
        deployed.user("ib-key-iphone")


def test_no_account_is_locked_by_accident(deployed: Deployed) -> None:
    user = deployed.user("ib-key-android")
    deployed.expect_failed_login(user)
    deployed.expect_failed_login(user)
    with pytest.raises(NotVerified, match="failed_logins_per_account = 2 is used up"):
        deployed.expect_failed_login(user)


def test_surfaces_that_the_file_does_not_name(deployed: Deployed) -> None:
    assert deployed.unavailable("client-portal") is None
    assert deployed.unavailable("android") is None
    assert deployed.unavailable("iphone") == "the target file names no iphone"
    assert deployed.unavailable("tws") == "the target file names no tws"


def test_another_phone_than_the_scenario_is_about(deployed: Deployed) -> None:
    deployed.set_phone("android", locale="en", sensor="fingerprint", enrolled=True)
    with pytest.raises(NotVerified, match="sensor none; this android has fingerprint"):
        deployed.set_phone("android", sensor="none")


def test_what_nobody_can_set_on_a_deployed_phone(deployed: Deployed) -> None:
    with pytest.raises(NotVerified, match="nobody can set camera_scans_qr, locked of a deployed android"):
        deployed.set_phone("android", locked=True, camera_scans_qr=False)


def test_session_of_a_phone(deployed: Deployed) -> None:
    endpoint = deployed.endpoint("android", "zh-Hant")
    assert endpoint.url == "http://127.0.0.1:4723"
    assert endpoint.capabilities["appium:udid"] == "emulator-5554"
    assert endpoint.capabilities["appium:locale"] == "TW"


def test_what_only_the_lab_can_do(deployed: Deployed) -> None:
    with pytest.raises(NotOffered, match="target staging does not offer clock"):
        deployed.advance(86_400)
    with pytest.raises(NotOffered, match="app-install on android"):
        deployed.set_ibkr_mobile("android", installed=True)
    with pytest.raises(NotOffered, match="store-signin on iphone"):
        deployed.store_asks("iphone", "password")
    with pytest.raises(NotOffered, match="camera-image on android"):
        deployed.show_to_camera("android", None, b"")
