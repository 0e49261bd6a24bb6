"""The list of notifications that is pulled down from the top edge."""

from __future__ import annotations

from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.body import Body
from reference_system.phones.model.keyboard import Keyboard
from reference_system.phones.model.notifications import Notifications
from reference_system.phones.model.prompts import Prompts
from reference_system.phones.model.widget import Box, Widget
from reference_system.phones.model.words import SYSTEM, say


class Shade:
    """What is pulled down over everything else; ``page`` is what it shows, None while it is up."""

    def __init__(
        self, body: Body, notifications: Notifications, prompts: Prompts, keyboard: Keyboard
    ) -> None:
        self.body = body
        self.notifications = notifications
        self._prompts = prompts
        self._keyboard = keyboard
        self.page: NotificationList | None = None

    def open(self) -> None:
        """Pull it down. Nothing happens while a prompt covers it."""
        if self.page is None and not self._prompts.open:
            self.page = NotificationList(self)
            self.notifications.dismiss_banner()
            self._keyboard.leave()
            self.body.touch()

    def close(self) -> None:
        """Let it go up."""
        self.page = None
        self.body.touch()


class NotificationList(Page):
    """The list that is pulled down from the top edge."""

    name = "system.notifications"

    def __init__(self, shade: Shade) -> None:
        self._shade = shade

    def build(self) -> Widget:
        notifications, body = self._shade.notifications, self._shade.body
        locale, android = body.locale, body.surface == "android"
        heading = say(SYSTEM, locale, "notifications" if android else "notification-centre")
        top = body.metrics.top
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
        self._shade.close()
        return True
