"""``dumpsys``: the state of Android's services, in the lines that people and drivers look for."""

from __future__ import annotations

import json

from reference_system.phones.android.packages import SETTINGS_HELPER
from reference_system.phones.android.shell.interpreter import Call, Failure, Table, register
from reference_system.phones.android.shell.package_manager import describe
from reference_system.phones.android.shell.services import deviceidle
from reference_system.phones.android.system import AndroidSystem
from reference_system.phones.model.apps import AppState

COMMANDS: Table = {}
_SERVICES: Table = {"deviceidle": deviceidle}


@register(COMMANDS, "dumpsys")
async def _dumpsys(call: Call) -> int:
    words = list(call.args)
    while words and words[0] in ("-t", "--timeout", "-T"):
        del words[:2]
    if words in ([], ["-l"]):
        await call.say("Currently running services:\n" + "\n".join(f"  {name}" for name in sorted(_SERVICES)))
        return 0
    name, *args = words
    service = _SERVICES.get(name)
    if service is None:
        raise Failure(f"Can't find service: {name}", 20)
    return await service(call.sub(name, args)) or 0


@register(_SERVICES, "package")
async def _package(call: Call) -> None:
    names = [word for word in call.args if not word.startswith("-") and word != "packages"]
    for name in names or list(call.system.packages()):
        await call.say(describe(call.system, name))


@register(_SERVICES, "activity")
async def _activity(call: Call) -> None:
    what, *args = call.args or ["activities"]
    if what in ("services", "s"):
        await call.say(_running_services(call.system, args))
    elif what in ("processes", "p"):
        lines = ["ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)", "  All known processes:"]
        lines += [
            f"  *APP* UID 10100 ProcessRecord{{{each.pid:07x} {each.pid}:{each.name}/u0a100}}"
            for each in call.system.processes()
            if "." in each.name
        ]
        await call.say("\n".join(lines))
    elif what in ("activities", "a", "top", "recents", "r"):
        await call.say(_activities(call.system))
    else:
        raise Failure(f"Bad activity command, or no activities match: {what}", 255)


def _running_services(system: AndroidSystem, args: list[str]) -> str:
    wanted = args[0].partition("/")[0] if args else SETTINGS_HELPER
    process = system.started_process(SETTINGS_HELPER)
    lines = ["ACTIVITY MANAGER SERVICES (dumpsys activity services)"]
    if (
        process is None
        or wanted != SETTINGS_HELPER
        or (args and "/" in args[0] and "NLService" not in args[0])
    ):
        return "\n".join([*lines, "  (nothing)"])
    return "\n".join(
        [
            *lines,
            "  User 0 active services:",
            f"  * ServiceRecord{{1a2b3c u0 {SETTINGS_HELPER}/.NLService}}",
            f"    packageName={SETTINGS_HELPER}",
            f"    app=ProcessRecord{{{process.pid:07x} {process.pid}:{SETTINGS_HELPER}/u0a140}}",
            "    isForeground=true foregroundId=1",
        ]
    )


def _activities(system: AndroidSystem) -> str:
    package, activity, _ = system.focus
    record = f"ActivityRecord{{{hash_of(package)} u0 {package}/{activity} t1}}"
    lines = ["ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)", f"  mResumedActivity: {record}"]
    lines += [f"  ResumedActivity: {record}", f"  topResumedActivity={record}"]
    for app_id, app in system.phone.apps.items():
        if system.phone.apps.state(app_id) >= AppState.BACKGROUND:
            lines.append(f"    * Hist  #0: ActivityRecord{{{hash_of(app_id)} u0 {app_id}/{app.activity} t2}}")
    return "\n".join(lines)


def hash_of(name: str) -> str:
    """A number that looks like an object's, always the same for a name."""
    return f"{sum(ord(letter) * 31**index for index, letter in enumerate(name)) & 0xFFFFFFF:07x}"


@register(_SERVICES, "window")
async def _window(call: Call) -> None:
    system = call.system
    width, height = system.size_px()
    package, activity, focus = system.focus
    locked = str(system.phone.lock.closed).lower()
    policy = [
        "WINDOW MANAGER POLICY STATE (dumpsys window policy)",
        "    mAwake=true mScreenOnEarly=true mScreenOnFully=true",
        "    KeyguardServiceDelegate",
        f"      showing={locked}",
        f"      inputRestricted={locked}",
        "      screenState=SCREEN_STATE_ON",
        "      KeyguardStateMonitor",
        f"        mIsShowing={locked}",
        "        mSimSecure=false",
        f"        mInputRestricted={locked}",
    ]
    display = [
        "WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)",
        "  Display: mDisplayId=0",
        f"    init={width}x{height} {system.density_dpi()}dpi cur={width}x{height} app={width}x{height}",
        f"  mCurrentFocus=Window{{{hash_of(focus)} u0 {focus}}}",
        f"  mFocusedApp=ActivityRecord{{{hash_of(package)} u0 {package}/{activity} t1}}",
    ]
    parts = {"policy": policy, "displays": display, "windows": _windows(system, focus)}
    chosen = [parts[word] for word in call.args if word in parts] or list(parts.values())
    await call.say("\n\n".join("\n".join(part) for part in chosen))


