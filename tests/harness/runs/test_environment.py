"""A user's environment neither reaches the programs of a run nor stops it; what it writes is theirs alone."""

from __future__ import annotations

import stat
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psutil
import pytest

from harness.setup.environment import load

pytestmark = pytest.mark.skipif(
    load().browser is None or load().appium_main is None, reason="runs in a browser and on a phone"
)
SCENARIO = "features/login/login_seamless.feature:34"
SECRET = "orchid-bicycle-42"
HOSTILE = {
    "STAGING_PASSWORD": SECRET,
    "HTTP_PROXY": "http://127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9",
    "ALL_PROXY": "socks5://127.0.0.1:9",
    "ANDROID_ADB_SERVER_ADDRESS": "10.0.0.9",
    "NODE_OPTIONS": "--no-such-option",
    "PYTHONWARNINGS": "error",
    "PWDEBUG": "1",
}


def test_hostile_environment(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    started = run(SCENARIO)
    run_itself = psutil.Process(started.process.pid).cmdline()
    seen: dict[str, dict[str, str]] = {}

    def look() -> bool:
        for process in started.processes():
            with suppress(psutil.Error):
                # Between fork and exec a child is still what its parent is; asked first, for it may exec now.
                if (command := process.cmdline()) not in ([], run_itself):
                    seen[" ".join([str(process.pid), *command])] = process.environ()
        return bool(started.finished_scenarios)

    started.until(look)
    assert started.end() == 0, started.said
    assert any("adb" in name for name in seen)
    assert any("chrom" in name for name in seen)
    assert any("node" in name for name in seen)
    told = {who: sorted(HOSTILE.keys() & variables.keys()) for who, variables in seen.items()}
    assert {who: names for who, names in told.items() if names} == {}
    assert SECRET not in repr(seen)
    others = stat.S_IRWXG | stat.S_IRWXO
    assert not [str(one) for one in started.output.rglob("*") if one.stat().st_mode & others]
