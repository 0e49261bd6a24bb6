"""Driving virtual phones: an adb server and Appium, for this keeper alone.

Neither asks who calls. So adb listens on a socket in the keeper's folder, and so do the ports that it
forwards and those that Appium's drivers open (``drivers/appium/private_ports.cjs``); Appium answers below a
path that nobody can guess, which it is told in a file, because command lines are there for all to read.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import shlex
import shutil
from collections.abc import Iterable
from pathlib import Path

from harness.services.ports import free_port
from harness.services.processes import (
    PROJECT,
    START_WITHIN_S,
    Processes,
    Service,
    ServiceFailed,
    Started,
    ask_http,
)
from harness.setup.environment import Environment

DRIVERS_LIST = Path("node_modules", ".cache", "appium", "extensions.yaml")
PRELOADED = PROJECT / "drivers" / "appium" / "private_ports.cjs"
_ADB = """#!/bin/sh
# adb for Appium's drivers, which name a server by its port and forward ports: here both are sockets.
[ "${{1-}}" = -P ] && shift 2
at=option
for word; do
    shift
    case $at:$word in
        option:-s) at=serial ;;
        serial:*) at=option ;;
        option:forward) at=forward ;;
        forward:tcp:*) word=localfilesystem:{ports}/${{word#tcp:}} at=rest ;;
        option:-*) ;;
        option:*) at=rest ;;
    esac
    set -- "$@" "$word"
done
exec {adb} -L localfilesystem:{server} "$@"
"""


class Devices:
    """The servers between an Appium client and the virtual phones."""

    def __init__(self, processes: Processes, environment: Environment) -> None:
        self._processes, self._environment = processes, environment
        self._home = processes.folder / "devices"
        self._ports = self._home / "ports"
        self._socket = self._home / "adb.sock"

    async def start_adb(self) -> Started:
        """Start the adb server. Raises: ServiceFailed."""
        if self._environment.adb is None:
            raise ServiceFailed("adb is not installed; ./ibkey doctor says why")
        variables = self._variables()
        process = await self._processes.spawn(
            "adb",
            [str(self._environment.adb), "-L", f"localfilesystem:{self._socket}", "nodaemon", "server"],
            variables,
        )
        return await self._processes.until_it_answers(Started(process, {}, self._ask_adbs_version), "adb")

    async def start_appium(self) -> Started:
        """Start Appium; what an earlier one had adb forward is undone first. Raises: ServiceFailed."""
        environment = self._environment
        if environment.node is None or environment.appium_main is None:
            raise ServiceFailed("Appium is not installed; ./ibkey doctor says why")
        await self._ask_adb("host:killforward-all")
        shutil.rmtree(self._ports, ignore_errors=True)
        self._ports.mkdir()
        port, path = free_port(), f"/{secrets.token_hex(16)}"
        settings = self._home / "appium.json"
        settings.touch(mode=0o600)
        settings.write_text(
            json.dumps(
                {
                    "server": {
                        "address": "127.0.0.1",
                        "port": port,
                        "base-path": path,
                        "log-level": "warn",
                        "log-no-colors": True,
                    }
                }
            )
        )
        process = await self._processes.spawn(
            "appium",
            [
                *(str(environment.node), "--require", str(PRELOADED)),
                *(str(environment.appium_main), "server", "--config", str(settings)),
            ],
            {
                **self._variables(),
                "APPIUM_HOME": str(self._appium_home(environment.appium_home)),
                "IBKEY_PORTS": str(self._ports),
                "IBKEY_APPIUM_PORT": str(port),
            },
        )
        url = f"http://127.0.0.1:{port}{path}"
        started = Started(process, {"appium_url": url}, lambda _: ask_http(f"{url}/status"))
        return await self._processes.until_it_answers(started, "appium")

    def _appium_home(self, installed: Path | None) -> Path:
        """A home of the run's own with the list of the drivers installed: Appium writes into its home."""
        home = self._home / "appium"
        drivers = home / DRIVERS_LIST
        if installed is not None and not drivers.exists():
            drivers.parent.mkdir(parents=True)
            shutil.copyfile(installed / DRIVERS_LIST, drivers)
        return home

    async def introduce(self, phones: Iterable[Service], adb: Started) -> None:
        """Tell adb of every virtual Android phone, as an emulator does, until it lists them.

        Raises: ServiceFailed.
        """
        for phone in phones:
            if "adb_port" in phone and phone.get("introduced_to") != adb.process.pid:
                await self._ask_adb(f"host:emulator:{phone['adb_port']}")
                phone["introduced_to"] = adb.process.pid
                await self._until_listed(phone["udid"])

    async def _ask_adbs_version(self, _: Service) -> None:
        if not await self._ask_adb("host:version"):
            raise EOFError("adb answered nothing")

    async def _ask_adb(self, request: str) -> bytes:
        """What the adb server says to a request, until it hangs up. Raises: OSError."""
        reader, writer = await asyncio.open_unix_connection(self._socket)
        try:
            writer.write(_adb_message(request))
            return await reader.read()
        finally:
            writer.close()

    async def _until_listed(self, serial: str) -> None:
        """Wait until adb has shaken hands with a phone; adb's own word is read as long as it speaks."""
        reader, writer = await asyncio.open_unix_connection(self._socket)
        writer.write(_adb_message("host:track-devices"))
        try:
            async with asyncio.timeout(START_WITHIN_S):
                await reader.readexactly(len(b"OKAY"))
                while f"{serial}\tdevice" not in await _adb_block(reader):
                    continue
        except (TimeoutError, asyncio.IncompleteReadError):
            raise ServiceFailed(f"adb did not find the virtual phone {serial}") from None
        finally:
            writer.close()

    def _variables(self) -> dict[str, str]:
        """Own folders, and an Android SDK that consists of adb: all the driver needs of one."""
        (self._home / "tmp").mkdir(parents=True, exist_ok=True)
        sdk = self._home / "android-sdk"
        adb = sdk / "platform-tools" / "adb"
        if not adb.exists() and self._environment.adb is not None:
            adb.parent.mkdir(parents=True)
            places = {"adb": self._environment.adb, "server": self._socket, "ports": self._ports}
            adb.write_text(_ADB.format(**{name: shlex.quote(str(place)) for name, place in places.items()}))
            adb.chmod(0o700)
        return {
            "HOME": str(self._home),
            "TMPDIR": str(self._home / "tmp"),
            "XDG_RUNTIME_DIR": str(self._home),
            "ANDROID_HOME": str(sdk),
            "ANDROID_SDK_ROOT": str(sdk),
            # Emulators of other runs stay theirs: no scan of the usual ports. Looking for USB and for phones
            # in the network, which this server has nothing to do with, would hold its first answer up by 3 s.
            "ADB_LOCAL_TRANSPORT_MAX_PORT": "5553",
            "ADB_USB": "0",
            "ADB_MDNS": "0",
        }


def _adb_message(request: str) -> bytes:
    return b"%04x" % len(request) + request.encode()


async def _adb_block(reader: asyncio.StreamReader) -> str:
    return (await reader.readexactly(int(await reader.readexactly(4), 16))).decode()
