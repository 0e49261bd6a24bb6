"""Messages and mail: they show what was sent to them; their notifications stand among IBKR Mobile's."""

from __future__ import annotations

from typing import ClassVar

from reference_system.ib_key.wire import Notification
from reference_system.phones.apps.phone_app import PhoneApp
from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.widget import Box, Kind, Scroll, Widget
from reference_system.phones.model.words import SYSTEM, say


class InboxPage(Page):
    """What came in, newest first."""

    name: ClassVar[str] = "inbox.list"

    def __init__(self, app: Inbox) -> None:
        self.app = app
        self.scroll = Scroll()

    def build(self) -> Widget:
        app, phone = self.app, self.app.phone
        heading = kit.label(app.title, "large-title", "heading")
        body: Widget
        if app.received:
            body = kit.scroll_list(
                self.scroll, *(self._line(one) for one in app.received), gap=8, padding=kit.sides(4, 16)
            )
        else:
            body = kit.column(
                kit.label(say(SYSTEM, app.locale, "no-messages"), "note-center", "empty"),
                box=Box(justify="center", grow=1),
            )
        return kit.column(
            kit.column(heading, padding=kit.sides(14, 20)),
            body,
            padding=(phone.metrics.top, 0, phone.metrics.bottom, 0),
            style="page",
        )

    def _line(self, message: Notification) -> Widget:
        return kit.column(
            kit.label(message.title, "headline"),
            kit.label(message.body, "note"),
            gap=2,
            padding=kit.sides(12, 16),
            style="card",
            kind=Kind.CELL,
        )


class Inbox(PhoneApp):
    """An app that only receives."""

    @property
    def received(self) -> list[Notification]:
        """What the phone still holds for it, newest first."""
        return [item.notification for item in self.phone.notifications.all_of(self)]

    def first_page(self) -> Page:
        return InboxPage(self)


class Messages(Inbox):
    """Text messages."""

    name = "Messages"
    package = "com.google.android.apps.messaging"
    bundle_id = "com.apple.MobileSMS"
    icon = "app-messages"

    @property
    def title(self) -> str:
        return say(SYSTEM, self.locale, "messages")


class Mail(Inbox):
    """E-mail: Gmail on Android, Mail on iPhone."""

    name = "Mail"
    package = "com.google.android.gm"
    bundle_id = "com.apple.mobilemail"
    icon = "app-mail"

    @property
    def title(self) -> str:
        return "Gmail" if self.phone.surface == "android" else say(SYSTEM, self.locale, "mail")
