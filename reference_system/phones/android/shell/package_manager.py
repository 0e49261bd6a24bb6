"""``pm`` and ``cmd package``: what is installed, installing, permissions, who answers an intent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from reference_system.phones.android.packages import ApkError, Package, read_apk
from reference_system.phones.android.shell.interpreter import Call, Failure, Table, register
from reference_system.phones.android.system import AndroidSystem

COMMANDS: Table = {}
_VERBS: Table = {}
_WITH_VALUE = (
    "-i",
    "-S",
    "--user",
    "--install-location",
    "--abi",
    "--originating-uri",
    "--referrer",
    "--uid",
    "-f",
)
_RUNTIME = (
    "CAMERA",
    "POST_NOTIFICATIONS",
    "READ_CONTACTS",
    "RECORD_AUDIO",
    "READ_SMS",
    "SEND_SMS",
    "CALL_PHONE",
)


@register(COMMANDS, "pm")
async def _pm(call: Call) -> int:
    return await package_command(call)


async def package_command(call: Call) -> int:
    """Run ``call.args`` as the arguments of ``cmd package``."""
    verb, *args = call.args or ["help"]
    command = _VERBS.get(verb)
    if command is None:
        raise Failure(f"Unknown command: {verb}", 255)
    return await command(call.sub(verb, args)) or 0


def _without_options(args: Sequence[str], with_value: Sequence[str] = _WITH_VALUE) -> list[str]:
    words, skip = [], False
    for word in args:
        if skip:
            skip = False
        elif word in with_value:
            skip = True
        elif not word.startswith("-"):
            words.append(word)
    return words


def _value(args: Sequence[str], option: str) -> str | None:
    return args[args.index(option) + 1] if option in args[:-1] else None


def _known(call: Call, name: str) -> Package:
    package = call.system.package(name)
    if package is None:
        raise Failure(f"Error: package not found: {name}")
    return package


@register(_VERBS, "list")
async def _list(call: Call) -> None:
    what, *args = call.args or [""]
    if what in ("packages", "package"):
        await call.say("\n".join(_package_lines(call.system, args)))
    elif what == "instrumentation":
        wanted = _without_options(args)
        lines = [
            f"instrumentation:{package.name}/{runner} (target={target})"
            for package in call.system.packages().values()
            for runner, target in package.instrumentations
            if not wanted or target in wanted
        ]
        await call.say("\n".join(lines))
    elif what == "users":
        await call.say("Users:\n\tUserInfo{0:Owner:4c13} running")
    elif what == "features":
        await call.say(
            "feature:reqGlEsVersion=0x30000\nfeature:android.hardware.camera\nfeature:android.hardware.fingerprint\n"
            "feature:android.hardware.touchscreen"
        )
    elif what == "libraries":
        await call.say("library:android.test.base\nlibrary:android.test.runner")
    elif what in ("permission-groups", "permissions"):
        await call.say("\n".join(f"permission:android.permission.{name}" for name in _RUNTIME))
    else:
        raise Failure(f"Error: unknown list type '{what}'", 255)


def _package_lines(system: AndroidSystem, args: Sequence[str]) -> list[str]:
    part = next(iter(_without_options(args, ("--user", "--uid"))), "")
    lines = []
    for package in system.packages().values():
        if (
            part not in package.name
            or ("-3" in args and not package.third_party)
            or ("-s" in args and package.third_party)
        ):
            continue
        line = f"package:{package.path}={package.name}" if "-f" in args else f"package:{package.name}"
        lines.append(line + (f" versionCode:{package.version_code}" if "--show-versioncode" in args else ""))
    return lines


@register(_VERBS, "path")
async def _path(call: Call) -> int:
    name = next(iter(_without_options(call.args)), "")
    package = call.system.package(name)
    if package is None:
        return 1
    await call.say(f"package:{package.path}")
    return 0


@register(_VERBS, "install")
async def _install(call: Call) -> None:
    size = _value(call.args, "-S")
    words = _without_options(call.args)
    if size is not None and words in ([], ["-"]):
        content = await _read_exactly(call, int(size))
    elif words:
        content = call.system.files.read(call.path(words[0]))
    else:
        raise Failure("Error: must either specify a package size or an APK file")
    try:
        package = await asyncio.to_thread(read_apk, content)
    except ApkError as error:
        raise Failure(f"Failure [{error}]") from error
    old = call.system.package(package.name)
    if old is not None and not old.third_party:
        raise Failure(f"Failure [INSTALL_FAILED_UPDATE_INCOMPATIBLE: {package.name} belongs to the phone]")
    if old is not None and package.version_code < old.version_code and "-d" not in call.args:
        raise Failure(
            "Failure [INSTALL_FAILED_VERSION_DOWNGRADE: Downgrade detected: "
            f"Update version code {package.version_code} is older than current {old.version_code}]"
        )
    call.system.install(package)
    if "-g" in call.args:
        for permission in package.permissions:
            call.system.grant(package.name, permission, True)
    await call.say("Success")


async def _read_exactly(call: Call, size: int) -> bytes:
    parts: list[bytes] = []
    missing = size
    while missing:
        part = await call.streams.stdin.read(missing)
        if not part:
            raise Failure(f"Failure [INSTALL_PARSE_FAILED_NOT_APK: {size - missing} of {size} bytes came]")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


@register(_VERBS, "uninstall")
async def _uninstall(call: Call) -> None:
    name = next(iter(_without_options(call.args)), "")
    if not call.system.uninstall(name):
        raise Failure("Failure [DELETE_FAILED_INTERNAL_ERROR]")
    await call.say("Success")


@register(_VERBS, "clear")
async def _clear(call: Call) -> None:
    name = next(iter(_without_options(call.args)), "")
    package = call.system.package(name)
    if package is None:
        raise Failure("Failed")
    call.system.clear(name)
    await call.say("Success")


@register(_VERBS, "grant", "revoke")
async def _grant(call: Call) -> None:
    words = _without_options(call.args)
    if len(words) < 2:
        raise Failure(f"Error: no permission specified for {call.name}", 255)
    name, *permissions = words
    package = call.system.package(name)
    for permission in permissions:
        if package is None:
            raise Failure(
                f"Exception occurred while executing '{call.name}':\n"
                f"java.lang.IllegalArgumentException: Unknown package: {name}",
                255,
            )
        if permission not in package.permissions:
            raise Failure(
                f"Exception occurred while executing '{call.name}':\njava.lang.SecurityException: "
                f"Package {name} has not requested permission {permission}",
                255,
            )
        call.system.grant(name, permission, call.name == "grant")


@register(_VERBS, "dump")
async def _dump(call: Call) -> None:
    for name in _without_options(call.args):
        _known(call, name)
        await call.say(describe(call.system, name))


@register(_VERBS, "resolve-activity", "query-activities")
async def _resolve(call: Call) -> None:
    package = resolved(call.system, call.args)
    if package is None:
        await call.say("No activity found")
        return
    component = package.component(package.activity)
    if "--brief" in call.args:
        await call.say(
            f"priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false\n{component}"
        )
        return
    await call.say(
        "priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false\n"
        f"ActivityInfo:\n  name={package.name}{package.activity}\n  packageName={package.name}\n"
        "  enabled=true exported=true"
    )


def resolved(system: AndroidSystem, args: Sequence[str]) -> Package | None:
    """The package that answers an intent given in the arguments of ``am`` or ``resolve-activity``."""
    category, link = _value(args, "-c"), _value(args, "-d")
    words = _without_options(args, ("-a", "-c", "-d", "-f", "-t", "--user", "-n", "-p"))
    name = _value(args, "-p") or next(iter(words), None)
    if name is None and category == "android.intent.category.HOME":
        name = system.phone.home_app_id
    if name is None and link is not None:
        name = next((app.app_id for app in system.phone.apps.openers(link)), None)
    package = system.package(name) if name else None
    return package if package is not None and package.activity else None


@register(_VERBS, "enable", "disable", "disable-user", "suspend", "unsuspend", "hide", "unhide")
async def _enable(call: Call) -> None:
    name = next(iter(_without_options(call.args)), "")
    _known(call, name)
    if call.name not in ("enable", "unsuspend", "unhide"):
        raise Failure(f"java.lang.SecurityException: Cannot disable a protected package: {name}", 255)
    await call.say(f"Package {name} new state: enabled")


@register(_VERBS, "get-install-location")
async def _location(call: Call) -> None:
    await call.say("0[auto]")


@register(_VERBS, "get-max-users")
async def _max_users(call: Call) -> None:
    await call.say("Maximum supported users: 4")


@register(_VERBS, "has-feature")
async def _has_feature(call: Call) -> int:
    known = bool(call.args) and call.args[0] in ("android.hardware.camera", "android.hardware.fingerprint")
    await call.say("true" if known else "false")
    return 0 if known else 1


@register(_VERBS, "compile", "bg-dexopt-job", "trim-caches")
async def _optimise(call: Call) -> None:
    await call.say("Success")


def describe(system: AndroidSystem, name: str) -> str:
    """What ``dumpsys package NAME`` says of a package; only a head line when it is not installed."""
    package = system.package(name)
    if package is None:
        return f"Dexopt state:\n  Unable to find package: {name}"
    lines = []
    if package.activity:
        lines += [
            "Activity Resolver Table:",
            "  Non-Data Actions:",
            "      android.intent.action.MAIN:",
            f"        1a2b3c {package.component(package.activity)} filter 4d5e6f",
            '          Action: "android.intent.action.MAIN"',
            '          Category: "android.intent.category.LAUNCHER"',
            "",
        ]
    flags = "DEBUGGABLE HAS_CODE" if package.debuggable else "HAS_CODE"
    lines += [
        "Packages:",
        f"  Package [{name}] (1a2b3c4):",
        "    userId=10100",
        f"    codePath={package.path.rpartition('/')[0]}",
        f"    versionCode={package.version_code} minSdk={package.min_sdk} targetSdk={package.target_sdk}",
        f"    versionName={package.version_name}",
        f"    flags=[ {flags} ]",
        "    requested permissions:",
        *(f"      {permission}" for permission in package.permissions),
        "    install permissions:",
        *(f"      {each}: granted=true" for each in package.permissions if not _is_runtime(each)),
        "    User 0: ceDataInode=1 installed=true hidden=false suspended=false stopped=false enabled=0",
        "      runtime permissions:",
        *(
            f"        {each}: granted={str(each in package.granted).lower()}, flags=[ ]"
            for each in package.permissions
            if _is_runtime(each)
        ),
    ]
    return "\n".join(lines)


def _is_runtime(permission: str) -> bool:
    return permission.rpartition(".")[2] in _RUNTIME
