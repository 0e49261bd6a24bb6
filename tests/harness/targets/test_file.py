"""A target file that is wrong is refused with file, key and what is expected; it never holds a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.secrets import redact
from harness.targets.file import TargetError, check_references, read_target, secret

GOOD = """
name = "staging"
withhold = ["push"]

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


def written(folder: Path, content: str) -> Path:
    file = folder / "target.toml"
    file.write_text(content)
    return file


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ('name = "staging"', 'nmae = "staging"', "nmae: Extra inputs are not permitted"),
        ('name = "staging"', "", "name: Field required"),
        ('"push"]', '"luck"]', "withhold: unknown capability luck"),
        ("withhold", "offers", "what the system offers follows from the other keys"),
        ("[surfaces.android]", "[surfaces.watch]", "surfaces.watch"),
        ("https://portal.example", "portal", "portal.url: expected "),
        ('"env:IBKEY_TEST_PASSWORD"', '"correct-horse"', 'expected "env:NAME" or "file:/path"'),
        ('"ib-key-android"', '"pigeon"', "accounts.0.second_factor"),
        ("= 2", "= 9", "limits.failed_logins_per_account"),
        ("[limits]", "[limits", "is not TOML"),
        ("[limits]", '[signs.tws]\nmian-window = ["x"]\n[limits]', "did you mean 'main-window'?"),
        ("[limits]", "[signs.tws]\nmain-window = []\n[limits]", "signs.tws.main-window"),
        ("[limits]", '[signs.watch]\nmain-window = ["x"]\n[limits]', "signs.watch"),
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


def test_all_that_is_not_there_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IBKEY_TEST_USER", "ana4821")
    monkeypatch.setenv("IBKEY_TEST_PASSWORD", "")
    for name in ("IBKEY_TEST_PIN", "IBKEY_TEST_PASSCODE"):
        monkeypatch.delenv(name, raising=False)
    file = written(tmp_path, GOOD)
    with pytest.raises(TargetError) as raised:
        check_references(read_target(file), file)
    assert str(raised.value).splitlines() == [
        f"target file {file} names what is not there:",
        "  surfaces.android.passcode: the environment variable IBKEY_TEST_PASSCODE, "
        "named by the target file, is not set",
        "  accounts.0.password: env:IBKEY_TEST_PASSWORD is empty",
        "  accounts.0.pin: the environment variable IBKEY_TEST_PIN, named by the target file, is not set",
    ]


def test_an_address_that_holds_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IBKEY_TEST_HUB", "https://user:hub-key@hub.example/wd/hub/")
    target = read_target(written(tmp_path, GOOD.replace('"http://127.0.0.1:4723"', '"env:IBKEY_TEST_HUB"')))
    assert ("appium.url", "env:IBKEY_TEST_HUB") in target.references()
    assert target.appium is not None
    assert target.appium.address == "https://user:hub-key@hub.example/wd/hub"
    assert "hub-key" not in redact(f"no session at {target.appium.address}")
