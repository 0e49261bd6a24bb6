"""What second factors, and the deviations of their rules, work with."""

from __future__ import annotations

from reference_system.authority.clock import Clock
from reference_system.authority.journal import Journal
from reference_system.authority.login_book import LoginBook
from reference_system.authority.push import PushGateway
from reference_system.authority.store import Store
from reference_system.happenings import Happenings


class Means:
    """Attributes: ``clock``, ``journal``, ``push``, ``happenings``, ``logins`` of one authority."""

    def __init__(self, store: Store, clock: Clock, journal: Journal, push: PushGateway) -> None:
        self.clock = clock
        self.journal = journal
        self.push = push
        self.happenings = Happenings(self)
        self.logins = LoginBook(store, clock, self.happenings)
