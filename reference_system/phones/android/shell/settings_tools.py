"""Properties, settings, display, radios, input methods and the lock: what changes how the phone behaves."""

from __future__ import annotations

import re

from reference_system.phones.android.shell.interpreter import Call, Failure, Table, register
from reference_system.phones.android.system import KEYBOARD, LOCALES

COMMANDS: Table = {}
_NAMESPACES = ("system", "secure", "global")
_SERVICES = (
    ("activity", "android.app.IActivityManager"),
    ("alarm", "android.app.IAlarmManager"),
    ("fingerprint", "android.hardware.fingerprint.IFingerprintService"),
    ("input_method", "com.android.internal.view.IInputMethodManager"),
    ("notification", "android.app.INotificationManager"),
    ("package", "android.content.pm.IPackageManager"),
    ("power", "android.os.IPowerManager"),
    ("window", "android.view.IWindowManager"),
)


@register(COMMANDS, "getprop")
async def _getprop(call: Call) -> None:
    if call.args:
        value = call.system.property_of(call.args[0])
        await call.streams.out(f"{value or (call.args[1] if len(call.args) > 1 else '')}\n".encode())
        return
    await call.say("\n".join(f"[{name}]: [{value}]" for name, value in call.system.all_properties().items()))


@register(COMMANDS, "setprop")
async def _setprop(call: Call) -> None:
    if len(call.args) != 2:
        raise Failure("usage: setprop NAME VALUE")
    name, value = call.args
    if name.startswith("ro."):
        raise Failure(f"Failed to set property '{name}' to '{value}'.\nSee dmesg for error reason.")
    if name == "persist.sys.locale":
        wanted = next((locale for locale, tag in LOCALES.items() if value in (locale, tag)), None)
        if wanted is None:
            raise Failure(
                f"Failed to set property '{name}' to '{value}'.\n"
                f"This phone speaks {', '.join(LOCALES.values())}."
            )
        call.system.phone.configure(locale=wanted)
        return
    call.system.properties[name] = value


@register(COMMANDS, "settings")
async def _settings(call: Call) -> None:
    words = [
        word
        for word in call.args
        if word not in ("--user", "0", "current", "--lineage") or call.args[0] == "put"
    ]
    match words:
        case ["get", space, name] if space in _NAMESPACES:
            await call.say(call.system.settings[space].get(name, "null"))
        case ["put", space, name, value, *_] if space in _NAMESPACES:
            call.system.settings[space][name] = value
            if space == "global" and name == "airplane_mode_on":
                call.system.set_radio(airplane=value == "1")
            if space == "system" and name == "user_rotation" and value.isdigit():
                call.system.rotation = int(value) % 4
        case ["delete" | "reset", space, name, *_] if space in _NAMESPACES:
            gone = call.system.settings[space].pop(name, None)
            await call.say(f"Deleted {0 if gone is None else 1} rows")
        case ["list", space] if space in _NAMESPACES:
            values = sorted(call.system.settings[space].items())
            await call.say("\n".join(f"{name}={value}" for name, value in values))
        case [_, space, *_] if space not in _NAMESPACES:
            raise Failure(f"Invalid namespace '{space}'", 255)
        case _:
            raise Failure("Bad arguments", 255)


@register(COMMANDS, "wm")
async def _wm(call: Call) -> None:
    match call.args:
        case ["size"]:
            width, height = call.system.size_px()
            await call.say(f"Physical size: {width}x{height}")
        case ["density"]:
            await call.say(f"Physical density: {call.system.density_dpi()}")
        case ["size" | "density", "reset"] | ["dismiss-keyguard"]:
            if call.args == ["dismiss-keyguard"] and call.system.phone.lock.closed:
                call.system.phone.lock.wake()
        case ["size" | "density" as what, _]:
            raise Failure(f"Error: the {what} of this phone's display is fixed", 255)
        case ["user-rotation", "lock" | "free", *rest]:
            call.system.rotation = int(rest[0]) % 4 if rest and rest[0].isdigit() else call.system.rotation
        case ["user-rotation"]:
            await call.say(f"lock {call.system.rotation}")
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args)}", 255)


@register(COMMANDS, "svc")
async def _svc(call: Call) -> None:
    match call.args:
        case ["wifi" | "data" | "nfc" | "bluetooth" as what, "enable" | "disable" as state]:
            call.system.set_radio(**{what: state == "enable"})
        case ["power", "stayon", _]:
            return
        case ["power", "reboot" | "shutdown", *_]:
            raise Failure("svc: this phone is not restarted by adb", 255)
        case _:
            raise Failure(f"svc: unknown command {' '.join(call.args)}", 1)


