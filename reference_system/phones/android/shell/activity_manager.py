"""``am``: starting and stopping apps, the automation server, and what Appium's helper app is asked."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from reference_system.phones.android.packages import AUTOMATION_SERVER, HELPER, RUNNER
from reference_system.phones.android.shell.command_line import Call, Failure, Table, register, verb
from reference_system.phones.android.system import LANGUAGES, AndroidSystem
from reference_system.phones.model.app import App
from reference_system.phones.model.apps import AppState

_VERBS: Table = {}
COMMANDS: Table = {"am": verb(_VERBS)}
_WITH_VALUE = ("-a", "-c", "-d", "-f", "-n", "-p", "-t", "--user")
_WITH_TWO = ("-e", "--es", "--ez", "--ei")


@dataclass
class Intent:
    """What ``am`` is asked to do: options by their letters, extras, and the word without an option."""

    options: dict[str, str] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)
    target: str = ""

    @classmethod
    def read(cls, args: Sequence[str]) -> Intent:
        """Raises: Failure, when an option lacks its value."""
        intent, words = cls(), iter(args)
        try:
            for word in words:
                if word in _WITH_TWO:
                    name = next(words)
                    intent.extras[name] = next(words)
                elif word in _WITH_VALUE:
                    intent.options[word] = next(words)
                elif word.startswith("-"):
                    intent.options[word] = ""
                else:
                    intent.target = word
        except StopIteration as error:
            raise Failure("Error: Argument expected after the last option", 255) from error
        return intent

    @property
    def link(self) -> str:
        return self.options.get("-d", "")

    @property
    def component(self) -> str:
        """``package/activity``, where it is named."""
        return self.options.get("-n", self.target if "/" in self.target else "")

    @property
    def package(self) -> str:
        """The package it is meant for, empty for whichever fits."""
        return self.component.partition("/")[0] or self.options.get("-p", self.target)


@register(_VERBS, "start", "start-activity")
async def _start(call: Call) -> None:
    intent, apps = Intent.read(call.args), call.system.phone.apps
    await call.say(f"Starting: Intent {{ {' '.join(call.args)} }}")
    app = _meant(call.system, intent)
    if "-S" in intent.options:
        apps.terminate(app.app_id)
    was = apps.state(app.app_id)
    if intent.link:
        apps.open_with(app, intent.link)
    else:
        apps.activate(app.app_id)
    if "-W" in intent.options:
        launch = {AppState.FOREGROUND: "HOT", AppState.BACKGROUND: "WARM"}.get(was, "COLD")
        await call.say(
            f"Status: ok\nLaunchState: {launch}\nActivity: {app.app_id}/{app.activity}\n"
            "TotalTime: 1\nWaitTime: 1\nComplete"
        )


def _meant(system: AndroidSystem, intent: Intent) -> App:
    """The app that answers an intent."""
    apps = system.phone.apps
    if intent.component:
        app = apps.get(intent.package)
        if app is None or intent.component.rpartition("/")[2].removeprefix(intent.package) != app.activity:
            raise Failure(f"Error type 3\nError: Activity class {{{intent.component}}} does not exist.")
        return app
    found = apps.openers(intent.link) if intent.link else apps.values()
    meant = next(
        (app for app in found if intent.package in ("" if intent.link else app.app_id, app.app_id)), None
    )
    if meant is None:
        raise Failure("Error: Activity not started, unable to resolve Intent")
    return meant


@register(_VERBS, "force-stop")
async def _force_stop(call: Call) -> None:
    for name in call.args:
        call.system.stop(name)


@register(_VERBS, "instrument")
async def _instrument(call: Call) -> None:
    if call.args[-1:] != [RUNNER]:
        raise Failure(f"INSTRUMENTATION_FAILED: {call.args[-1] if call.args else ''}")
    await call.say(f"INSTRUMENTATION_STATUS: class={AUTOMATION_SERVER}\nINSTRUMENTATION_STATUS_CODE: 1")
    with call.system.instrumentation() as ended:
        await either(ended, call.streams.hung_up)
    await call.say("\nOK (1 test)\n\nINSTRUMENTATION_CODE: -1")


async def either(*events: asyncio.Event) -> None:
    """Wait until one of them is set."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


@register(_VERBS, "broadcast")
async def _broadcast(call: Call) -> None:
    intent = Intent.read(call.args)
    asked = _ASKED_OF_HELPER.get(intent.options.get("-a", ""))
    answer = asked(call.system, intent.extras) if asked is not None else None
    told = "" if answer is None else f', data="{answer}"'
    await call.say(f"Broadcast completed: result={0 if answer is None else -1}{told}")


Extras = Mapping[str, str]


def _locale(system: AndroidSystem, extras: Extras) -> str | None:
    """Have the phone speak another language; None: it does not know that."""
    wanted = next((own for own in LANGUAGES if own.partition("-")[0] == extras.get("lang")), None)
    if wanted is None:
        return None
    system.phone.configure(locale=wanted)
    return ""


def _clipboard(system: AndroidSystem, _: Extras) -> str:
    return base64.b64encode(system.clipboard.encode()).decode()


def _messages(system: AndroidSystem, _: Extras) -> str:
    items = [
        {
            "id": str(number),
            "address": one.number,
            "date": str(int(one.at.timestamp() * 1000)),
            "body": one.text,
        }
        for number, one in reversed(list(enumerate(system.messages, 1)))
    ]
    return json.dumps({"items": items, "total": len(items)}, ensure_ascii=False)


def _notifications(system: AndroidSystem, _: Extras) -> str:
    listed = [
        {
            "packageName": one.app.app_id,
            "id": one.serial,
            "isClearable": True,
            "isRemoved": False,
            "postTime": int(one.at.timestamp() * 1000),
            "notification": {"title": shown.title, "text": shown.body},
        }
        for one in system.phone.notifications.items
        for shown in [one.app.worded(one.notification)]
    ]
    return json.dumps({"statusBarNotifications": listed}, ensure_ascii=False)


_ASKED_OF_HELPER: dict[str, Callable[[AndroidSystem, Extras], str | None]] = {
    f"{HELPER}.locale": _locale,
    f"{HELPER}.clipboard.get": _clipboard,
    f"{HELPER}.notifications": _notifications,
    f"{HELPER}.sms.read": _messages,
}
