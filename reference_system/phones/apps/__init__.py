"""The apps on the phones' home screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_system.phones.apps.browser import Browser
from reference_system.phones.apps.camera import CameraApp
from reference_system.phones.apps.ibkr.app import IbkrMobile
from reference_system.phones.apps.inbox import Mail, Messages
from reference_system.phones.apps.settings import Settings
from reference_system.phones.apps.stores.android import BaiduMobileAssistant, MobileAssistant360, PlayStore
from reference_system.phones.apps.stores.app_store import AppStore
from reference_system.phones.model.app import App

if TYPE_CHECKING:
    from reference_system.phones.model.phone import Phone


def installed_apps(phone: Phone) -> list[App]:
    """New instances of all apps, in the order of their icons."""
    by_surface: list[App] = (
        [PlayStore(phone), MobileAssistant360(phone), BaiduMobileAssistant(phone)]
        if phone.surface == "android"
        else [AppStore(phone), CameraApp(phone)]
    )
    return [IbkrMobile(phone), Messages(phone), Mail(phone), Settings(phone), *by_surface, Browser(phone)]
