"""Apps: launched, brought to the front, ended, asked about."""

from __future__ import annotations

import asyncio

from reference_system.phones.ios import gestures
from reference_system.phones.ios.ask import Ask
from reference_system.phones.ios.errors import InvalidArgument, UnknownError
from reference_system.phones.model.apps import AppState


def _bundle_id(ask: Ask) -> str:
    """The app of a request. Raises: InvalidArgument, when it is not installed."""
    bundle_id = str(ask.required("bundleId"))
    if bundle_id not in ask.phone.apps and bundle_id != ask.phone.home_app_id:
        raise InvalidArgument(f"The application '{bundle_id}' is not installed")
    return bundle_id


def activate(ask: Ask) -> object:
    ask.phone.apps.activate(_bundle_id(ask))
    return None


def terminate(ask: Ask) -> object:
    bundle_id = str(ask.required("bundleId"))
    if bundle_id == ask.phone.home_app_id:
        raise InvalidArgument("the home screen cannot be closed")
    return bundle_id in ask.phone.apps and ask.phone.apps.terminate(bundle_id)


def app_state(ask: Ask) -> object:
    bundle_id = str(ask.required("bundleId"))
    if bundle_id == ask.phone.home_app_id:
        return int(AppState.FOREGROUND if ask.phone.apps.front is None else AppState.BACKGROUND)
    return int(ask.phone.apps.state(bundle_id))


def _pid(ask: Ask, bundle_id: str) -> int:
    """A process id that stays an app's own."""
    return 200 + ([*ask.phone.apps].index(bundle_id) + 1 if bundle_id in ask.phone.apps else 0)


def active_app(ask: Ask) -> object:
    bundle_id = ask.agent.app_id
    return {
        "pid": _pid(ask, bundle_id),
        "bundleId": bundle_id,
        "name": ask.agent.application().label or "",
        "processArguments": {"args": [], "env": {}},
    }


def open_url(ask: Ask) -> object:
    url, phone = str(ask.required("url")), ask.phone
    app = (
        phone.apps.get(_bundle_id(ask)) if ask.body.get("bundleId") is not None else phone.apps.claimant(url)
    )
    if app is not None:
        phone.apps.open_with(app, url)
    elif url.startswith(("http:", "https:")):
        phone.apps.open_link(url)
    else:
        raise UnknownError(f"no application on this phone opens {url.partition(':')[0]}: addresses")
    return None


async def deactivate(ask: Ask) -> object:
    front = ask.phone.apps.front
    ask.phone.hand.press("home")
    await asyncio.sleep(gestures.number(ask.body.get("duration", 3), "duration"))
    if front is not None:
        ask.phone.apps.activate(front.app_id)
    return None
