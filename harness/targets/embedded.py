"""The embedded reference system as a world: arranged through its lab."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from harness.lab import LabError
from harness.services.client import Services
from harness.setup.environment import Environment
from harness.targets.lab_ports import (
    IBKR_MOBILE,
    LabAccounts,
    LabBooks,
    LabClock,
    LabDesktop,
    LabOffice,
    LabPhone,
    LabPortal,
    LabSupportDesk,
    LabSystem,
    LabTelephone,
)
from harness.targets.system import World
from harness.waiting import settled

NOTICED_WITHIN_S = 2.0


class Embedded(World):
    """The reference system of one test worker.

    Args:
        services: Where the system and the servers for its surfaces come from.
        environment: What this machine has; says which surfaces there are.
        worker: Name of the test worker; each has a reference system of its own.
        deviations: Breaches to switch on.
    """

    name = "embedded reference system"
    is_replaced = True

    def __init__(
        self, services: Services, environment: Environment, worker: str, deviations: tuple[str, ...] = ()
    ) -> None:
        self._environment, self._deviations = environment, deviations
        self._committed: tuple[str, ...] = ()
        self._system = LabSystem(services, worker)
        system = self._system
        if self._absent("client-portal") is None:
            self.portal = LabPortal(system)
        if self._absent("tws") is None:
            self.desktop = LabDesktop(system)
        self.phones = {one: LabPhone(system, one) for one in IBKR_MOBILE if self._absent(one) is None}
        self.accounts = LabAccounts(system)
        self.clock = LabClock(system)
        self.telephone = LabTelephone(system)
        self.support_desk = LabSupportDesk(system)
        self.office = LabOffice(system)
        self.books = LabBooks(system)

    @property
    def ended(self) -> str:
        return self._system.services.ended

    @property
    def answers_at(self) -> str | None:
        return self._system.portal_url

    def why_not(self, surface: str) -> str:
        return self._absent(surface) or super().why_not(surface)

    def _absent(self, surface: str) -> str | None:
        """What this machine lacks for a surface, None when nothing."""
        environment = self._environment
        if surface in ("client-portal", "webtrader") and environment.browser is None:
            return "no browser was found (./ibkey doctor says where was looked)"
        if surface in ("android", "iphone") and environment.appium_main is None:
            return "Appium is not installed (./ibkey doctor says why)"
        if surface == "android" and environment.adb is None:
            return "adb is not installed (./ibkey doctor says why)"
        if surface == "tws" and not environment.desktop.available:
            return (
                f"the desktop surface needs system packages; install them with: {environment.desktop.command}"
            )
        return None

    def fresh(self, deviation: str | None = None) -> None:
        # A system that was ended from outside is replaced as soon as the keeper has noticed.
        system = self._system
        if not settled(self._reset, bool, within_s=NOTICED_WITHIN_S):
            system.lab.post("/reset")
        committed = (*self._deviations, *([deviation] if deviation else ()))
        if committed != self._committed:
            system.lab.put("/deviations", names=list(committed))
            self._committed = committed

    def _reset(self) -> bool:
        try:
            self._system.lab.post("/reset")
        except LabError:
            self._system.lose()
            self._committed = ()
        return self._system.found

    def journal(self) -> list[dict[str, Any]]:
        if not self._system.found:
            return []
        events: list[dict[str, Any]] = self._system.lab.get("/journal")
        return events

    def close(self) -> None:
        """Leave the system of an ``./ibkey up`` as new: somebody looks at it between runs."""
        if self._system.found:
            with suppress(LabError):  # it has ended
                if self._committed:
                    self._system.lab.put("/deviations", names=[])
                if self._system.services.warm:
                    self._system.lab.post("/reset")
            self._system.lab.close()
