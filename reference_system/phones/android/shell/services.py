"""``cmd``: commands to Android's services that have no program of their own."""

from __future__ import annotations

from reference_system.phones.android.shell.activity_manager import activity_command
from reference_system.phones.android.shell.interpreter import Call, Failure, Table, register
from reference_system.phones.android.shell.package_manager import package_command

COMMANDS: Table = {}
_SERVICES: Table = {"package": package_command, "activity": activity_command}


@register(COMMANDS, "cmd")
async def _cmd(call: Call) -> int:
    words = [word for word in call.args if word != "-w"]
    if words == ["-l"]:
        await call.say("Currently running services:\n" + "\n".join(f"  {name}" for name in sorted(_SERVICES)))
        return 0
    name, *args = words or [""]
    service = _SERVICES.get(name)
    if service is None:
        raise Failure(f"cmd: Can't find service: {name}", 20)
    return await service(call.sub(name, args)) or 0


@register(_SERVICES, "notification")
async def _notification(call: Call) -> None:
    phone = call.system.phone
    match call.args:
        case ["post", *words] if len(words) >= 2:
            await call.complain(
                "cmd notification post: this phone shows the notifications of its apps; the lab sends them"
            )
            raise Failure("", 255)
        case ["list"]:
            listed = [f"0|{each.app.app_id}|{each.serial}|null|10100" for each in phone.notifications.items]
            await call.say("\n".join(listed))
        case ["allow_listener" | "disallow_listener" | "allow_dnd" | "disallow_dnd" | "set_dnd", _, *_]:
            return
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args[:1])}", 255)


@register(_SERVICES, "statusbar")
async def _statusbar(call: Call) -> None:
    phone = call.system.phone
    match call.args:
        case ["expand-notifications"] | ["expand-settings"]:
            phone.shade.open()
        case ["collapse"]:
            if phone.shade.page is not None:
                phone.shade.close()
        case ["get-status-icons"]:
            await call.say("wifi\nmobile\nbattery\nclock")
        case ["check-support"]:
            await call.say("true")
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args[:1])}", 255)


@register(_SERVICES, "wifi")
async def _wifi(call: Call) -> None:
    match call.args:
        case ["set-wifi-enabled", "enabled" | "disabled" as state]:
            call.system.set_radio(wifi=state == "enabled")
        case ["status"]:
            await call.say("Wifi is enabled" if call.system.radio.wifi else "Wifi is disabled")
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args[:1])}", 255)


@register(_SERVICES, "phone")
async def _phone(call: Call) -> None:
    match call.args:
        case ["data", "enable" | "disable" as state]:
            call.system.set_radio(data=state == "enable")
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args[:1])}", 255)


@register(_SERVICES, "bluetooth_manager")
async def _bluetooth(call: Call) -> None:
    match call.args:
        case ["enable" | "disable" as state]:
            call.system.set_radio(bluetooth=state == "enable")
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args[:1])}", 255)


@register(_SERVICES, "connectivity")
async def _connectivity(call: Call) -> None:
    match call.args:
        case ["airplane-mode"]:
            await call.say("enabled" if call.system.radio.airplane else "disabled")
        case ["airplane-mode", "enable" | "disable" as state]:
            on = state == "enable"
            call.system.set_radio(airplane=on, wifi=not on)
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args[:1])}", 255)


@register(_SERVICES, "uimode")
async def _uimode(call: Call) -> None:
    match call.args:
        case ["night"]:
            await call.say(f"Night mode: {call.system.night_mode}")
        case ["night", "yes" | "no" | "auto" as mode]:
            call.system.night_mode = mode
            await call.say(f"Night mode: {mode}")
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args[:1])}", 255)


@register(_SERVICES, "deviceidle")
async def _deviceidle(call: Call) -> None:
    await deviceidle(call)


async def deviceidle(call: Call) -> None:
    """``dumpsys deviceidle`` and ``cmd deviceidle``: who may run while the phone dozes."""
    if call.args[:1] not in ([], ["whitelist"]):
        raise Failure(f"Unknown command: {call.args[0]}", 255)
    changes = [word for word in call.args[1:] if word[:1] in "+-"]
    for word in changes:
        if call.system.package(word[1:]) is None:
            raise Failure(f"Unknown package: {word[1:]}", 255)
        (call.system.idle_whitelist.add if word[0] == "+" else call.system.idle_whitelist.discard)(word[1:])
        await call.say(f"{'Added' if word[0] == '+' else 'Removed'}: {word[1:]}")
    if not changes:
        await call.say("\n".join(f"user,{name},10100" for name in sorted(call.system.idle_whitelist)))


@register(_SERVICES, "location")
async def _location(call: Call) -> None:
    secure = call.system.settings["secure"]
    match call.args:
        case ["is-location-enabled"]:
            await call.say("true" if secure["location_mode"] != "0" else "false")
        case ["set-location-enabled", "true" | "false" as state, *_]:
            secure["location_mode"] = "3" if state == "true" else "0"
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args[:1])}", 255)


@register(_SERVICES, "clipboard")
async def _clipboard(call: Call) -> None:
    match call.args:
        case ["get-primary-clip" | "get"]:
            await call.say(call.system.clipboard)
        case ["set-primary-clip" | "set", text]:
            call.system.clipboard = text
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args[:1])}", 255)