@register(COMMANDS, "ime")
async def _ime(call: Call) -> None:
    secure = call.system.settings["secure"]
    enabled = secure["enabled_input_methods"].split(":")
    match [word for word in call.args if word not in ("--user", "0")]:
        case ["list", *flags]:
            shown = call.system.keyboards if "-a" in flags else enabled
            await call.say(
                "\n".join(shown if "-s" in flags else [f"{name}:\n  mId={name}" for name in shown])
            )
        case ["enable", name] if name in call.system.keyboards:
            if name not in enabled:
                secure["enabled_input_methods"] = ":".join([*enabled, name])
            await call.say(
                f"Input method {name}: {'already' if name in enabled else 'now'} enabled for user #0"
            )
        case ["disable", name] if name in call.system.keyboards:
            secure["enabled_input_methods"] = ":".join(each for each in enabled if each != name)
            await call.say(
                f"Input method {name}: {'now' if name in enabled else 'already'} disabled for user #0"
            )
        case ["set", name] if name in call.system.keyboards:
            secure["default_input_method"] = name
            await call.say(f"Input method {name} selected for user #0")
        case ["reset"]:
            secure["default_input_method"] = secure["enabled_input_methods"] = KEYBOARD
            await call.say(f"Reset current and enabled IMEs for user #0\n  Newly selected: {KEYBOARD}")
        case ["enable" | "disable" | "set", name]:
            raise Failure(f"Unknown input method {name} cannot be {call.args[0]} for user #0", 255)
        case _:
            raise Failure("Unknown command", 255)


@register(COMMANDS, "locale")
async def _locale(call: Call) -> None:
    await call.say(LOCALES[call.system.phone.locale])


@register(COMMANDS, "appops")
async def _appops(call: Call) -> None:
    match [word for word in call.args if word not in ("--user", "--uid", "0")]:
        case ["set", package, operation, mode]:
            if call.system.package(package) is None:
                raise Failure(f"Error: No UID for {package} in user 0", 255)
            call.system.permission_modes[package, operation] = mode
        case ["get", package, *operations]:
            modes = {
                name: mode for (owner, name), mode in call.system.permission_modes.items() if owner == package
            }
            shown = {name: modes[name] for name in operations if name in modes} if operations else modes
            await call.say("\n".join(f"{name}: {mode}" for name, mode in shown.items()) or "No operations.")
        case ["reset", *_]:
            call.system.permission_modes.clear()
            await call.say("Reset all modes to default values.")
        case _:
            raise Failure("Unknown command", 255)


@register(COMMANDS, "service")
async def _service(call: Call) -> None:
    match call.args:
        case ["list"]:
            lines = [f"{number}\t{name}: [{interface}]" for number, (name, interface) in enumerate(_SERVICES)]
            await call.say("\n".join([f"Found {len(_SERVICES)} services:", *lines]))
        case ["check", name]:
            known = name in dict(_SERVICES)
            await call.say(f"Service {name}: {'found' if known else 'not found'}")
        case ["call", "notification", "1"]:
            if call.system.phone.glass.screen().active.name == "notifications":
                call.system.phone.hand.press("back")
            await call.say("Result: Parcel(00000000    '....')")
        case ["call", "alarm", "3", "s16", zone]:
            call.system.properties["persist.sys.timezone"] = zone
            await call.say("Result: Parcel(00000000    '....')")
        case ["call", name, *_]:
            raise Failure(
                f"service: {name}: this phone's services answer to their commands, not to raw calls", 10
            )
        case _:
            raise Failure("Usage: service list | check NAME | call SERVICE CODE", 10)


@register(COMMANDS, "locksettings")
async def _locksettings(call: Call) -> None:
    phone = call.system.phone
    match call.args:
        case ["help"]:
            await call.say(
                "lockSettings service commands:\n  get-disabled\n  set-pin [--old <CREDENTIAL>] <PIN>\n"
                "  verify\n  clear"
            )
        case ["get-disabled"]:
            await call.say("false" if phone.passcode.text else "true")
        case ["set-pin", pin] | ["set-pin", "--old", _, pin] if re.fullmatch(r"\d{4,}", pin):
            _require_old(call)
            phone.configure(passcode=pin)
            await call.say(f"Pin set to '{'*' * len(pin)}'")
        case ["clear", *_]:
            _require_old(call)
            phone.configure(passcode="")
            await call.say("Lock credential cleared")
        case ["verify", *_]:
            _require_old(call)
            await call.say("Lock credential verified successfully")
        case _:
            raise Failure(f"Unknown command: {call.args[0] if call.args else ''}", 255)


def _require_old(call: Call) -> None:
    given = call.args[call.args.index("--old") + 1] if "--old" in call.args[:-1] else ""
    if call.system.phone.passcode.text and given != call.system.phone.passcode.text:
        raise Failure("Old password '' didn't match" if not given else "Old password didn't match", 255)


@register(COMMANDS, "device_config")
async def _device_config(call: Call) -> None:
    if call.args[:1] != ["get"]:
        raise Failure("device_config: only 'get' is possible", 255)
    await call.say("null")
