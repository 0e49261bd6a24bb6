"""A phone as it comes out of its box: the one place that knows both the phone and its apps."""

from __future__ import annotations

from reference_system.ib_key.wire import Clock, IbKeyServer, Journal
from reference_system.phones.apps.browser import Browser
from reference_system.phones.apps.camera import CameraApp
from reference_system.phones.apps.ibkr.mobile import IbkrMobile
from reference_system.phones.apps.inbox import Mail, Messages
from reference_system.phones.apps.phone_app import PhoneApp
from reference_system.phones.apps.settings import Settings
from reference_system.phones.apps.stores.android import BaiduMobileAssistant, MobileAssistant360, PlayStore
from reference_system.phones.apps.stores.app_store import AppStore
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Surface

_OF_THE_MAKER: dict[Surface, tuple[type[PhoneApp], ...]] = {
    "android": (PlayStore, MobileAssistant360, BaiduMobileAssistant),
    "iphone": (AppStore, CameraApp),
}


def new_phone(
    surface: Surface, *, server: IbKeyServer, clock: Clock, journal: Journal | None = None
) -> Phone:
    """A phone with all its apps, IBKR Mobile among them, which can be taken off and had from the stores."""
    phone = Phone(surface, server=server, clock=clock, journal=journal)
    kinds: tuple[type[PhoneApp], ...] = (
        IbkrMobile,
        Messages,
        Mail,
        Settings,
        *_OF_THE_MAKER[surface],
        Browser,
    )
    apps = [kind(phone) for kind in kinds]
    phone.apps.preinstall(apps, in_stores=apps[:1])
    return phone
