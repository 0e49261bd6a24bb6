"""Sessions, settings, and what asks for nothing."""

from __future__ import annotations

from reference_system.phones.ios.agent import AGENT_VERSION, IOS_VERSION
from reference_system.phones.ios.ask import Ask
from reference_system.phones.ios.errors import InvalidArgument, SessionNotCreated


def status(_: Ask) -> object:
    return {
        "ready": True,
        "message": "WebDriverAgent is ready to accept commands",
        "state": "success",
        "os": {
            "name": "iOS",
            "version": IOS_VERSION,
            "sdkVersion": IOS_VERSION,
            "testmanagerdVersion": 65535,
        },
        "ios": {"ip": "127.0.0.1"},
        "build": {
            "time": "Nov 22 2026 00:00:00",
            "version": AGENT_VERSION,
            "productBundleIdentifier": "com.facebook.WebDriverAgentRunner",
        },
        "device": "iphone",
    }


def new_session(ask: Ask) -> object:
    wanted = ask.body.get("capabilities")
    if not isinstance(wanted, dict):
        raise SessionNotCreated("'capabilities' is mandatory to create a new session")
    first = wanted.get("firstMatch") or [{}]
    capabilities = {**(wanted.get("alwaysMatch") or {}), **first[0]}
    agent, bundle_id = ask.agent, capabilities.get("bundleId")
    if bundle_id is not None and bundle_id not in ask.phone.apps:
        raise SessionNotCreated(f"The application '{bundle_id}' is not installed")
    if agent.session_id is not None:
        agent.end()
    agent.begin(capabilities)
    if bundle_id is not None:
        if capabilities.get("forceAppLaunch", True):
            ask.phone.apps.terminate(bundle_id)
        ask.phone.apps.activate(bundle_id)
        agent.session_app_id = bundle_id
    return session_information(ask)


def session_information(ask: Ask) -> object:
    return {
        "sessionId": ask.agent.session_id,
        "capabilities": {
            "device": "iphone",
            "sdkVersion": IOS_VERSION,
            "browserName": None,
            "CFBundleIdentifier": ask.agent.session_app_id,
        },
    }


def delete_session(ask: Ask) -> object:
    ask.agent.end()
    return None


def settings(ask: Ask) -> object:
    return ask.agent.settings


def set_settings(ask: Ask) -> object:
    wanted = ask.body.get("settings")
    if not isinstance(wanted, dict):
        raise InvalidArgument("settings must be a dictionary")
    ask.agent.settings.update(wanted)
    return ask.agent.settings
