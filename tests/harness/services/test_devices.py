"""Appium and adb answer nobody but their own run, also after one of them had to be replaced."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from harness.services.client import Services
from harness.setup.environment import load

ENDS_WITHIN_S = 20.0
pytestmark = pytest.mark.skipif(load().appium_main is None, reason="Appium is not installed")


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    services = Services.start("appium", "reference-system")
    services.need("appium")
    yield services
    services.close()


def processes(services: Services) -> list[psutil.Process]:
    keeper = services._keeper
    assert keeper is not None
    return psutil.Process(keeper.pid).children(recursive=True)


def appium(services: Services) -> psutil.Process:
    (found,) = [
        one for one in processes(services) if "server" in one.cmdline() and "--config" in one.cmdline()
    ]
    return found


def adb(services: Services, *arguments: str) -> str:
    """What adb says, called as Appium's drivers call it."""
    tools = services.folder / "devices" / "android-sdk" / "platform-tools"
    command = [str(tools / "adb"), "-P", "5037", *arguments]
    variables = {**os.environ, "HOME": str(services.folder)}
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=True).stdout


def test_appium_answers_below_its_path_only(services: Services) -> None:
    url = httpx.URL(services.need("appium")["appium_url"])
    assert httpx.get(f"{url}/status").status_code == 200
    for path in ("/", "/status", "/sessions", "/wd/hub/status", "/json", f"{url.path[:-1]}/status"):
        assert httpx.get(url.copy_with(path=path)).status_code == 404
    assert httpx.post(url.copy_with(path="/session"), json={"capabilities": {}}).status_code == 404


def test_appiums_path_is_not_to_be_read_from_outside(services: Services) -> None:
    key = httpx.URL(services.need("appium")["appium_url"]).path.strip("/")
    assert len(key) == 32
    for process in processes(services):
        assert key not in " ".join(process.cmdline())
    holding = [file for file in services.folder.rglob("*") if file.is_file() and key in _text(file)]
    assert [file.name for file in holding] == ["appium.json"]
    assert holding[0].stat().st_mode & 0o077 == 0


def _text(file: Path) -> str:
    return file.read_text(errors="replace")


def test_adb_and_what_it_forwards_have_no_port(services: Services) -> None:
    (phone,) = [one for one in services.need("reference-system")["phones"] if one["surface"] == "android"]
    assert f"{phone['udid']}\tdevice" in adb(services, "devices")
    adb(services, "-s", phone["udid"], "forward", "tcp:8200", "tcp:6790")
    ports = services.folder / "devices" / "ports"
    assert f"localfilesystem:{ports}/8200 tcp:6790" in adb(services, "forward", "--list")
    assert (ports / "8200").is_socket()
    (server,) = [one for one in processes(services) if one.name() == "adb"]
    assert not [one for one in server.net_connections("inet") if one.status == psutil.CONN_LISTEN]
    adb(services, "-s", phone["udid"], "forward", "--remove", "tcp:8200")
    assert adb(services, "forward", "--list").strip() == ""


def test_words_of_the_phones_shell_are_left_alone(services: Services) -> None:
    (phone,) = [one for one in services.need("reference-system")["phones"] if one["surface"] == "android"]
    assert adb(services, "-s", phone["udid"], "shell", "echo", "forward", "tcp:1").strip() == "forward tcp:1"


def test_a_new_appium_finds_nothing_of_the_old_one(services: Services) -> None:
    before = services.need("appium")["appium_url"]
    (phone,) = [one for one in services.need("reference-system")["phones"] if one["surface"] == "android"]
    adb(services, "-s", phone["udid"], "forward", "tcp:8200", "tcp:6790")
    killed = appium(services)
    killed.kill()
    killed.wait(ENDS_WITHIN_S)
    assert services.need("appium")["appium_url"] != before
    assert adb(services, "forward", "--list").strip() == ""
    assert not list((services.folder / "devices" / "ports").iterdir())
