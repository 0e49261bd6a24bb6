"""Commands, a line of it each: what they say, and what they change."""

from __future__ import annotations

import base64
import json

import pytest

from reference_system.ib_key.wire import Notification
from reference_system.phones.android.system import AndroidSystem
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.model.apps import AppState
from reference_system.phones.model.phone import Phone
from tests.reference_system.phones.android.conftest import SAMPLE, Run


@pytest.mark.parametrize(
    ("line", "out"),
    [
        ("getprop ro.build.version.sdk", "34\n"),
        ("getprop ro.nothing fallback", "fallback\n"),
        ("setprop my.prop 5; getprop my.prop", "5\n"),
        ("getprop persist.sys.locale", "en-US\n"),
        ("settings get global nothing", "null\n"),
        (
            "settings put secure k 'v w'; settings get secure k; settings delete secure k",
            "v w\nDeleted 1 rows\n",
        ),
        ("settings list system | grep font", "font_scale=1.0\n"),
        ("wm size", "Physical size: 720x1600\n"),
        ("wm density", "Physical density: 320\n"),
        ("whoami", "shell\n"),
        ("id -u", "2000\n"),
        ("date +%Y-%m-%dT%T%z", "2026-11-22T12:30:00+0000\n"),
        ("which ls nothing", "/system/bin/ls\n"),
        ("echo -n a; echo -e 'b\\tc'", "ab\tc\n"),
        ("printf '%s-%d\\n' a 7", "a-7\n"),
        (f"pm path {SAMPLE}", f"package:/system/app/{SAMPLE}/{SAMPLE}.apk\n"),
        (f"cmd package list packages --show-versioncode {SAMPLE}", f"package:{SAMPLE} versionCode:170\n"),
        ("am get-current-user", "0\n"),
        ("cmd statusbar check-support", "true\n"),
        ("cmd uimode night yes; cmd uimode night", "Night mode: yes\nNight mode: yes\n"),
        ("locale", "en-US\n"),
        ("service check package", "Service package: found\n"),
        ("pidof init", "1\n"),
        ("ps -A -o PID,NAME | grep init", "1        init\n"),
        ("echo 'a b' | grep -o -E '[a-c]|x'", "a\n"),
        ("echo abc | grep -o -E '(b|x).'", "bc\n"),
        ("echo ABC | grep -i -o 'b.*'", "BC\n"),
        ("printf 'one\\ntwo\\n' | grep -v -E '(n|x)e'", "two\n"),
        ("mkdir -p /sdcard/a/b; find /sdcard/a -type d", "/sdcard/a\n/sdcard/a/b\n"),
        ("echo x > /sdcard/x; cp /sdcard/x /sdcard/y; mv /sdcard/y /sdcard/z; cat /sdcard/z", "x\n"),
        (
            "touch /sdcard/t; chmod 640 /sdcard/t; stat -c '%a %F %n' /sdcard/t",
            "640 regular file /sdcard/t\n",
        ),
        ("printf abc | md5sum", "900150983cd24fb0d6963f7d28e17f72  -\n"),
        ("ls -1 /data", "app\ndata\nlocal\n"),
        ("readlink /sdcard", "/storage/emulated/0\n"),
    ],
)
def test_says(run: Run, line: str, out: str) -> None:
    assert run(line).out == out


