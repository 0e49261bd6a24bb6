"""Activation on an iPhone: the code is typed, or comes with the link that the camera read."""

from __future__ import annotations

import secrets
from typing import ClassVar

from reference_system.phones.apps.ibkr import security
from reference_system.phones.apps.ibkr.activation.code import code_field, shortened
from reference_system.phones.apps.ibkr.activation.page import ActivationPage
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.model import kit
from reference_system.phones.model.permissions import ask_for_notifications
from reference_system.phones.model.widget import Widget


def _new_secret() -> str:
    return secrets.token_hex(16)


class TypedCodePage(ActivationPage):
    """The code of Client Portal is typed."""

    name: ClassVar[str] = "ibkr.activation-typed"

    def __init__(self, app: IbkrApp) -> None:
        super().__init__(app)
        self.code = code_field()
        self.code.on_submit = self.activate

    def again(self) -> ActivationPage:
        return TypedCodePage(self.app)

    def activate(self) -> None:
        """Hand in what was typed."""
        self.settle()
        if self.code.text:
            self.hand_in(self.code.text, _new_secret())
        else:
            self.tell("message", self.says("activation-code-missing"))

    def build(self) -> Widget:
        label = self.says("activation-code")
        form = kit.card(
            kit.centered(kit.picture("shield", 56)),
            kit.label(self.says("activation-code-note"), "note-center", "activation_note"),
            kit.space(2),
            kit.label(label, "field-label"),
            kit.field(self.code, "activation_code", label, says=label),
            gap=10,
        )
        return self.page(
            self.bar("IB Key", self.says("back"), self.app.leave, "back"),
            kit.scroll_list(
                self.scroll,
                *self.problem,
                form,
                kit.button(self.says("activate-iphone"), self.activate, "activate"),
                gap=16,
                padding=kit.sides(14, 18),
            ),
            ident="activation_page",
        )


class ScannedCodePage(ActivationPage):
    """The camera read the code; the phone's owner proves who they are, and IB Key is activated."""

    name: ClassVar[str] = "ibkr.activation-scanned"
    done = "done"

    def __init__(self, app: IbkrApp, code: str, *, begun: bool = False) -> None:
        super().__init__(app)
        self.code = code
        self._begun = begun

    def again(self) -> ActivationPage:
        return ScannedCodePage(self.app, self.code, begun=True)

    def shown(self) -> None:
        if not self._begun:
            self._begun = True
            self.activate()

    def activate(self) -> None:
        """Ask about notifications where that is undecided, then for the security element."""
        self.settle()
        if self.phone.notifications.undecided(self.app):
            ask_for_notifications(self.phone, self.app, then=self._prove)
        else:
            self._prove()

    def _prove(self) -> None:
        element = security.element_for_activation(self.phone)
        if element == "passcode" and not security.passcode_activates():
            self.tell("message", self.says("biometrics-missing"))
            return
        security.ask(
            self.app,
            element,
            reason=self.says("reason-activate"),
            on_proved=self._proved,
            on_failed=self._not_verified,
        )

    def _proved(self) -> None:
        self.hand_in(self.code, _new_secret())

    def _not_verified(self) -> None:
        why, self.app.message = self.app.message or self.says("activation-not-verified"), ""
        self.tell("message", why)

    def build(self) -> Widget:
        details = kit.card(
            kit.centered(kit.picture("shield", 56)),
            kit.label(self.says("ib-key"), "center", "ib_key"),
            kit.space(2),
            kit.divider(),
            kit.label(self.says("scanned-code"), "note-center"),
            kit.label(shortened(self.code), "scanned-code", "scanned_code"),
            kit.divider(),
            kit.label(self.says("scanned-code-note"), "note-center", "activation_note"),
            gap=10,
        )
        return self.page(
            self.bar("IB Key", self.says("close"), self.app.leave, "close"),
            kit.scroll_list(
                self.scroll,
                *self.problem,
                details,
                kit.button(self.says("activate-iphone"), self.activate, "activate"),
                gap=16,
                padding=kit.sides(14, 18),
            ),
            ident="activation_page",
        )
