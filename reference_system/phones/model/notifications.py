"""Notifications: which app may show any, what arrived, what pops up, and what stays in the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from reference_system.deviations import rule
from reference_system.ib_key.wire import Notification
from reference_system.phones.model import kit
from reference_system.phones.model.app import App
from reference_system.phones.model.body import Body
from reference_system.phones.model.widget import Box, Kind, Scroll, Widget
from reference_system.phones.model.words import SYSTEM, say

BANNER_STAYS = timedelta(seconds=5)

# The real systems' own ids, so that page objects made for a real phone find them.
_IDS = {
    "android": {
        "cell": "com.android.systemui:id/expandableNotificationRow",
        "app": "android:id/app_name_text",
        "time": "android:id/time",
        "title": "android:id/title",
        "body": "android:id/text",
    },
    "iphone": {"cell": "NotificationCell", "app": "", "time": "", "title": "", "body": ""},
}


@dataclass(frozen=True, slots=True)
class Delivered:
    """A notification that reached the phone."""

    serial: int
    app: App
    notification: Notification
    at: datetime


@rule
def put_in_list(items: list[Delivered], delivered: Delivered, /) -> None:
    """A notification is found in the list, after it popped up and whatever became of the pop-up."""
    items.insert(0, delivered)


@put_in_list.deviation(
    "notification-only-pops-up",
    clauses=["LOGIN-SEAMLESS-02a", "TOUCHID-02a", "FACEID-02a"],
    breaks="a login notification shows as a short pop-up and is not kept in the notification list",
)
def _(items: list[Delivered], delivered: Delivered) -> None:
    if "login_id" not in delivered.notification.payload:
        put_in_list.original(items, delivered)


class Notifications:
    """All notifications of one phone, newest first, and the one that is popping up.

    Attributes:
        items: What stands in the list.
        on_tap: Called with the one that a finger was laid on.
    """

    def __init__(self, body: Body) -> None:
        self._body = body
        self._serial = 0
        self.on_tap: Callable[[Delivered], None] = self.take
        self.reset()

    def reset(self) -> None:
        """None arrived; every app may show its own."""
        self.items: list[Delivered] = []
        self.scroll = Scroll()
        self._history: list[Delivered] = []
        self._switches: dict[str, bool | None] = {}
        self._banner: Delivered | None = None

    def allowed(self, app: App) -> bool:
        return self._switches.get(app.name, True) is True

    def undecided(self, app: App) -> bool:
        """Its user has not been asked yet; until then it may show none."""
        return self._switches.get(app.name, True) is None

    def allow(self, app: App, enabled: bool | None) -> None:
        """Switch an app's notifications in the settings, also before it is installed; None: undecided."""
        self._switches[app.name] = enabled
        state = "undecided" if enabled is None else str(enabled).lower()
        self._body.note("notifications switched", app=app.name, enabled=state)
        self._body.touch()

    def add(self, app: App, notification: Notification) -> None:
        self._serial += 1
        delivered = Delivered(self._serial, app, notification, self._body.clock.now())
        self._history.insert(0, delivered)
        put_in_list(self.items, delivered)
        self._banner = delivered

    def all_of(self, app: App) -> list[Delivered]:
        """Everything this app ever got, read or not, newest first."""
        return [one for one in self._history if one.app is app]

    def forget(self, app: App) -> None:
        """The app was taken off the phone: its notifications and its switch are gone."""
        self.items = [one for one in self.items if one.app is not app]
        self._history = [one for one in self._history if one.app is not app]
        self._switches.pop(app.name, None)
        self.opened(app)

    @property
    def banner(self) -> Delivered | None:
        """What pops up now; it goes by the phone's clock."""
        if self._banner is not None and self._body.clock.now() >= self._banner.at + BANNER_STAYS:
            self._banner = None
        return self._banner

    def dismiss_banner(self) -> None:
        self._banner = None

    def opened(self, app: App) -> None:
        """The app came to the front: what pops up of it has done its work."""
        if self._banner is not None and self._banner.app is app:
            self._banner = None

    def clear(self) -> None:
        self.items = []
        self._body.touch()

    def take(self, delivered: Delivered) -> None:
        """Take one off the list, and away if it is popping up."""
        self.items = [item for item in self.items if item is not delivered]
        self._banner = None

    def card(self, delivered: Delivered, *, key: str) -> Widget:
        """A notification as it looks in the list, on the lock screen and as a banner."""
        shown = delivered.app.worded(delivered.notification)
        ids = _IDS[self._body.surface]
        when = self._age(delivered)
        card = Widget(
            Kind.CELL,
            ident=ids["cell"],
            description=", ".join(
                part for part in (delivered.app.sender, when, shown.title, shown.body) if part
            ),
            style="notification",
            key=key,
            on_tap=lambda: self.on_tap(delivered),
            box=Box(axis="row", gap=12, padding=(12, 14, 12, 14), align="start"),
        )
        card.children = [
            kit.picture(delivered.app.icon, 38),
            Widget(
                Kind.GROUP,
                box=Box(gap=2, grow=1),
                children=[
                    kit.row(
                        kit.label(delivered.app.sender, "notification-app", ids["app"], grow=1),
                        kit.label(when, "notification-time", ids["time"]),
                        gap=8,
                    ),
                    kit.label(shown.title, "notification-title", ids["title"]),
                    kit.label(shown.body, "notification-body", ids["body"]),
                ],
            ),
        ]
        return card

    def _age(self, delivered: Delivered) -> str:
        minutes = int((self._body.clock.now() - delivered.at).total_seconds() // 60)
        if minutes < 1:
            return say(SYSTEM, self._body.locale, "now")
        if minutes < 60:
            return f"{minutes} 分鐘前" if self._body.locale == "zh-Hant" else f"{minutes}m ago"
        return self._body.shown_time(delivered.at)

    def cards(self) -> list[Widget]:
        return [self.card(item, key=f"notification-{item.serial}") for item in self.items]
