"""``am``: starting and stopping apps, instrumentations, broadcasts; ``monkey`` as far as it starts an app."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reference_system.phones.android.packages import AUTOMATION_SERVER, SETTINGS_HELPER, Package
from reference_system.phones.android.shell.basics import ended
from reference_system.phones.android.shell.interpreter import Call, Failure, Table, register
from reference_system.phones.android.system import LOCALES, AndroidSystem
from reference_system.phones.model.apps import AppState

COMMANDS: Table = {}
_VERBS: Table = {}
_EXTRAS_1 = ("--esn",)
_EXTRAS_2 = (
    "-e",
    "--es",
    "--ez",
    "--ei",
    "--el",
    "--ef",
    "--eu",
    "--ecn",
    "--eia",
    "--ela",
    "--efa",
    "--esa",
)
_VALUES = (
    "-f",
    "-t",
    "-i",
    "-P",
    "--user",
    "--display",
    "--windowingMode",
    "--activityType",
    "--receiver-permission",
)


@register(COMMANDS, "am")
async def _am(call: Call) -> int:
    return await activity_command(call)


async def activity_command(call: Call) -> int:
    """Run ``call.args`` as the arguments of ``cmd activity``."""
    verb, *args = call.args or ["help"]
    command = _VERBS.get(verb)
    if command is None:
        raise Failure(f"Unknown command: {verb}", 255)
    return await command(call.sub(verb, args)) or 0


@dataclass
class Intent:
    """What ``am`` is asked to do, from its command line."""

    action: str = ""
    categories: list[str] = field(default_factory=list)
    data: str = ""
    component: str = ""
    package: str = ""
    flags: set[str] = field(default_factory=set)
    extras: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = [
            f"act={self.action}" if self.action else "",
            f"cat=[{','.join(self.categories)}]" if self.categories else "",
        ]
        parts += [f"dat={self.data}" if self.data else "", f"pkg={self.package}" if self.package else ""]
        parts += [f"cmp={self.component}" if self.component else "", "(has extras)" if self.extras else ""]
        return "Intent { " + " ".join(part for part in parts if part) + " }"

    @classmethod
    def read(cls, args: Sequence[str]) -> Intent:
        """Raises: Failure, when an option lacks its value."""
        intent = cls()
        words = iter(args)
        try:
            for word in words:
                if word == "-a":
                    intent.action = next(words)
                elif word == "-c":
                    intent.categories.append(next(words))
                elif word == "-d":
                    intent.data = next(words)
                elif word == "-n":
                    intent.component = next(words)
                elif word == "-p":
                    intent.package = next(words)
                elif word in _EXTRAS_2:
                    name = next(words)
                    intent.extras[name] = next(words)
                elif word in _EXTRAS_1:
                    intent.extras[next(words)] = ""
                elif word in _VALUES:
                    next(words)
                elif word.startswith("-"):
                    intent.flags.add(word)
                elif "/" in word and "://" not in word:
                    intent.component = word
                elif ":" in word:
                    intent.data = word
                else:
                    intent.package = word
        except StopIteration as error:
            raise Failure("Error: Argument expected after the last option", 255) from error
        return intent


@register(_VERBS, "start", "start-activity")
async def _start(call: Call) -> int:
    intent = Intent.read(call.args)
    await call.say(f"Starting: {intent}")
    package, activity = _target(call.system, intent)
    if "-S" in intent.flags:
        call.system.stop(package.name)
    was_front = _is_front(call.system, package.name)
    was_running = (
        call.system.phone.apps.state(package.name) >= AppState.BACKGROUND if _shown(call, package) else False
    )
    if intent.data and _shown(call, package):
        call.system.phone.apps.open_with(call.system.phone.apps[package.name], intent.data)
    else:
        _bring_to_front(call, package)
    if was_front and "-W" not in intent.flags:
        await call.complain(
            "Warning: Activity not started, its current task has been brought to the front"
            if not intent.data
            else "Warning: Activity not started, intent has been delivered to currently running "
            "top-most instance."
        )
    if "-W" in intent.flags:
        state = "HOT" if was_front else "WARM" if was_running else "COLD"
        await call.say(
            f"Status: ok\nLaunchState: {state}\nActivity: {package.component(activity)}\n"
            "TotalTime: 1\nWaitTime: 1\nComplete"
        )
    return 0


def _target(system: AndroidSystem, intent: Intent) -> tuple[Package, str]:
    if intent.component:
        name, _, activity = intent.component.partition("/")
        package = system.package(name)
        if package is None or not package.has_activity(activity):
            full = f"{name}/{name}{activity}" if activity.startswith(".") else intent.component
            raise Failure(f"Error type 3\nError: Activity class {{{full}}} does not exist.")
        return package, activity
    name = intent.package
    if not name and "android.intent.category.HOME" in intent.categories:
        name = system.phone.home_app_id
    if intent.data:
        name = next((each for each in _openers(system, intent.data) if name in ("", each)), "")
    package = system.package(name)
    if package is None or not package.activity:
        raise Failure(f"Error: Activity not started, unable to resolve {intent}")
    return package, package.activity


def _openers(system: AndroidSystem, url: str) -> list[str]:
    return [app.app_id for app in system.phone.apps.openers(url)]


def _shown(call: Call, package: Package) -> bool:
    return package.name in call.system.phone.apps


def _is_front(system: AndroidSystem, name: str) -> bool:
    return name in system.phone.apps and system.phone.apps.state(name) == AppState.FOREGROUND


def _bring_to_front(call: Call, package: Package) -> None:
    phone = call.system.phone
    if package.name in phone.apps:
        phone.apps.activate(package.name)
    elif package.name == phone.home_app_id:
        phone.hand.press("home")
    elif package.name == SETTINGS_HELPER:
        if call.system.started_process(SETTINGS_HELPER) is None:
            call.system.start_process(SETTINGS_HELPER, "u0_a140")
    else:
        raise Failure(
            f"Error: {package.name} is installed, but this phone only lists it: nothing here runs its code"
        )


@register(_VERBS, "force-stop", "kill")
async def _force_stop(call: Call) -> None:
    names = [word for word in call.args if not word.startswith("-") and word not in ("all", "current", "0")]
    for name in names:
        if call.name == "kill" and _is_front(call.system, name):
            continue
        call.system.stop(name)


@register(_VERBS, "kill-all")
async def _kill_all(call: Call) -> None:
    for name in call.system.phone.apps:
        if not _is_front(call.system, name):
            call.system.stop(name)


@register(_VERBS, "instrument")
async def _instrument(call: Call) -> int:
    component = next((word for word in reversed(call.args) if "/" in word), "")
    name, _, runner = component.partition("/")
    package = call.system.package(name)
    target = (
        next((target for each, target in package.instrumentations if each == runner), None)
        if package
        else None
    )
    if target is None:
        await call.complain(
            "android.util.AndroidException: INSTRUMENTATION_FAILED: "
            + component
            + f"\nError=Unable to find instrumentation info for: ComponentInfo{{{component}}}"
        )
        return 1
    if target != AUTOMATION_SERVER:
        await call.say("INSTRUMENTATION_RESULT: shortMsg=Process crashed.\nINSTRUMENTATION_CODE: 0")
        return 1
    if "-w" not in call.args:
        call.system.start_process(target, "u0_a141")
        return 0
    await call.say(
        "INSTRUMENTATION_STATUS: class=io.appium.uiautomator2.server.test.AppiumUiAutomator2Server"
    )
    await call.say("INSTRUMENTATION_STATUS: numtests=1\nINSTRUMENTATION_STATUS_CODE: 1")
    try:
        with call.system.running(target, "u0_a141") as process:
            await ended(call, process)
    finally:
        call.system.stop_instrumentation()
    await call.say("\nTime: 0\n\nOK (1 test)\n\nINSTRUMENTATION_CODE: -1")
    return 0


@register(_VERBS, "startservice", "start-service", "start-foreground-service", "startforegroundservice")
async def _start_service(call: Call) -> None:
    intent = Intent.read(call.args)
    name = intent.component.partition("/")[0]
    await call.say(f"Starting service: {intent}")
    if call.system.package(name) is None:
        raise Failure("Error: Not found; no service started.")
    if call.system.started_process(name) is None:
        call.system.start_process(name, "u0_a140")


@register(_VERBS, "stopservice", "stop-service")
async def _stop_service(call: Call) -> None:
    intent = Intent.read(call.args)
    await call.say(f"Stopping service: {intent}")
    process = call.system.started_process(intent.component.partition("/")[0])
    if process is None:
        await call.say("Service not stopped: was not running.")
        return
    call.system.end_process(process)
    await call.say("Service stopped")


@register(_VERBS, "get-current-user")
async def _current_user(call: Call) -> None:
    await call.say("0")


@register(
    _VERBS,
    "send-trim-memory",
    "idle-maintenance",
    "set-debug-app",
    "clear-debug-app",
    "wait-for-broadcast-idle",
)
async def _nothing(_call: Call) -> None:
    return None


@register(_VERBS, "broadcast")
async def _broadcast(call: Call) -> None:
    intent = Intent.read(call.args)
    await call.say(f"Broadcasting: {intent}")
    answer = _RECEIVERS.get(intent.action)
    if answer is None or call.system.package(SETTINGS_HELPER) is None:
        await call.say("Broadcast completed: result=0")
        return
    data = answer(call.system, intent)
    await call.say(
        "Broadcast completed: result=0" if data is None else f'Broadcast completed: result=-1, data="{data}"'
    )


def _clipboard(system: AndroidSystem, _intent: Intent) -> str | None:
    return base64.b64encode(system.clipboard.encode()).decode()


def _locale(system: AndroidSystem, intent: Intent) -> str | None:
    language, country, script = (intent.extras.get(name, "") for name in ("lang", "country", "script"))
    wanted = (
        "zh-Hant" if language == "zh" and ("Hant" in script or country in ("HK", "TW", "MO")) else language
    )
    if wanted not in LOCALES:
        return None
    system.phone.configure(locale=wanted)
    return ""


def _locales(_system: AndroidSystem, _intent: Intent) -> str | None:
    return json.dumps(list(LOCALES.values())).replace('"', "'")


def _switch(name: str) -> Callable[[AndroidSystem, Intent], str | None]:
    def switch(system: AndroidSystem, intent: Intent) -> str | None:
        system.set_radio(**{name: intent.extras.get("setstatus", "enable") == "enable"})
        return ""

    return switch


def _animation(system: AndroidSystem, intent: Intent) -> str | None:
    scale = "1.0" if intent.extras.get("setstatus") == "enable" else "0.0"
    for name in ("animator_duration_scale", "transition_animation_scale", "window_animation_scale"):
        system.settings["global"][name] = scale
    return ""


def _messages(system: AndroidSystem, _intent: Intent) -> str | None:
    items = [
        {
            "id": str(number),
            "address": each.number,
            "person": None,
            "date": str(int(each.at.timestamp() * 1000)),
            "read": "0",
            "status": "-1",
            "type": "1",
            "subject": None,
            "body": each.text,
            "serviceCenter": None,
        }
        for number, each in reversed(list(enumerate(system.messages, 1)))
    ]
    return json.dumps({"items": items, "total": len(items)})


def _scan(_system: AndroidSystem, _intent: Intent) -> str | None:
    return ""


def _location(system: AndroidSystem, intent: Intent) -> str | None:
    if intent.extras.get("forceUpdate") == "true":
        said = "The current location has been successfully retrieved from Location Manager"
        system.log.write(system, "I", "LocationTracker", said)
    return " ".join(map(str, system.location))


def _notifications(system: AndroidSystem, _intent: Intent) -> str | None:
    listed = [
        {
            "packageName": each.app.app_id,
            "id": each.serial,
            "isClearable": True,
            "isRemoved": False,
            "postTime": int(each.at.timestamp() * 1000),
            "notification": {"title": shown.title, "text": shown.body},
        }
        for each in system.phone.notifications.items
        for shown in [each.app.worded(each.notification)]
    ]
    return json.dumps({"statusBarNotifications": listed}, ensure_ascii=False)


_RECEIVERS: dict[str, Callable[[AndroidSystem, Intent], str | None]] = {
    f"{SETTINGS_HELPER}.clipboard.get": _clipboard,
    f"{SETTINGS_HELPER}.locale": _locale,
    f"{SETTINGS_HELPER}.list_locales": _locales,
    f"{SETTINGS_HELPER}.location": _location,
    f"{SETTINGS_HELPER}.wifi": _switch("wifi"),
    f"{SETTINGS_HELPER}.bluetooth": _switch("bluetooth"),
    f"{SETTINGS_HELPER}.animation": _animation,
    f"{SETTINGS_HELPER}.notifications": _notifications,
    f"{SETTINGS_HELPER}.sms.read": _messages,
    f"{SETTINGS_HELPER}.scan_media": _scan,
    "android.intent.action.MEDIA_SCANNER_SCAN_FILE": _scan,
}


@register(COMMANDS, "monkey")
async def _monkey(call: Call) -> None:
    if "-p" not in call.args[:-1] or "android.intent.category.LAUNCHER" not in call.args:
        raise Failure(
            "monkey: only 'monkey -p PACKAGE -c android.intent.category.LAUNCHER 1' is possible", 255
        )
    package = call.system.package(call.args[call.args.index("-p") + 1])
    if package is None or not package.activity:
        raise Failure("** No activities found to run, monkey aborted.", 252)
    _bring_to_front(call, package)
    await call.say("Events injected: 1")
