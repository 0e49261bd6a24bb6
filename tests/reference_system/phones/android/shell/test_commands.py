"""Commands, a line of it each: what they say, and what they change."""

from __future__ import annotations

import base64
import json

import pytest

from reference_system.ib_key.wire import Notification
from reference_system.phones.android.packages import AUTOMATION_SERVER, HELPER, RUNNER
from reference_system.phones.android.system import AndroidSystem, TextMessage
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.model.apps import AppState
from reference_system.phones.model.phone import Phone
from tests.reference_system.phones.android.conftest import NOW, SAMPLE, Run


@pytest.mark.parametrize(
    ("line", "out"),
    [
        ("getprop ro.build.version.sdk", "34\n"),
        ("getprop ro.nothing", "\n"),
        ("getprop persist.sys.locale", "en-US\n"),
        ("settings get global nothing", "null\n"),
        (
            "settings put secure k 'v w'; settings get secure k; settings delete secure k",
            "v w\nDeleted 1 rows\n",
        ),
        ("settings get global wifi_on", "1\n"),
        ("date +%Y-%m-%dT%T%z", "2026-11-22T12:30:00+0000\n"),
        ("export ANDROID_LOG_TAGS=''; exec echo a  'b  c'", "a b  c\n"),
        ("cat /nowhere && echo reached", ""),
        ("cat /proc/net/unix && echo reached;", "reached\n"),
        (f"pm path {SAMPLE}", f"package:/data/app/{SAMPLE}/base.apk\n"),
        (f"cmd package list packages --show-versioncode {SAMPLE}", f"package:{SAMPLE} versionCode:1\n"),
        ("pm list instrumentation", f"instrumentation:{RUNNER} (target={AUTOMATION_SERVER})\n"),
    ],
)
def test_says(run: Run, line: str, out: str) -> None:
    assert run(line).out == out


@pytest.mark.parametrize(
    ("line", "status", "err"),
    [
        ("ls /", 127, "ls: inaccessible or not found"),
        ("echo a | cat", 1, "'|' unexpected"),
        ("echo $(id)", 1, "unexpected"),
        ("echo 'a", 1, "No closing quotation"),
        ("settings list global", 255, "Bad arguments"),
        ("svc power reboot", 255, "Unknown command"),
        ("wm size", 255, "Unknown command"),
        ("pm grant no.such p", 1, "package not found: no.such"),
        (f"pm grant {SAMPLE} android.permission.READ_SMS", 255, "has not requested permission"),
        ("pm uninstall no.such", 1, "DELETE_FAILED_INTERNAL_ERROR"),
        (f"pm uninstall {SAMPLE}", 1, "DELETE_FAILED_INTERNAL_ERROR"),
        ("pm clear no.such", 1, "package not found"),
        ("pm frobnicate", 255, "Unknown command"),
        ("am start -n no.such/.Main", 1, "Error type 3"),
        (f"am start -n {SAMPLE}/.Nothing", 1, f"Activity class {{{SAMPLE}/.Nothing}} does not exist"),
        ("am start -a android.intent.action.VIEW -d gopher://x", 1, "unable to resolve Intent"),
        (f"am start -a android.intent.action.VIEW -d ibkr://x {SAMPLE}", 1, "unable to resolve Intent"),
        ("am instrument -w no.such/.Runner", 1, "INSTRUMENTATION_FAILED: no.such/.Runner"),
        ("am start -a", 255, "Argument expected"),
        ("dumpsys nothing", 20, "Can't find service: nothing"),
        ("cmd nothing x", 255, "Unknown command: nothing"),
        ("input tap 1 2", 255, "Unknown command: tap"),
        ("input keyevent KEYCODE_NONSENSE", 255, "Invalid arguments"),
    ],
)
def test_refuses(run: Run, line: str, status: int, err: str) -> None:
    ran = run(line)
    assert ran.status == status
    assert err in ran.err


