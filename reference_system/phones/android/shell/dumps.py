"""``dumpsys``: the lines that the driver looks for in the state of Android's services."""

from __future__ import annotations

from reference_system.phones.android.packages import AUTOMATION, HELPER
from reference_system.phones.android.shell.command_line import Call, Failure, Table, register
from reference_system.phones.android.system import AndroidSystem

_SERVICES: Table = {}
COMMANDS: Table = {}


@register(COMMANDS, "dumpsys")
async def _dumpsys(call: Call) -> None:
    name, *args = call.args or [""]
    service = _SERVICES.get(name)
    if service is None:
        raise Failure(f"Can't find service: {name}", 20)
    await service(call.sub(name, args))


@register(_SERVICES, "package")
async def _package(call: Call) -> None:
    for name in call.args:
        await call.say(_described(call.system, name))


def _described(system: AndroidSystem, name: str) -> str:
    app = system.phone.apps.get(name)
    if app is None and name not in AUTOMATION:
        return f"Dexopt state:\n  Unable to find package: {name}"
    lines = ["Packages:", f"  Package [{name}] (1a2b3c4):"]
    if app is not None:
        lines.append(f"    versionName={app.version}")
        granted = system.permissions(app)
        lines += ["    requested permissions:", *(f"      {permission}" for permission in granted)]
        lines += ["    User 0: installed=true", "      runtime permissions:"]
        lines += [f"        {one}: granted={str(yes).lower()}, flags=[ ]" for one, yes in granted.items()]
    return "\n".join(lines)


@register(_SERVICES, "activity")
async def _activity(call: Call) -> None:
    match call.args:
        case ["processes"]:
            lines = [
                f"  *APP* UID 10100 ProcessRecord{{1a2b3c {pid}:{name}/u0a100}}"
                for pid, name in call.system.processes().items()
            ]
            await call.say("\n".join(["ACTIVITY MANAGER RUNNING PROCESSES", *lines]))
        case ["services", name] if name == HELPER:
            await call.say(
                f"  * ServiceRecord{{1a2b3c u0 {HELPER}/.NLService}}\n    isForeground=true foregroundId=1"
            )
        case ["services", _]:
            await call.say("  (nothing)")
        case _:
            raise Failure(f"Bad activity command: {' '.join(call.args)}", 255)


@register(_SERVICES, "window")
async def _window(call: Call) -> None:
    """Whether the phone is locked, and what is in front."""
    locked = str(call.system.phone.lock.closed).lower()
    package, activity, window = call.system.focus
    await call.say(
        f"WINDOW MANAGER\n    mShowingLockscreen={locked} mScreenOnFully=true\n"
        f"  mCurrentFocus=Window{{1a2b3c u0 {window}}}\n"
        f"  mFocusedApp=ActivityRecord{{1a2b3c u0 {package}/{activity} t1}}"
    )


@register(_SERVICES, "power")
async def _power(call: Call) -> None:
    await call.say("POWER MANAGER\n  mHoldingDisplaySuspendBlocker=true\nDisplay Power: state=ON")


@register(_SERVICES, "input_method")
async def _input_method(call: Call) -> None:
    shown = str(call.system.phone.glass.keyboard_shown).lower()
    await call.say(f"Input Method Manager\n  mInputShown={shown} mIsInputViewShown={shown}")


@register(_SERVICES, "deviceidle")
async def _deviceidle(call: Call) -> None:
    """Who may run while the phone dozes: it never does."""
