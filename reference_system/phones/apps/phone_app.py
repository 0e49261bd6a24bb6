"""What the apps of this folder are made of: an app that has the whole phone at hand."""

from __future__ import annotations

from typing import Self

from reference_system.phones.model.app import App
from reference_system.phones.model.phone import Phone


class PhoneApp(App):
    """An app of ``phone``, installed or in a store."""

    def __init__(self, phone: Phone) -> None:
        super().__init__(phone)
        self.phone = phone

    @classmethod
    def on(cls, phone: Phone) -> Self:
        """The app of this class on a phone, installed or in a store. KeyError, when it has none."""
        return phone.apps.of(cls)

    def icon_tapped(self) -> None:
        self.phone.apps.activate(self.app_id)
