"""``./ibkey up``: keep the embedded system, Appium and the browser warm until Ctrl-C; later runs attach."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
import time
from typing import Any

from harness.deviations.names import UnknownName, check_names
from harness.lab import Lab
from harness.services import up_file
from harness.services.client import Services, ServiceUnavailable
from harness.setup.environment import Environment, load

OK, ENDED, USAGE = 0, 1, 2


def main(arguments: list[str]) -> int:
    """Start what this machine has, say where it is, and keep it until a signal comes."""
    parser = argparse.ArgumentParser(prog="./ibkey up", description=__doc__)
    parser.add_argument("--json", action="store_true", help="say where everything is as one line of JSON")
    parser.add_argument("--deviation", action="append", default=[], metavar="NAME", help="a breach to commit")
    options = parser.parse_args(arguments)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopped.set())
    environment = load()
    started = time.time()
    with up_file.only_one():
        services = Services.start("reference-system")
        try:
            described = _describe(services, environment, options.deviation)
            up_file.write(up_file.Kept(str(services.folder), os.getpid(), started))
            print(json.dumps(described) if options.json else _in_words(described), flush=True)
            threading.Thread(target=_stop_when_ended, args=(services, stopped), daemon=True).start()
            stopped.wait()
            return OK if services.answers() else ENDED
        except (ServiceUnavailable, UnknownName) as error:
            print(f"ibkey up: {error}", file=sys.stderr)
            return USAGE
        finally:
            services.close()


def _stop_when_ended(services: Services, stopped: threading.Event) -> None:
    """Stop when somebody has ended the keeper: without it nothing is up any more."""
    code = services.wait()
    if not stopped.is_set():
        print(f"ibkey up: the keeper of the services has ended ({code}); start up again", file=sys.stderr)
        stopped.set()


def _describe(services: Services, environment: Environment, deviations: list[str]) -> dict[str, Any]:
    """Start all services this machine has; the description that ``up --json`` prints."""
    system = services.need("reference-system")
    if deviations:
        check_names(system, deviations)
        Lab(system["lab_url"], system["lab_token"]).put("/deviations", names=deviations)
    described = {
        "portal_url": system["portal_url"],
        "lab_url": system["lab_url"],
        "lab_token": system["lab_token"],
        "appium_url": None,
        "desktop_url": None,
        "phones": [],
        "users": system["users"],
    }
    if environment.appium_main is not None:
        described["appium_url"] = services.need("appium")["appium_url"]
    if environment.desktop.available:
        described["desktop_url"] = services.need("desktop")["desktop_url"]
    if environment.browser is not None:
        services.need("browser")
    described["phones"] = [
        {key: phone[key] for key in ("surface", "udid", "view_url", "capabilities")}
        for phone in system["phones"]
    ]
    return described


def _in_words(described: dict[str, Any]) -> str:
    lines = [
        "The embedded system is up; Ctrl-C ends it. Runs started meanwhile use it.",
        "",
        f"  Client Portal   {described['portal_url']}/sso/Login?RL=1",
        f"  WebTrader       {described['portal_url']}/WebTrader",
        f"  lab             {described['lab_url']}/openapi.json",
        f"  Appium          {described['appium_url'] or 'not available (./ibkey doctor says why)'}",
        f"  desktop driver  {described['desktop_url'] or 'not available (./ibkey doctor says why)'}",
    ]
    lines += [f"  {phone['surface']:<15} {phone['view_url']}" for phone in described["phones"]]
    lines += ["", "  Users (made for this session, of no use elsewhere):"]
    lines += [
        f"  {user['username']:<15} {user['password']:<18} {user['second_factor']}"
        for user in described["users"]
    ]
    return "\n".join(lines)
