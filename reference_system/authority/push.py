"""The way from the authority to the phones."""

from __future__ import annotations

from typing import Protocol

from reference_system.ib_key.wire import Notification


class PushGateway(Protocol):
    """Carries notifications to the phones; the assembly of the system implements it."""

    def send(self, phone: str, notification: Notification) -> bool:
        """Send to the phone named ``android`` or ``iphone``; whether it arrived there."""
        ...


class NoPhones:
    """A gateway with nobody behind it: for an authority without phones."""

    def send(self, phone: str, notification: Notification) -> bool:
        return False
