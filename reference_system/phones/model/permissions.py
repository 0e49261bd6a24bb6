"""The questions of an app for a permission: notifications, the camera."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal

from reference_system.deviations import rule
from reference_system.phones.model import kit
from reference_system.phones.model.app import App
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.prompts import Prompt, Prompts
from reference_system.phones.model.widget import Action, Box, Kind, Widget


def ask_for_camera(phone: Phone, app: App) -> None:
    """Ask whether this app may use the camera."""

    def answer(allowed: bool) -> None:
        phone.camera.allow(app.name, "granted" if allowed else "denied")

    PermissionPrompt(phone.prompts, app_title=app.title, on_answer=answer, asks="camera").show()


@rule
def keep_answer(phone: Phone, app: App, allowed: bool, /) -> None:
    """What the user answered about notifications holds from then on."""
    phone.notifications.allow(app, allowed)


@keep_answer.deviation(
    "allow-registers-no-push-address",
    clauses=["IOS-QR-09"],
    breaks="after Allow no notification of the app arrives, as if it had never been asked about",
)
def _(_phone: Phone, _app: App, _allowed: bool) -> None:
    return


def ask_for_notifications(phone: Phone, app: App, then: Action = lambda: None) -> None:
    """Ask whether this app may send notifications. ``then()`` once that is answered."""

    def answer(allowed: bool) -> None:
        keep_answer(phone, app, allowed)
        then()

    PermissionPrompt(phone.prompts, app_title=app.title, on_answer=answer, asks="notifications").show()


class PermissionPrompt(Prompt):
    """Asks whether an app may do something; left without an answer, nothing is decided.

    Args:
        on_answer: The user has allowed it, or not.
    """

    name: ClassVar[str] = "system.permission"

    def __init__(
        self,
        prompts: Prompts,
        *,
        app_title: str,
        on_answer: Callable[[bool], None],
        asks: Literal["notifications", "camera"],
    ) -> None:
        super().__init__(prompts)
        self.app_title = app_title
        self.on_answer = on_answer
        self.asks = asks

    def _answer(self, allowed: bool) -> None:
        self.close()
        self.on_answer(allowed)

    def cancel(self) -> None:
        self.close()

    def build(self) -> Widget:
        android = self.body.surface == "android"
        ids = (
            {
                "title": "com.android.permissioncontroller:id/permission_message",
                "allow": "com.android.permissioncontroller:id/permission_allow_button",
                "deny": "com.android.permissioncontroller:id/permission_deny_button",
            }
            if android
            else {"title": "", "allow": "Allow", "deny": "Don’t Allow"}
        )
        key = f"allow-{self.asks}-ask"
        title = self.says(f"{key}-android" if android else key, app=self.app_title)
        alert = Widget(
            Kind.ALERT,
            title,
            style="alert",
            box=Box(gap=8, padding=(22, 18, 12, 18), width=290),
            children=[
                kit.label(title, "alert-title", ids["title"]),
                kit.label(self.says(f"allow-{self.asks}-text"), "alert-text"),
                kit.divider(),
                kit.button(self.says("dont-allow"), lambda: self._answer(False), ids["deny"], "system-plain"),
                kit.button(self.says("allow"), lambda: self._answer(True), ids["allow"], "system-plain"),
            ],
        )
        return Widget(Kind.GROUP, style="scrim", box=Box(justify="center", align="center"), children=[alert])