@pytest.mark.parametrize(
    ("line", "status", "err"),
    [
        ("setprop ro.x 1", 1, "Failed to set property"),
        ("settings get mars x", 255, "Invalid namespace 'mars'"),
        ("wm size 100x100", 255, "is fixed"),
        ("pm grant no.such p", 255, "Unknown package"),
        (f"pm grant {SAMPLE} android.permission.READ_SMS", 255, "has not requested permission"),
        ("pm uninstall no.such", 1, "DELETE_FAILED_INTERNAL_ERROR"),
        (f"pm uninstall {SAMPLE}", 1, "DELETE_FAILED_INTERNAL_ERROR"),
        ("pm clear no.such", 1, "Failed"),
        ("pm frobnicate", 255, "Unknown command"),
        ("am start -n no.such/.Main", 1, "Error type 3"),
        (f"am start -n {SAMPLE}/.Nothing", 1, f"Activity class {{{SAMPLE}/{SAMPLE}.Nothing}} does not exist"),
        ("am start -a android.intent.action.VIEW -d gopher://x", 1, "unable to resolve Intent"),
        (f"am start -a android.intent.action.VIEW -d ibkr://x {SAMPLE}", 1, "unable to resolve Intent"),
        ("am instrument -w no.such/.Runner", 1, "Unable to find instrumentation info"),
        ("am start -a", 255, "Argument expected"),
        ("dumpsys nothing", 20, "Can't find service: nothing"),
        ("cmd nothing x", 20, "Can't find service: nothing"),
        ("ime set no.such/.Ime", 255, "Unknown input method"),
        ("input swipe 1 2", 255, "bad arguments"),
        ("input keyevent KEYCODE_NONSENSE", 255, "Invalid arguments"),
        ("rm /sdcard/none", 1, "No such file or directory"),
        ("cat /sdcard", 1, "Is a directory"),
        ("kill 1", 1, "No such process"),
        (f"run-as {SAMPLE} ls", 1, "not debuggable"),
        ("run-as no.such ls", 1, "unknown package"),
        ("screencap", 1, "only PNG"),
        ("cp -r /sdcard /sdcard/Music", 1, "'/sdcard' is '/sdcard/Music'"),
        ("mv /data/local/tmp /data/local/tmp", 1, "is '/data/local/tmp'"),
        ("head -n many", 1, "head: bad arguments"),
        ("pgrep '['", 2, "bad REGEX"),
        ("pgrep '('", 2, "bad REGEX"),
        ("echo a | grep '['", 2, "bad REGEX"),
        ("echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | grep -E '(a*)*b'", 2, "takes more than 0.3 s"),
        ("pgrep '(.*.*.*.*.*.*.*)*%'", 2, "takes more than 0.3 s"),
        ("svc power reboot", 255, "not restarted"),
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
    again = run(f"am start -n {SAMPLE}/.MainActivity")
    assert "brought to the front" in again.err
    assert again.status == 0
    run("input keyevent 3")
    assert phone.apps.state(SAMPLE) is AppState.BACKGROUND
    assert "LaunchState: WARM" in run(f"am start -W {SAMPLE}").out
    assert f"\n{SAMPLE}" in "\n" + run("ps -A -o NAME").out
    run(f"am force-stop {SAMPLE}")
    assert phone.apps.state(SAMPLE) is AppState.NOT_RUNNING
    assert SAMPLE not in run("ps -A").out


def test_launcher_activity_is_resolved(run: Run) -> None:
    assert (
        run(f"cmd package resolve-activity --brief {SAMPLE}").out.splitlines()[-1]
        == f"{SAMPLE}/.MainActivity"
    )
    assert run("cmd package resolve-activity --brief no.such").out == "No activity found\n"


def test_an_app_from_the_store_is_taken_off(run: Run, phone: Phone) -> None:
    assert "package:atws.app\n" in run("pm list packages -3").out
    phone.apps.activate("atws.app")
    assert run("pm uninstall atws.app").out == "Success\n"
    assert "atws.app" not in run("pm list packages").out
    assert phone.apps.state("atws.app") is AppState.NOT_INSTALLED
    assert phone.apps.front is None
    assert run("pm uninstall atws.app").status == 1
    phone.apps.download(IbkrApp.on(phone))
    assert "atws.app" not in run("pm list packages").out


def test_an_app_is_cleared(run: Run, phone: Phone) -> None:
    run("pm grant atws.app android.permission.CAMERA")
    phone.apps.activate("atws.app")
    installation = IbkrApp.on(phone).installation
    assert run("pm clear atws.app").out == "Success\n"
    assert phone.apps.state("atws.app") is AppState.NOT_RUNNING
    assert IbkrApp.on(phone).installation != installation, "it is what a fresh install is"
    assert "CAMERA: granted=false" in run("dumpsys package atws.app").out


def test_web_link(run: Run, phone: Phone) -> None:
    for target in ("", "com.android.chrome"):
        phone.hand.press("home")
        assert run(f"am start -a android.intent.action.VIEW -d https://www.ibkr.com/x {target}").status == 0
        address = phone.glass.screen().by_ident("address")
        assert address is not None
        assert address.text == "https://www.ibkr.com/x"


def test_deep_link_and_home(run: Run, phone: Phone) -> None:
    run("am start -W -a android.intent.action.VIEW -d ibkr://login")
    assert phone.apps.front is not None
    assert phone.apps.front.app_id == "atws.app"
    run("am start -a android.intent.action.MAIN -c android.intent.category.HOME")
    assert phone.apps.front is None


def test_focus_in_the_window_dump(run: Run, phone: Phone) -> None:
    phone.apps.activate(SAMPLE)
    dumped = run("dumpsys window").out
    assert "mFocusedApp=ActivityRecord" in dumped
    assert f" u0 {SAMPLE}/.MainActivity t1}}" in dumped
    assert "mIsShowing=false" in dumped
    phone.shade.open()
    assert "mCurrentFocus=Window{" in run("dumpsys window displays").out
    assert "NotificationShade" in run("dumpsys window displays").out
    phone.lock.close()
    locked = run("dumpsys window policy").out
    assert "mIsShowing=true" in locked
    assert "mInputRestricted=true" in locked


def test_version_and_permissions_in_the_package_dump(run: Run) -> None:
    dumped = run(f"dumpsys package {SAMPLE}").out
    assert f"Package [{SAMPLE}] (" in dumped
    assert "versionName=1.7.0" in dumped
    assert "versionCode=170" in dumped
    assert "android.permission.CAMERA: granted=false" in dumped
    run(f"pm grant {SAMPLE} android.permission.CAMERA")
    assert "android.permission.CAMERA: granted=true" in run(f"dumpsys package {SAMPLE}").out
    assert "Unable to find package" in run("dumpsys package no.such").out


def test_moving_a_file_onto_itself_keeps_it(run: Run) -> None:
    run("echo kept > /sdcard/f")
    assert run("mv /sdcard/f /storage/emulated/0/f").status == 1
    assert run("cat /sdcard/f").out == "kept\n"


def test_screenshot(run: Run, system: AndroidSystem) -> None:
    run("screencap -p /sdcard/screen.png; screencap -p > /sdcard/piped.png")
    picture = system.files.read("/sdcard/screen.png")
    assert picture.startswith(b"\x89PNG")
    assert system.files.read("/sdcard/piped.png") == picture


def test_fingers_and_keys(run: Run, phone: Phone) -> None:
    phone.apps.activate(SAMPLE)
    page = phone.apps[SAMPLE].page
    scale = phone.glass.screen().metrics.scale

    def centre(ident: str) -> str:
        widget = phone.glass.screen().by_ident(ident)
        assert widget is not None
        return " ".join(str(round(each * scale)) for each in widget.bounds.center)

    run(f"input tap {centre('press')}")
    assert page.pressed == 1  # type: ignore[attr-defined]
    run(f"input tap {centre('user')}; input text 'a%sb'; input keyevent KEYCODE_C 67 8")
    assert page.user.text == "a b1"  # type: ignore[attr-defined]
    assert "mInputShown=true" in run("dumpsys input_method").out
    run("input keyevent 111")
    assert "mInputShown=false" in run("dumpsys input_method").out
    run("input swipe 360 1400 360 900 200")
    assert page.scroll.offset > 0  # type: ignore[attr-defined]
    run("input keyevent 4")
    assert phone.apps.front is None


def test_notifications_open_and_close(run: Run, phone: Phone) -> None:
    run("cmd statusbar expand-notifications")
    assert phone.shade.page is not None
    run("cmd statusbar collapse")
    assert not phone.shade.page is not None


def test_locale(run: Run, phone: Phone) -> None:
    line = "am broadcast -a io.appium.settings.locale -n io.appium.settings/.receivers.LocaleSettingReceiver "
    assert "result=-1" in run(line + "--es lang zh --es country TW --es script Hant").out
    assert phone.locale == "zh-Hant"
    assert run("getprop persist.sys.locale").out == "zh-Hant-HK\n"
    assert "result=0" in run(line + "--es lang fr --es country FR").out
    assert phone.locale == "zh-Hant"


def test_clipboard_broadcast(run: Run, system: AndroidSystem) -> None:
    system.clipboard = "Zwölf"
    said = run("am broadcast -a io.appium.settings.clipboard.get").out
    assert f'result=-1, data="{base64.b64encode("Zwölf".encode()).decode()}"' in said


def test_location_broadcast(run: Run, system: AndroidSystem) -> None:
    ask = "am broadcast -n io.appium.settings/.receivers.LocationInfoReceiver -a io.appium.settings.location"
    assert run(ask).out.endswith('result=-1, data="37.422 -122.084 5.0"\n')
    system.location = (47.3769, 8.5417, 408.0)
    assert 'data="47.3769 8.5417 408.0"' in run(ask + " --ez forceUpdate true").out
    assert "The current location has been successfully retrieved from" in run("logcat -d").out


def test_messages_and_notifications_broadcasts(run: Run, system: AndroidSystem, phone: Phone) -> None:
    phone.receive(Notification("Messages", "5551234", 'with "quotes"'))
    said = run("am broadcast -a io.appium.settings.notifications").out
    data = json.loads(said.partition('data="')[2].rstrip().removesuffix('"'))
    assert data["statusBarNotifications"][0]["notification"]["text"] == 'with "quotes"'
    assert json.loads(
        run("am broadcast -a io.appium.settings.sms.read")
        .out.partition('data="')[2]
        .rstrip()
        .removesuffix('"')
    ) == {"items": [], "total": 0}
    assert system.messages == []


def test_airplane_mode_takes_the_phone_offline(run: Run, phone: Phone) -> None:
    networks = []
    for state in ("enable", "disable"):
        run(f"cmd connectivity airplane-mode {state}")
        networks.append((phone.network.state, run("settings get global airplane_mode_on").out))
    assert networks == [("offline", "1\n"), ("online", "0\n")]


def test_lock_credentials(run: Run, phone: Phone) -> None:
    phone.configure(passcode="1111")
    refused = run("locksettings set-pin --old 9999 2222")
    assert refused.status == 255
    assert "9999" not in refused.err + refused.out
    accepted = run("locksettings set-pin --old 1111 2222")
    assert phone.passcode.text == "2222"
    assert "set to" in accepted.out
    assert "2222" not in accepted.out
    assert run("locksettings get-disabled").out == "false\n"
    run("locksettings clear --old 2222")
    assert run("locksettings get-disabled").out == "true\n"


def test_input_methods(run: Run) -> None:
    before = run("settings get secure default_input_method").out.strip()
    run("ime enable io.appium.settings/.UnicodeIME; ime set io.appium.settings/.UnicodeIME")
    assert run("settings get secure default_input_method").out == "io.appium.settings/.UnicodeIME\n"
    assert "io.appium.settings/.UnicodeIME" in run("ime list -s").out
    run("ime reset")
    assert run("ime list -s").out.split() == [before]


def test_text_for_the_keyboards_of_appium(run: Run, phone: Phone) -> None:
    """One takes modified UTF-7, one the action of the field between slashes."""
    phone.apps.activate("com.android.vending")

    def typed() -> str:
        bar = phone.glass.screen().by_ident("search_bar")
        assert bar is not None
        phone.hand.tap_widget(bar)
        return bar.shown_text

    assert typed() == ""
    run("ime enable io.appium.settings/.UnicodeIME; ime set io.appium.settings/.UnicodeIME")
    run("input text 'z&APw-%s&2D3eAE9gWX0- &-'")
    assert typed() == "zü 😀你好 &"
    assert run("input text '&2D3-'").status == 255
    assert phone.glass.screen().by_ident("no_results") is None
    run("ime enable io.appium.settings/.AppiumIME; ime set io.appium.settings/.AppiumIME")
    run("input text /search/")
    assert typed() == "zü 😀你好 &"
    assert phone.glass.screen().by_ident("no_results") is not None
    run("ime reset; input text /search/")
    assert typed() == "zü 😀你好 &/search/"


def test_log(run: Run, system: AndroidSystem) -> None:
    system.log.write(system, "I", "Sample", "hello")
    assert "I Sample: hello" in run("logcat -d").out
    run("logcat -c")
    assert "hello" not in run("logcat -d").out


def test_doze_whitelist(run: Run) -> None:
    assert run(f"dumpsys deviceidle whitelist +{SAMPLE}").out == f"Added: {SAMPLE}\n"
    assert f"user,{SAMPLE}," in run("dumpsys deviceidle whitelist").out
    assert run("dumpsys deviceidle whitelist +no.such").status == 255


def test_app_ops(run: Run) -> None:
    run(f"appops set {SAMPLE} android:mock_location allow")
    assert run(f"appops get {SAMPLE}").out == "android:mock_location: allow\n"


def test_helper_service_runs_in_the_foreground_once_started(run: Run) -> None:
    assert "isForeground" not in run("dumpsys activity services io.appium.settings").out
    run("am start -n io.appium.settings/.Settings -a android.intent.action.MAIN")
    assert "isForeground=true" in run("dumpsys activity services io.appium.settings").out
    run("am force-stop io.appium.settings")
    assert "isForeground" not in run("dumpsys activity services io.appium.settings").out


def test_instrumentation_runs_until_it_is_stopped(run: Run, system: AndroidSystem) -> None:
    ended: list[bool] = []
    system.instrumentation_ended.append(lambda: ended.append(True))
    target = "io.appium.uiautomator2.server.test/androidx.test.runner.AndroidJUnitRunner"
    said = run(f"am instrument -w {target} | (sleep 0.05; am force-stop io.appium.uiautomator2.server; cat)")
    assert "INSTRUMENTATION_CODE: -1" in said.out
    assert ended == [True]
    assert "io.appium.uiautomator2.server" not in run("ps -A").out
