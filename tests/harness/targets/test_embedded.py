"""The embedded reference system, as far as it can be told without starting it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from harness import secrets
from harness.sessions.ports import PORTS
from harness.sessions.services import Services
from harness.targets.embedded import Embedded

DESCRIBED: dict[str, dict[str, Any]] = {
    "reference-system": {
        "portal_url": "http://127.0.0.1:1",
        "lab_url": "http://127.0.0.1:1",
        "lab_token": "the-lab-s-token",
        "phones": [
            {"surface": surface, "capabilities": {"appium:udid": surface}}
            for surface in ("android", "iphone")
        ],
    },
    "appium": {"appium_url": "http://127.0.0.1:2", "adb_port": 3},
}


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Embedded]:
    monkeypatch.setattr(Services, "need", lambda _self, name, worker="main": DESCRIBED[name])  # noqa: ARG005
    yield Embedded(Services(None), None, "main")  # type: ignore[arg-type]
    secrets.forget_all()


def test_each_session_on_android_has_a_port_of_its_own(embedded: Embedded) -> None:
    """The driver's own choice is the first free one from 8200 on: two runs on one machine meet there."""
    sessions = [dict(embedded.endpoint("android", "en").capabilities) for _ in range(20)]
    drawn = {session.pop("appium:systemPort") for session in sessions}
    assert drawn <= set(PORTS)
    assert len(drawn) > 1
    assert sessions[0] == {"appium:udid": "android", "appium:adbPort": 3}


def test_an_iphone_needs_no_port(embedded: Embedded) -> None:
    assert embedded.endpoint("iphone", "en").capabilities == {"appium:udid": "iphone"}