def test_starting_and_stopping_an_app(run: Run, phone: Phone) -> None:
    first = run(f"am start -W -n {SAMPLE}/.MainActivity").out
    assert "Status: ok" in first
    assert "LaunchState: COLD" in first
    assert f"Activity: {SAMPLE}/.MainActivity" in first
    assert phone.apps.state(SAMPLE) is AppState.FOREGROUND
    run("input keyevent 3")
    assert phone.apps.state(SAMPLE) is AppState.BACKGROUND
    assert "LaunchState: WARM" in run(f"am start-activity -W -n {SAMPLE}/{SAMPLE}.MainActivity").out
    assert f"{SAMPLE}/u0a100" in run("dumpsys activity processes").out
    assert f" {SAMPLE}\n" in run("ps -A").out
    assert "LaunchState: COLD" in run(f"am start-activity -W -S -n {SAMPLE}/.MainActivity").out
    run(f"am force-stop {SAMPLE}")
    assert phone.apps.state(SAMPLE) is AppState.NOT_RUNNING
    assert SAMPLE not in run("ps -A").out


def test_launcher_activity_is_resolved(run: Run) -> None:
    resolved = run(f"cmd package resolve-activity --brief {SAMPLE}").out
    assert resolved.splitlines()[-1] == f"{SAMPLE}/.MainActivity"


def test_an_app_from_the_store_is_taken_off(run: Run, phone: Phone) -> None:
    assert "package:atws.app\n" in run("pm list packages").out
    phone.apps.activate("atws.app")
    assert run("pm uninstall atws.app").out == "Success\n"
    assert "atws.app" not in run("pm list packages").out
    assert phone.apps.state("atws.app") is AppState.NOT_INSTALLED
    assert phone.apps.front is None
    assert run("pm uninstall atws.app").status == 1
    assert "Unable to find package" in run("dumpsys package atws.app").out


def test_an_app_is_cleared(run: Run, phone: Phone) -> None:
    phone.apps.activate("atws.app")
    installation = IbkrApp.on(phone).installation
    assert run("pm clear atws.app").out == "Success\n"
    assert phone.apps.state("atws.app") is AppState.NOT_RUNNING
    assert IbkrApp.on(phone).installation != installation, "it is what a fresh install is"


@pytest.mark.parametrize("name", ["CAMERA", "POST_NOTIFICATIONS"])
def test_permissions_are_those_of_the_phone(run: Run, phone: Phone, name: str) -> None:
    def dumped() -> bool:
        return f"android.permission.{name}: granted=true" in run("dumpsys package atws.app").out

    run(f"pm grant atws.app android.permission.{name}")
    ibkr = IbkrApp.on(phone)
    assert dumped()
    allowed = {
        "CAMERA": phone.camera.permission(ibkr.name),
        "POST_NOTIFICATIONS": phone.notifications.allowed(ibkr),
    }
    assert allowed[name] in ("granted", True)
    run(f"pm revoke atws.app android.permission.{name}")
    assert not dumped()


def test_own_apps_are_refused_once_they_have_come(run: Run) -> None:
    refused = run("cmd package 'install' '-r' -S 5000", stdin=b"x" * 5000)
    assert (refused.status, "INSTALL_FAILED_USER_RESTRICTED" in refused.err) == (1, True)


def test_web_link(run: Run, phone: Phone) -> None:
    for target in ("", "com.android.chrome"):
        phone.hand.press("home")
        assert run(f"am start -a android.intent.action.VIEW -d https://www.ibkr.com/x {target}").status == 0
        address = phone.glass.screen().by_ident("address")
        assert address is not None
        assert address.text == "https://www.ibkr.com/x"


def test_deep_link(run: Run, phone: Phone) -> None:
    run("am start -W -a android.intent.action.VIEW -d ibkr://login")
    assert phone.apps.front is not None
    assert phone.apps.front.app_id == "atws.app"


