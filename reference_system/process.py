"""The embedded system as one process: its options, its one line of JSON, its end."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import logging
import os
import secrets
import signal
import sys
import threading
from collections.abc import Sequence
from typing import Any

from reference_system import deviations
from reference_system.lab.app import create_app as create_lab
from reference_system.phones.android import serve as serve_android
from reference_system.phones.ios import wda
from reference_system.phones.ios.agent import IOS_VERSION, UDID
from reference_system.phones.view import create_app as create_view
from reference_system.portal.app import create_app as create_portal
from reference_system.serving import Servers
from reference_system.system import System
from reference_system.tws import variations as of_tws
from reference_system.variations import activation, ibkr_mobile, lock, logins, phones, portal, stores

VARIATIONS = (activation, ibkr_mobile, lock, logins, phones, portal, stores, of_tws)
"""Imported so that the lab knows them, and with them the rules of TWS, which is a process of its own."""

LARGEST_PICTURE = 64 * 1024 * 1024
"""Bytes of a request to the lab, which brings the pictures that the phones' cameras see."""

log = logging.getLogger("reference_system")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to end; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m reference_system", description="The embedded system.")
    parser.add_argument("--lifeline", action="store_true", help="end when standard input ends")
    parser.add_argument("--deviation", action="append", default=[], metavar="NAME", help="a breach to commit")
    options = parser.parse_args(arguments)
    try:
        deviations.switch_on(options.deviation)
    except deviations.UnknownDeviation as unknown:
        parser.error(str(unknown))
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    return asyncio.run(_run(lifeline=options.lifeline))


async def _run(*, lifeline: bool) -> int:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    if lifeline:
        threading.Thread(target=_hold_lifeline, args=(loop, ended), daemon=True).start()
    system = System()
    system.authority.clock.drive(loop.call_later)
    servers = Servers()
    async with contextlib.AsyncExitStack() as running:
        running.push_async_callback(servers.stop)
        described = await _start(system, servers, running)
        # What was made so far lives as long as the process: no collection need look at it.
        gc.freeze()
        gc.enable()
        print(json.dumps(described), flush=True)  # noqa: T201 - the one line the starter waits for
        await ended.wait()
    return 0


async def _start(system: System, servers: Servers, running: contextlib.AsyncExitStack) -> dict[str, Any]:
    lab_token = secrets.token_urlsafe(24)
    portal = create_portal(system.authority)
    portal_url = await servers.start(portal, pages=True, before_stop=portal.state.watch.close)
    lab = create_lab(system, lab_token, portal.state.activity.settled)
    lab_url = await servers.start(lab, largest_body=LARGEST_PICTURE)
    phones = await _start_phones(system, servers, running)
    return {
        "portal_url": portal_url,
        "lab_url": lab_url,
        "lab_token": lab_token,
        "phones": phones,
        "users": [
            {
                "username": seed.username,
                "password": seed.password,
                "second_factor": seed.second_factor,
                "phone": seed.phone,
                "pin": seed.settings.get("pin"),
            }
            for seed in system.authority.seeds
        ],
    }


async def _start_phones(
    system: System, servers: Servers, running: contextlib.AsyncExitStack
) -> list[dict[str, Any]]:
    view_url = await servers.start(create_view(system.phones), keyed=True, pages=True)
    wda_url = await servers.start(wda.create_app(system.phones["iphone"]), keyed=True)
    android = await serve_android(system.phones["android"])
    running.push_async_callback(android.close)
    system.on_reset(android.reset)
    return [
        {
            "surface": "android",
            "udid": android.udid,
            "console_port": android.console_port,
            "adb_port": android.adb_port,
            "view_url": f"{view_url}/android/",
            "capabilities": android.capabilities,
        },
        {
            "surface": "iphone",
            "udid": UDID,
            "wda_url": wda_url,
            "view_url": f"{view_url}/iphone/",
            "capabilities": _iphone_capabilities(wda_url),
        },
    ]


def _iphone_capabilities(wda_url: str) -> dict[str, Any]:
    """What lets the XCUITest driver talk straight to the phone's WebDriverAgent; no ``bundleId``, or the
    driver asks usbmuxd, which is not there."""
    return {
        "platformName": "iOS",
        "appium:automationName": "XCUITest",
        "appium:deviceName": "iPhone",
        "appium:platformVersion": IOS_VERSION,
        "appium:udid": UDID,
        "appium:webDriverAgentUrl": wda_url,
        "appium:noReset": True,
        "appium:skipLogCapture": True,
        "appium:newCommandTimeout": 0,
    }


def _hold_lifeline(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    # A bare read in a thread: works for pipes, files and terminals alike, and a daemon thread in it holds no
    # lock of Python's own standard input when the process ends.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    with contextlib.suppress(RuntimeError):  # the loop has ended already
        loop.call_soon_threadsafe(ended.set)
