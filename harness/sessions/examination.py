"""Looking at all that a target file names, without a login: what ``./ibkey doctor --target`` tells."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from selenium.common.exceptions import WebDriverException

from harness.errors import HarnessError
from harness.sessions.drivers import Drivers, quit_quietly
from harness.setup.doctor import Finding
from harness.targets.deployed import PHONES
from harness.targets.deployed_phone import DeployedPhone
from harness.targets.file import Account, Portal, Server, TargetError, TargetFile, check_references, secret
from harness.targets.ledger import Ledger
from harness.targets.person import Person
from harness.targets.readiness import fault_of_driver, fault_of_page

NOT_INSTALLED = 0
LOCAL_TO_THE_TARGET = frozenset({"appium", "adb", "desktop"})
"""What a run against a target does not use of this machine: the target has its own."""

Look = Callable[[], Finding]


def looks_at(target: TargetFile, file: Path) -> list[Look]:
    """What to look at; where references lead nowhere, nothing else can be."""
    try:
        check_references(target, file)
    except TargetError as error:
        told = " ".join(str(error).split("\n", 1)[1].split())
        missing = Finding("target references", False, told, "set the variables, or write the files")
        return [lambda: missing]
    within_s = target.waits.answered_s
    looks: list[Look] = []
    if target.portal is not None:
        paths = (target.portal.client_portal_path, target.portal.webtrader_path)
        looks += [partial(_page, target.portal, path, within_s) for path in paths]
    for name, server in (("appium", target.appium), ("desktop", target.desktop)):
        if server is not None:
            looks.append(partial(_driver, name, server, within_s))
    if target.appium is not None:
        looks += [partial(_phone, target, name) for name in PHONES if target.surface(name) is not None]
    return looks + [partial(_account, target, account) for account in target.accounts]


def _page(portal: Portal, path: str, within_s: float) -> Finding:
    return _told(f"target portal {path}", fault_of_page(portal.address + path, within_s, portal.ca))


def _driver(name: str, server: Server, within_s: float) -> Finding:
    return _told(f"target {name}", fault_of_driver(server.address, within_s))


def _told(name: str, fault: str | None) -> Finding:
    if fault is None:
        return Finding(name, True, "answers as it should")
    return Finding(name, False, fault, "correct the target file, or start what it names")


def _phone(target: TargetFile, surface: str) -> Finding:
    """Opens a session: only so is it known whether the phone is there, and what it is like."""
    name, table = f"target {surface}", target.surface(surface)
    assert table is not None
    assert target.appium is not None
    phone = DeployedPhone(surface, target.appium.address, table, target.waits, Person())
    remedy = f"look at [surfaces.{surface}], and at the phone"
    try:
        driver = Drivers(target.waits).phone(phone, min(phone.languages))
    except HarnessError as error:
        return Finding(name, False, str(error), remedy)
    try:
        return _as_described(name, driver, phone, remedy)
    except WebDriverException as error:
        return Finding(name, False, f"{phone.udid} opens a session, and fails: {error.msg}", remedy)
    finally:
        quit_quietly(driver)


def _as_described(name: str, driver: Any, phone: DeployedPhone, remedy: str) -> Finding:
    try:
        told = driver.execute_script("mobile: deviceInfo")
        locale = str(told.get("locale") or told.get("currentLocale") or "")
    except WebDriverException:
        locale = ""
    speaks = locale or "a language that it does not tell"
    listed = ", ".join(sorted(phone.languages))
    detail = f"{phone.udid} opens a session and speaks {speaks} (the file says {listed})"
    if locale and not any(locale[:2] == language[:2] for language in phone.languages):
        return Finding(name, False, detail, f"{remedy}: its language")
    app = phone.app
    if app is None:
        return Finding(name, False, f"{detail}; ibkr_mobile is not named", remedy)
    if driver.query_app_state(app) == NOT_INSTALLED:
        return Finding(name, False, f"{detail}; {app} is not installed", "install IBKR Mobile")
    return Finding(name, True, f"{detail}; {app} is installed")


def _account(target: TargetFile, account: Account) -> Finding:
    server = target.portal or target.desktop
    system = server.address if server is not None else target.name
    limit = target.limits.failed_logins_per_account
    failures = Ledger(system, secret(account.username)).failures
    name = f"target account {account.second_factor}"
    detail = f"{failures} of {limit} logins that may fail are used up in 24 hours"
    return Finding(name, failures < limit or limit == 0, detail, "log in once by hand, or wait")
