"""Everything else: properties, settings, radios, keys, the lock, the notification list, the time."""

from __future__ import annotations

from reference_system.phones.android.keys import UnknownKey, key_code, press
from reference_system.phones.android.packages import SDK
from reference_system.phones.android.shell.command_line import Call, Failure, Table, register, verb
from reference_system.phones.android.shell.package_manager import VERBS as PACKAGE_VERBS
from reference_system.phones.android.system import Radio

COMMANDS: Table = {}
_SERVICES: Table = {"package": verb(PACKAGE_VERBS)}
COMMANDS["cmd"] = verb(_SERVICES)
_RADIOS: dict[str, Radio] = {"wifi_on": "wifi", "mobile_data": "data", "airplane_mode_on": "airplane"}
_PROPERTIES = {"ro.build.version.sdk": str(SDK), "ro.build.version.release": "14"}


@register(COMMANDS, "echo")
async def _echo(call: Call) -> None:
    await call.say(" ".join(call.args) + "\n")


@register(COMMANDS, "export", "ime", "mkdir")
async def _nothing(_call: Call) -> None:
    """What is taken note of and changes nothing here: variables, and which keyboard types."""


@register(COMMANDS, "getprop")
async def _getprop(call: Call) -> None:
    name = call.args[0] if call.args else ""
    known = {**_PROPERTIES, "persist.sys.locale": call.system.language}
    await call.say(known.get(name, "") + "\n")


@register(COMMANDS, "settings")
async def _settings(call: Call) -> None:
    settings = call.system.settings
    match call.args:
        case ["get", "global", "wifi_on" | "mobile_data" | "airplane_mode_on" as name]:
            await call.say(str(int(call.system.radio[_RADIOS[name]])))
        case ["get", space, name]:
            await call.say(settings.get((space, name), "null"))
        case ["put", space, name, value]:
            settings[space, name] = value
        case ["delete", space, name]:
            await call.say(f"Deleted {int(settings.pop((space, name), None) is not None)} rows")
        case _:
            raise Failure("Bad arguments", 255)


@register(COMMANDS, "svc")
async def _svc(call: Call) -> None:
    match call.args:
        case ["wifi" | "data" as radio, "enable" | "disable" as state]:
            call.system.switch(radio, state == "enable")
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args)}", 255)


@register(_SERVICES, "connectivity")
async def _connectivity(call: Call) -> None:
    match call.args:
        case ["airplane-mode", "enable" | "disable" as state]:
            call.system.switch("airplane", state == "enable")
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args)}", 255)


@register(_SERVICES, "statusbar")
async def _statusbar(call: Call) -> None:
    match call.args:
        case ["expand-notifications"]:
            call.system.phone.shade.open()
        case ["collapse"]:
            call.system.phone.shade.close()
        case _:
            raise Failure(f"Unknown command: {' '.join(call.args)}", 255)


@register(COMMANDS, "wm")
async def _wm(call: Call) -> None:
    if call.args != ["dismiss-keyguard"]:
        raise Failure(f"Unknown command: {' '.join(call.args)}", 255)
    call.system.phone.lock.wake()


@register(COMMANDS, "input")
async def _input(call: Call) -> None:
    match call.args:
        case ["keyevent", key]:
            try:
                press(call.system.phone, key_code(key))
            except UnknownKey as error:
                raise Failure(f"Error: Invalid arguments for command: keyevent: {error}", 255) from error
        case _:
            raise Failure(f"Error: Unknown command: {' '.join(call.args[:1])}", 255)


@register(COMMANDS, "ps")
async def _ps(call: Call) -> None:
    """Without ``-A`` only the caller's own; the driver asks for the help to learn whether there is ``-A``."""
    if call.args == ["--help"]:
        await call.say("usage: ps [-A]\n-A  All processes")
        return
    lines = [f"u0_a100 {pid} 1 1 1 0 0 S {name}" for pid, name in call.system.processes().items()]
    await call.say("\n".join(["USER PID PPID VSZ RSS WCHAN ADDR S NAME", *lines]))


@register(COMMANDS, "date")
async def _date(call: Call) -> None:
    form = next((word[1:] for word in call.args if word.startswith("+")), "%a %b %d %T %Z %Y")
    await call.say(call.system.phone.clock.now().strftime(form))


@register(COMMANDS, "cat")
async def _cat(call: Call) -> None:
    """The open sockets, among which the driver looks for web pages: there are none."""
    if call.args != ["/proc/net/unix"]:
        raise Failure(f"cat: {' '.join(call.args)}: No such file or directory")


@register(COMMANDS, "logcat")
async def _logcat(call: Call) -> None:
    """Nothing is logged; whoever listens hears so at once and may go on listening."""
    await call.say("--------- beginning of main")
    await call.streams.hung_up.wait()


@register(COMMANDS, "screenrecord")
async def _screenrecord(call: Call) -> None:
    """Refused, but not ended: the driver begins the next recording at once where one has ended."""
    await call.streams.err(b"screenrecord: the screen of this phone cannot be recorded\n")
    await call.streams.hung_up.wait()
