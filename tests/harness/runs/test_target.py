"""A deployment that was not prepared is not accused: the embedded system, seen through a target file."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.setup.environment import load
from tests.harness.runs.deployment import Deployment

SEAMLESS, USERNAMES = "features/login/login_seamless.feature", "features/help/usernames.feature"
REFUSED_ON_ANDROID = (SEAMLESS, "-k", "wrong and password and Portal and Android")

pytestmark = pytest.mark.skipif(
    load().browser is None or load().appium_main is None or not load().desktop.available,
    reason="a deployment of all surfaces needs a browser, Appium and the desktop's packages",
)


@pytest.fixture(scope="module")
def running() -> Iterator[Deployment]:
    deployment = Deployment()
    yield deployment
    deployment.close()


@pytest.fixture
def deployment(running: Deployment) -> Deployment:
    running.reset()
    return running


RunTarget = Callable[..., Any]


@pytest.fixture
def run_target(run: Callable[..., Any], deployment: Deployment, tmp_path: Path) -> RunTarget:
    """A run against the deployment, ended; ``secrets`` and keys of the target file as in `Deployment`."""

    def run_to_its_end(*arguments: str, secrets: dict[str, str] | None = None, **target: Any) -> Any:
        file = deployment.target(tmp_path / "target.toml", **target)
        environment = {
            **deployment.secrets,
            "XDG_STATE_HOME": str(tmp_path / "state"),
            **(secrets or {}),
        }
        ended = run(f"--target={file}", "--no-allure-report", *arguments, environment=environment)
        ended.end()
        return ended

    return run_to_its_end


def reasons(ended: Any) -> list[str]:
    statement = json.loads((ended.output / "conformance.json").read_text())
    return [scenario["reason"] for scenario in statement["scenarios"]]


def logins(deployment: Deployment) -> list[str]:
    """What became of all that were submitted, as the server noted it."""
    noted = [event["what"] for event in deployment.lab.get("/journal")]
    return [what for what in noted if what in ("credentials accepted", "login refused")]


def test_green_where_it_can_be_and_no_name_is_told(run_target: RunTarget, deployment: Deployment) -> None:
    deployment.reset(locale="zh-Hant")
    for number in range(3):  # what an earlier run left
        deployment.lab.post(
            "/phones/android/notifications", app="IBKR Mobile", title="Login", body=str(number)
        )
    ended = run_target(
        SEAMLESS, "-k", "Portal and Android and (wrong or another) or KB3234", language="zh-Hant"
    )
    assert not {"nonconformant", "inconclusive"} & set(ended.verdicts), reasons(ended)
    assert ended.verdicts.count("conformant") == 5
    names = [user["username"] for user in deployment.users.values()]
    for file in (one for one in ended.output.rglob("*") if one.is_file()):
        content = file.read_bytes()
        assert not [name for name in names if name.encode() in content], file


def test_a_phone_that_speaks_another_language(run_target: RunTarget, deployment: Deployment) -> None:
    ended = run_target(SEAMLESS, "-k", "Android and asked and enrolled", language="zh-Hant")
    assert set(ended.verdicts) <= {"inconclusive", "not verified"}
    assert any("android speaks en_US, not Traditional Chinese" in reason for reason in reasons(ended))
    assert logins(deployment) == []


def test_a_wrong_password_in_the_environment(run_target: RunTarget, deployment: Deployment) -> None:
    wrong = {"T_PASSWORD0": "not-the-password"}
    ended = run_target(USERNAMES, "-k", "Portal and case", "-n", "3", secrets=wrong)
    assert {"conformant", "nonconformant"} & set(ended.verdicts) == set(), reasons(ended)
    assert deployment.failures("none") <= 2
    assert any("the own credentials" in reason for reason in reasons(ended))


def test_no_more_failures_than_the_limit(run_target: RunTarget, deployment: Deployment) -> None:
    wrong = {"T_PASSWORD0": "not-the-password"}
    for _ in range(2):
        ended = run_target(USERNAMES, "-k", "Portal and case", "-n", "3", secrets=wrong, limit=1)
        assert "nonconformant" not in ended.verdicts, reasons(ended)
    assert deployment.failures("none") <= 1


def test_appium_hangs(run_target: RunTarget, deployment: Deployment) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hub = f"http://127.0.0.1:{silent.getsockname()[1]}"
        impatient = {"[limits]": "[patience]\nanswered_s = 2\n[limits]"}
        ended = run_target(*REFUSED_ON_ANDROID, secrets={"T_APPIUM": hub}, language="zh-Hant", **impatient)
    assert set(ended.verdicts) <= {"inconclusive", "not verified"}
    assert any("/status does not answer: no answer came in time" in reason for reason in reasons(ended))
    assert logins(deployment) == []


def test_appium_is_something_else(run_target: RunTarget, deployment: Deployment) -> None:
    ended = run_target(*REFUSED_ON_ANDROID, secrets={"T_APPIUM": deployment.portal_url}, language="zh-Hant")
    assert set(ended.verdicts) <= {"inconclusive", "not verified"}
    assert any("is there a path missing in the address?" in reason for reason in reasons(ended))
    assert logins(deployment) == []


def test_references_that_lead_nowhere(
    run: Callable[..., Any], deployment: Deployment, tmp_path: Path
) -> None:
    file = deployment.target(tmp_path / "target.toml")
    ended = run(f"--target={file}", USERNAMES)
    assert ended.end() == 2
    assert "names what is not there" in ended.said
    assert "T_PASSWORD2, named by the target file, is not set" in ended.said


DOCTOR = ("-c", "import sys; from harness.cli.doctor import main; sys.exit(main(sys.argv[2:]))")


def examined(run: Callable[..., Any], file: Path, secrets: dict[str, str]) -> tuple[int, str]:
    environment = {**secrets, "XDG_STATE_HOME": str(file.parent / "state")}
    ended = run(f"--target={file}", program=DOCTOR, environment=environment)
    return ended.end(), ended.said


def test_the_doctor_looks_at_all_of_it(
    run: Callable[..., Any], deployment: Deployment, tmp_path: Path
) -> None:
    file = deployment.target(tmp_path / "target.toml")
    _, said = examined(run, file, deployment.secrets)
    assert "MISSING  target" not in said, said
    assert "opens a session and speaks en_US (the file says en); atws.app is installed" in said
    assert "0 of 3 logins that may fail are used up in 24 hours" in said
    assert "\nok       appium " not in said
    assert logins(deployment) == []


def test_the_doctor_finds_what_is_wrong(
    run: Callable[..., Any], deployment: Deployment, tmp_path: Path
) -> None:
    file = deployment.target(tmp_path / "target.toml", language="zh-Hant")
    code, said = examined(run, file, {**deployment.secrets, "T_DESKTOP": deployment.portal_url})
    assert code == 2
    assert "speaks en_US (the file says zh-Hant)" in said
    assert "is there a path missing in the address?" in said
    _, said = examined(run, file, {"T_USER0": "ana"})
    assert "accounts.0.password: the environment variable T_PASSWORD0" in said
