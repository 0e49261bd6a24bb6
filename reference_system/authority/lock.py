"""When failed logins lock a user, and for how long.

All rules work on the times of the user's failed logins since the last successful one, oldest first.
What the article leaves open (AMB-LOCK-WINDOW), and what was chosen here:

- the 24 hours are rolling: a failure counts with those less than 24 h older than the latest one;
- failures at Client Portal and WebTrader count; those at TWS do not, but a locked user is locked everywhere;
- a wrong answer to a second factor is a failed login as a wrong password is; a login that its user refused,
  or that expired, is not, for nobody guessed anything;
- an attempt during the lock is refused and neither counts nor moves the end of the lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from reference_system.deviations import rule

_NEVER_ENDS = datetime(9999, 12, 31, tzinfo=UTC)


@rule
def counts_at(surface: str) -> bool:
    """Whether failed logins count at a surface: at Client Portal and WebTrader."""
    return surface in ("client-portal", "webtrader")


@rule
def wrong_responses_count() -> bool:
    """Whether a wrong answer to a second factor is a failed login."""
    return True


@rule
def failures_to_lock() -> int:
    """How many consecutive failures lock."""
    return 10


@failures_to_lock.deviation(
    "locks-after-nine-failures", clauses=["LOGIN-HELP-LCK01"], breaks="the ninth failure locks the user"
)
def _() -> int:
    return 9


@failures_to_lock.deviation(
    "locks-after-eleven-failures",
    clauses=["LOGIN-HELP-LCK01"],
    breaks="only the eleventh failure locks the user",
)
def _() -> int:
    return 11


@failures_to_lock.deviation(
    "never-locks", clauses=["LOGIN-HELP-LCK01"], breaks="no number of failures locks the user"
)
def _() -> int:
    return 1_000_000


@rule
def counted_together(failures: Sequence[datetime]) -> list[datetime]:
    """The failures that count with the latest one: those less than 24 hours older."""
    return [at for at in failures if failures[-1] - at < timedelta(hours=24)]


@counted_together.deviation(
    "counts-old-failures-for-ever",
    clauses=["LOGIN-HELP-LCK03"],
    breaks="failures spread over days lock the user",
)
def _(failures: Sequence[datetime]) -> list[datetime]:
    return list(failures)


@counted_together.deviation(
    "window-begins-anew-with-a-failure",
    clauses=["LOGIN-HELP-LCK01"],
    breaks="24 hours after a failure all others are forgotten, too: ten within 24 hours may lock nothing",
)
def _(failures: Sequence[datetime]) -> list[datetime]:
    window: list[datetime] = []
    for at in failures:
        if window and at - window[0] >= timedelta(hours=24):
            window.clear()
        window.append(at)
    return window


@rule
def end_of_lock(counted: Sequence[datetime]) -> datetime:
    """When the lock ends: 24 hours after the last failure."""
    return counted[-1] + timedelta(hours=24)


@end_of_lock.deviation(
    "lock-counts-from-the-first-failure",
    clauses=["LOGIN-HELP-LCK05"],
    breaks="the lock ends 24 h after the first failure, not after the last",
)
def _(counted: Sequence[datetime]) -> datetime:
    return counted[0] + timedelta(hours=24)


@end_of_lock.deviation(
    "lock-never-ends", clauses=["LOGIN-HELP-LCK05"], breaks="the lock has no end but the support desk"
)
def _(counted: Sequence[datetime]) -> datetime:  # noqa: ARG001
    return _NEVER_ENDS


@rule
def cleared_by_success(failures: Sequence[datetime]) -> Sequence[datetime]:
    """The failures that a successful login takes off the count: all, for only consecutive ones lock."""
    return failures


@cleared_by_success.deviation(
    "success-keeps-the-failures",
    clauses=["LOGIN-HELP-LCK02"],
    breaks="a success does not reset the count, so a later single failure locks the user",
)
def _(failures: Sequence[datetime]) -> Sequence[datetime]:  # noqa: ARG001
    return []


@cleared_by_success.deviation(
    "success-forgives-one-failure",
    clauses=["LOGIN-HELP-LCK02"],
    breaks="a success takes one failure off the count, and does not set it back to nothing",
)
def _(failures: Sequence[datetime]) -> Sequence[datetime]:
    return failures[-1:]


@rule
def refuses_right_credentials() -> bool:
    """A locked user is refused with the right credentials, too."""
    return True


@refuses_right_credentials.deviation(
    "lock-yields-to-the-right-password",
    clauses=["LOGIN-HELP-LCK04"],
    breaks="the right password opens a locked user",
)
def _() -> bool:
    return False


def locked_until(failures: Sequence[datetime], now: datetime) -> datetime | None:
    """The end of the lock in force at ``now``; None when there is none.

    Args:
        failures: Times of the consecutive failures, oldest first.
    """
    if not failures:
        return None
    counted = counted_together(failures)
    if len(counted) < failures_to_lock():
        return None
    end = end_of_lock(counted)
    return end if now < end else None
