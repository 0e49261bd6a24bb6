"""``pm`` and ``cmd package``: what is installed, its permissions and activity, and taking an app away."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from reference_system.phones.android.packages import AUTOMATION, AUTOMATION_SERVER, HELPER, RUNNER
from reference_system.phones.android.shell.command_line import Call, Failure, Table, register, verb
from reference_system.phones.model.app import App

VERBS: Table = {}
COMMANDS: Table = {"pm": verb(VERBS)}
_REFUSED = "Failure [INSTALL_FAILED_USER_RESTRICTED: this phone runs only what its own stores have]"


def _words(args: Sequence[str]) -> list[str]:
    return [word for word in args if not word.startswith("-")]


def _named(call: Call) -> App:
    """The installed app that the first word names. Raises: Failure."""
    name = next(iter(_words(call.args)), "")
    app = call.system.phone.apps.get(name)
    if app is None:
        raise Failure(f"Error: package not found: {name}")
    return app


@register(VERBS, "list")
async def _list(call: Call) -> None:
    match call.args:
        case ["packages", *options]:
            part = next(iter(_words(options)), "")
            shown = " versionCode:1" if "--show-versioncode" in options else ""
            names = sorted([*call.system.phone.apps, *AUTOMATION])
            await call.say("\n".join(f"package:{name}{shown}" for name in names if part in name))
        case ["instrumentation"]:
            await call.say(f"instrumentation:{RUNNER} (target={AUTOMATION_SERVER})")
        case _:
            raise Failure(f"Error: unknown list type '{' '.join(call.args[:1])}'", 255)


@register(VERBS, "path")
async def _path(call: Call) -> None:
    await call.say(f"package:/data/app/{_named(call).app_id}/base.apk")


@register(VERBS, "resolve-activity")
async def _resolve(call: Call) -> None:
    app = _named(call)
    await call.say(f"priority=0 preferredOrder=0 match=0x108000 isDefault=false\n{app.app_id}/{app.activity}")


@register(VERBS, "clear")
async def _clear(call: Call) -> None:
    call.system.phone.apps.clear(_named(call))
    await call.say("Success")


@register(VERBS, "uninstall")
async def _uninstall(call: Call) -> None:
    app = call.system.phone.apps.get(next(iter(_words(call.args)), ""))
    if app not in call.system.phone.apps.in_stores:
        raise Failure("Failure [DELETE_FAILED_INTERNAL_ERROR]")
    assert app is not None
    call.system.phone.apps.uninstall(app)
    await call.say("Success")


@register(VERBS, "grant", "revoke")
async def _grant(call: Call) -> None:
    app = _named(call)
    for permission in _words(call.args)[1:]:
        if not call.system.permit(app, permission, call.name == "grant"):
            raise Failure(f"Package {app.app_id} has not requested permission {permission}", 255)


@register(VERBS, "install")
async def _install(call: Call) -> None:
    """Appium's helper is there already. All else is refused, once it has come: adb listens no earlier."""
    size = int(call.args[call.args.index("-S") + 1]) if "-S" in call.args[:-1] else 0
    apk = bytearray()
    while len(apk) < size and (part := await call.streams.stdin.read(size - len(apk))):
        apk += part
    if not _is_helper(bytes(apk)):
        raise Failure(_REFUSED)
    await call.say("Success")


def _is_helper(apk: bytes) -> bool:
    try:
        manifest = zipfile.ZipFile(io.BytesIO(apk)).read("AndroidManifest.xml")
    except (zipfile.BadZipFile, KeyError):
        return False
    return HELPER.encode("utf-16-le") in manifest  # binary XML keeps its words together, in UTF-16
