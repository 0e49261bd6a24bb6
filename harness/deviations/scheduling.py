"""Which test worker tries what."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from harness.deviations.record import departure_in


class ByDeparture(LoadScopeScheduling):  # type: ignore[misc]
    """All scenarios under one deviation or variation go to one worker, in the order of the collection."""

    def _split_scope(self, nodeid: str) -> str:
        return departure_in(nodeid)
