"""Notifications: what arrives, what pops up, what stays in the list, and what a tap on one does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reference_system.deviations import rule
from reference_system.ib_key.wire import Notification
from reference_system.phones.model import kit
from reference_system.phones.model.app import App, Page
from reference_system.phones.model.widget import Box, Kind, Scroll, Widget
from reference_system.phones.model.words import SYSTEM, say

if TYPE_CHECKING:
    from reference_system.phones.model.phone import Phone

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
def stays_in_list(_delivered: Delivered, /) -> bool:
    """Whether a notification is found in the list, after it popped up and whatever became of the pop-up."""
    return True


@stays_in_list.deviation(
    "notification-only-pops-up",
    clauses=["LOGIN-SEAMLESS-02a", "TOUCHID-02a", "FACEID-02a"],
    breaks="a login notification shows as a short pop-up and is not kept in the notification list",
)
def _(delivered: Delivered) -> bool:
    return "login_id" not in delivered.notification.payload


@rule
def deliver_tap(delivered: Delivered) -> None:
    """A tap on a notification opens its app and hands the notification to it."""
    phone = delivered.app.phone
    was_open = delivered.app.running
    phone.note("notification tapped", app=delivered.app.name, app_was="open" if was_open else "closed")
    phone.activate_app(delivered.app.app_id)
    delivered.app.notified(delivered.notification, cold=not was_open)


@deliver_tap.deviation(
    "tap-only-dismisses-notification",
    clauses=["LOGIN-SEAMLESS-02b", "TOUCHID-02b", "FACEID-02b"],
    breaks="tapping a notification takes it off the list and does nothing else",
)
def _(delivered: Delivered) -> None:
    delivered.app.phone.note("notification dismissed", app=delivered.app.name)


class Notifications:
    """All notifications of one phone, newest first, and the one that is popping up."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.items: list[Delivered] = []
        self._history: list[Delivered] = []
        self.denied: set[str] = set()
        self.undecided: set[str] = set()
        self._banner: Delivered | None = None
        self._serial = 0
        self.scroll = Scroll()

    def reset(self) -> None:
        self.items = []
        self._history = []
        self.denied = set()
        self.undecided = set()
        self._banner = None
        self.scroll = Scroll()

    def allowed(self, app: App) -> bool:
        return app.name not in self.denied | self.undecided

    def allow(self, app: App, enabled: bool | None) -> None:
        """Switch an app's notifications; None: its user is to be asked, and until then it may show none."""
        for names, state in ((self.denied, False), (self.undecided, None)):
            (names.add if enabled is state else names.discard)(app.name)

    def add(self, app: App, notification: Notification) -> None:
        self._serial += 1
        delivered = Delivered(self._serial, app, notification, self.phone.clock.now())
        self._history.insert(0, delivered)
        if stays_in_list(delivered):
            self.items.insert(0, delivered)
        self._banner = delivered

    def all_of(self, app: App) -> list[Delivered]:
        """Everything this app ever got, read or not, newest first."""
        return [one for one in self._history if one.app is app]

    def forget(self, app: App) -> None:
        """The app was taken off the phone: its notifications and its switch are gone."""
        self.items = [one for one in self.items if one.app is not app]
        self._history = [one for one in self._history if one.app is not app]
        self.allow(app, True)
        self.opened(app)

    @property
    def banner(self) -> Delivered | None:
        """What pops up now; it goes by the phone's clock."""
        if self._banner is not None and self.phone.clock.now() >= self._banner.at + BANNER_STAYS:
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
        self.phone.touch()

    def tap(self, delivered: Delivered) -> None:
        """A finger on a notification: the phone is unlocked first where it has to be."""
        self.phone.when_unlocked(lambda: self._open(delivered))

    def _open(self, delivered: Delivered) -> None:
        self.items = [item for item in self.items if item is not delivered]
        self._banner = None
        self.phone.close_notifications()
        deliver_tap(delivered)

    def card(self, delivered: Delivered, *, key: str) -> Widget:
        """A notification as it looks in the list, on the lock screen and as a banner."""
        shown = delivered.app.worded(delivered.notification)
        ids = _IDS[self.phone.surface]
        when = self._age(delivered)
        card = Widget(
            Kind.CELL,
            ident=ids["cell"],
            description=", ".join(
                part for part in (delivered.app.sender, when, shown.title, shown.body) if part
            ),
            style="notification",
            key=key,
            on_tap=lambda: self.tap(delivered),
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
        minutes = int((self.phone.clock.now() - delivered.at).total_seconds() // 60)
        if minutes < 1:
            return say(SYSTEM, self.phone.locale, "now")
        if minutes < 60:
            return f"{minutes} 分鐘前" if self.phone.locale == "zh-Hant" else f"{minutes}m ago"
        return self.phone.shown_time(delivered.at)

    def cards(self) -> list[Widget]:
        return [self.card(item, key=f"notification-{item.serial}") for item in self.items]


class NotificationList(Page):
    """The list that is pulled down from the top edge."""

    name = "system.notifications"

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    def build(self) -> Widget:
        notifications, locale = self.phone.notifications, self.phone.locale
        android = self.phone.surface == "android"
        heading = say(SYSTEM, locale, "notifications" if android else "notification-centre")
        top = self.phone.metrics.top
        content: list[Widget] = [
            kit.row(
                kit.label(heading, "light-title", "notifications_title", grow=1),
                padding=kit.sides(6, 20),
            )
        ]
        if notifications.items:
            content.append(
                kit.scroll_list(notifications.scroll, *notifications.cards(), gap=8, padding=kit.sides(4, 10))
            )
            content[-1].ident = "notification_stack_scroller"
            content.append(
                kit.row(
                    kit.button(
                        say(SYSTEM, locale, "clear-all"), notifications.clear, "dismiss_text", "light-button"
                    ),
                    box=Box(axis="row", align="center", justify="end", padding=(4, 12, 30, 12)),
                )
            )
        else:
            content.append(
                kit.column(
                    kit.label(say(SYSTEM, locale, "no-notifications"), "light-note", "no_notifications"),
                    box=Box(justify="center", grow=1),
                )
            )
        return kit.column(
            *content, gap=6, padding=(top + 10, 0, 0, 0), style="shade", ident="notification_panel"
        )

    def back(self) -> bool:
        self.phone.close_notifications()
        return True