def test_focus_in_the_window_dump(run: Run, phone: Phone) -> None:
    phone.apps.activate(SAMPLE)
    dumped = run("dumpsys window").out
    assert "mFocusedApp=ActivityRecord" in dumped
    assert f" u0 {SAMPLE}/.MainActivity t1}}" in dumped
    assert "mShowingLockscreen=false" in dumped
    phone.shade.open()
    assert "NotificationShade" in run("dumpsys window displays").out
    phone.lock.close()
    assert "mShowingLockscreen=true" in run("dumpsys window").out


def test_keys_and_keyboard(run: Run, phone: Phone) -> None:
    phone.apps.activate(SAMPLE)
    user = phone.glass.screen().by_ident("user")
    assert user is not None
    phone.hand.tap_widget(user)
    run("input keyevent KEYCODE_C; input keyevent 8")
    assert phone.apps[SAMPLE].page.user.text == "c1"  # type: ignore[attr-defined]
    assert "mInputShown=true" in run("dumpsys input_method").out
    run("input keyevent 111")
    assert "mInputShown=false" in run("dumpsys input_method").out
    run("input keyevent 4")
    assert phone.apps.front is None


def test_lock(run: Run, phone: Phone) -> None:
    phone.configure(passcode="")
    run("input keyevent 26")
    assert phone.lock.closed
    run("wm dismiss-keyguard")
    assert not phone.lock.closed


def test_notifications_open_and_close(run: Run, phone: Phone) -> None:
    run("cmd statusbar expand-notifications")
    assert phone.shade.page is not None
    run("cmd statusbar collapse")
    assert phone.shade.page is None


def test_language(run: Run, phone: Phone) -> None:
    line = f"am broadcast -a {HELPER}.locale -n {HELPER}/.receivers.LocaleSettingReceiver "
    assert "result=-1" in run(line + "--es lang zh --es country TW --es script Hant").out
    assert phone.locale == "zh-Hant"
    assert run("getprop persist.sys.locale").out == "zh-Hant-HK\n"
    assert "result=0" in run(line + "--es lang fr --es country FR").out
    assert phone.locale == "zh-Hant"


def asked_of_helper(run: Run, what: str) -> str:
    assert "isForeground=true" in run(f"dumpsys activity services {HELPER}").out
    said = run(f"am broadcast -a {HELPER}.{what}").out
    return said.partition('result=-1, data="')[2].rstrip().removesuffix('"')


def test_clipboard(run: Run, system: AndroidSystem) -> None:
    system.clipboard = "Zwölf"
    assert base64.b64decode(asked_of_helper(run, "clipboard.get")).decode() == "Zwölf"


def test_messages_and_notifications(run: Run, system: AndroidSystem, phone: Phone) -> None:
    phone.receive(Notification("Messages", "5551234", 'with "quotes"'))
    listed = json.loads(asked_of_helper(run, "notifications"))["statusBarNotifications"]
    assert listed[0]["notification"]["text"] == 'with "quotes"'
    system.messages.append(TextMessage("5551234", "1", NOW))
    system.messages.append(TextMessage("5551234", "2", NOW))
    told = json.loads(asked_of_helper(run, "sms.read"))
    assert (told["total"], [one["body"] for one in told["items"]]) == (2, ["2", "1"])


def test_airplane_mode_takes_the_phone_offline(run: Run, phone: Phone) -> None:
    networks = []
    for state in ("enable", "disable"):
        run(f"cmd connectivity airplane-mode {state}")
        networks.append((phone.network.state, run("settings get global airplane_mode_on").out))
    assert networks == [("offline", "1\n"), ("online", "0\n")]


def test_without_radios_the_phone_is_offline(run: Run, phone: Phone) -> None:
    states = []
    for line in ("svc wifi disable", "svc data disable", "svc wifi enable; svc data enable"):
        run(line)
        states.append(phone.network.state)
    assert states == ["online", "offline", "online"]