def _windows(system: AndroidSystem, focus: str) -> list[str]:
    width, height = system.size_px()
    metrics = system.phone.glass.screen().metrics
    top, bottom = round(metrics.top * metrics.scale), round(metrics.bottom * metrics.scale)
    frames = {
        "StatusBar": f"[0,0][{width},{top}]",
        "NavigationBar0": f"[0,{height - bottom}][{width},{height}]",
    }
    lines = ["WINDOW MANAGER WINDOWS (dumpsys window windows)"]
    for number, (name, frame) in enumerate(frames.items()):
        lines += [
            f"  Window #{number} Window{{{hash_of(name)} u0 {name}}}:",
            f"    mDisplayId=0 package={system.phone.system_app_id}",
            f"    mViewVisibility=0x0 mHaveFrame=true frame={frame}",
            "    isOnScreen=true",
            "",
        ]
    keyboard = "true" if system.phone.glass.keyboard_shown else "false"
    return [
        *lines,
        f"  mCurrentFocus=Window{{{hash_of(focus)} u0 {focus}}}",
        f"  mInputMethodShown={keyboard}",
    ]


@register(_SERVICES, "power")
async def _power(call: Call) -> None:
    await call.say(
        "POWER MANAGER (dumpsys power)\n  mWakefulness=Awake\n  mIsPowered=true\n"
        "  mHoldingDisplaySuspendBlocker=true\nDisplay Power: state=ON"
    )


@register(_SERVICES, "input_method")
async def _input_method(call: Call) -> None:
    shown = str(call.system.phone.glass.keyboard_shown).lower()
    await call.say(
        "Current Input Method Manager state:\n"
        f"  mCurMethodId={call.system.settings['secure']['default_input_method']}\n"
        f"  mInputShown={shown} mIsInputViewShown={shown}"
    )


@register(_SERVICES, "input")
async def _input(call: Call) -> None:
    await call.say(
        f"INPUT MANAGER (dumpsys input)\n  Viewport INTERNAL: SurfaceOrientation: {call.system.rotation}"
    )


@register(_SERVICES, "battery")
async def _battery(call: Call) -> None:
    battery = call.system.battery
    match call.args:
        case ["set", "level", level] if level.isdigit():
            battery.level = min(100, int(level))
        case ["unplug"] | ["set", "ac", "0"]:
            battery.plugged = False
        case ["reset"] | ["set", "ac", "1"]:
            battery.plugged = True
        case []:
            await call.say(
                f"Current Battery Service state:\n  AC powered: {str(battery.plugged).lower()}\n"
                f"  USB powered: false\n  status: {2 if battery.plugged else 3}\n  health: 2\n"
                f"  present: true\n  level: {battery.level}\n  scale: 100\n"
                "  voltage: 5000\n  temperature: 250\n  technology: Li-ion"
            )
        case _:
            raise Failure(f"Unknown set option: {' '.join(call.args)}", 255)


@register(_SERVICES, "display")
async def _display(call: Call) -> None:
    width, height = call.system.size_px()
    await call.say(
        'DISPLAY MANAGER (dumpsys display)\n  mBaseDisplayInfo=DisplayInfo{"Built-in Screen", displayId 0, '
        f"real {width} x {height}, "
        f"density {call.system.density_dpi()}, 60.0 fps}}\n    deviceWidth={width}, deviceHeight={height}"
    )


@register(_SERVICES, "SurfaceFlinger")
async def _surface_flinger(call: Call) -> None:
    await call.say(
        'Display 4619827259835644672 (HWC display 0): port=0 pnpId=GGL displayName="EMU_display_0"'
    )


@register(_SERVICES, "notification")
async def _notification(call: Call) -> None:
    lines = ["Current Notification Manager state:", "  Notification List:"]
    for each in call.system.phone.notifications.items:
        shown = each.app.worded(each.notification)
        lines += [
            f"    NotificationRecord(0x{each.serial:08x}: pkg={each.app.app_id} id={each.serial})",
            f"        android.title=String ({json.dumps(shown.title, ensure_ascii=False)[1:-1]})",
            f"        android.text=String ({json.dumps(shown.body, ensure_ascii=False)[1:-1]})",
        ]
    await call.say("\n".join(lines))


@register(_SERVICES, "wifi", "connectivity", "telephony.registry")
async def _network(call: Call) -> None:
    radio = call.system.radio
    await call.say(
        f"Wi-Fi is {'enabled' if radio.wifi else 'disabled'}\n"
        f"mobile data is {'enabled' if radio.data else 'disabled'}\n"
        f"airplane mode is {'on' if radio.airplane else 'off'}"
    )


@register(_SERVICES, "fingerprint")
async def _fingerprint(call: Call) -> None:
    phone = call.system.phone
    count = 1 if phone.sensor == "fingerprint" and phone.enrolled else 0
    prints = [{"id": 0, "count": count, "accept": 0, "reject": 0}] if phone.sensor == "fingerprint" else []
    await call.say(json.dumps({"service": "Fingerprint Manager", "prints": prints}))
