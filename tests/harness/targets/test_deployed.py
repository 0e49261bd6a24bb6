"""A deployed system has the ports that its target file gives it, and no others."""

from __future__ import annotations

import pytest

from harness.targets.deployed import Deployed
from harness.targets.file import TargetFile
from harness.targets.system import Accounts, Phone, PhoneKind
from harness.verdicts.judge import NotVerified


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Deployed:
    monkeypatch.setenv("IBKEY_TEST_USER", "ana4821")
    monkeypatch.setenv("IBKEY_TEST_PASSWORD", "correct-horse")
    monkeypatch.setenv("IBKEY_TEST_PIN", "aB3!")
    return Deployed(
        TargetFile.model_validate(
            {
                "name": "staging",
                "portal": {"url": "https://portal.example/"},
                "appium": {"url": "http://127.0.0.1:4723"},
                "surfaces": {
                    "android": {
                        "sensor": "fingerprint",
                        "biometrics": "emulator",
                        "language": "switchable",
                        "passcode": "env:IBKEY_TEST_PIN",
                        "capabilities": {"appium:udid": "emulator-5554"},
                    }
                },
                "accounts": [
                    {
                        "second_factor": "ib-key-android",
                        "username": "env:IBKEY_TEST_USER",
                        "password": "env:IBKEY_TEST_PASSWORD",
                        "pin": "env:IBKEY_TEST_PIN",
                    }
                ],
                "limits": {"failed_logins_per_account": 2},
            }
        )
    )


@pytest.fixture
def accounts(deployed: Deployed) -> Accounts:
    assert deployed.accounts is not None
    return deployed.accounts


@pytest.fixture
def phone(deployed: Deployed) -> Phone:
    return deployed.phones["android"]


def test_ports_that_the_file_gives(deployed: Deployed, phone: Phone) -> None:
    assert deployed.portal is not None
    assert deployed.portal.url == "https://portal.example"
    assert (phone.sensor is None, phone.lock is None) == (False, False)


def test_ports_that_no_file_gives_yet(deployed: Deployed, phone: Phone) -> None:
    assert (deployed.telephone, deployed.support_desk, deployed.office) == (None, None, None)
    assert (phone.camera, phone.network, phone.installation, phone.store_front) == (None,) * 4


def test_surfaces_that_the_file_does_not_name(deployed: Deployed) -> None:
    assert deployed.has("webtrader")
    assert deployed.has("android")
    assert not deployed.has("iphone")
    assert deployed.why_not("iphone").endswith("give it an [appium] and [surfaces.iphone]")
    assert not deployed.has("tws")
    assert deployed.why_not("tws").endswith("give it a [desktop] and [surfaces.tws]")


def test_account_by_its_second_factor(accounts: Accounts) -> None:
    user = accounts.user("ib-key-android")
    assert (user.username, user.password, user.pin) == ("ana4821", "correct-horse", "aB3!")
    assert "correct-horse" not in repr(user)
    assert not accounts.has("ib-key-iphone")
    with pytest.raises(NotVerified, match="no account with second factor ib-key-iphone"):
        accounts.user("ib-key-iphone")


def test_another_phone_than_the_scenario_is_about(phone: Phone) -> None:
    assert phone.why_not(PhoneKind("android", "fingerprint")) is None
    told = phone.why_not(PhoneKind("android", "none"))
    assert told == "the scenario is about a phone with sensor none; this android has fingerprint"
    assert "with nothing enrolled" in str(phone.why_not(PhoneKind("android", "fingerprint", enrolled=False)))


def test_session_of_a_phone(phone: Phone) -> None:
    endpoint = phone.endpoint("zh-Hant")
    assert endpoint.url == "http://127.0.0.1:4723"
    assert endpoint.capabilities["appium:udid"] == "emulator-5554"
    assert endpoint.capabilities["appium:locale"] == "TW"


def test_a_day_is_not_waited_for(deployed: Deployed) -> None:
    assert deployed.clock is not None
    with pytest.raises(NotVerified, match="86400 s are longer than a run waits"):
        deployed.clock.advance(86_400)
