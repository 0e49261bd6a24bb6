"""Logins without a second factor."""

from __future__ import annotations

from reference_system.context import context
from reference_system.deviations import rule


@rule
def opens_without_second_factor() -> bool:
    """Whether right credentials of a user who holds no second factor open a session."""
    return True


@opens_without_second_factor.deviation(
    "client-portal-refuses-users-without-ib-key",
    clauses=["IOS-QR-01a"],
    breaks="a user without an IB Key cannot get into Client Portal, where it would be activated",
)
def _() -> bool:
    return context().surface != "client-portal"
