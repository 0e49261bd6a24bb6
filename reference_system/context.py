"""On whose behalf the system acts just now: where, for whom, on which phone.

Rules state what the articles demand of every surface and everybody, so they need not be told; what looks at a
rule from outside does. The context belongs to the task that sets it, such as the answer to one request.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Context:
    """Attributes:
    surface: The login surface: ``client-portal``, ``webtrader``, ``tws``; empty: none.
    username: The user concerned; empty: none, or not known yet.
    phone: ``android`` or ``iphone``, where a phone acts; else empty.
    """

    surface: str = ""
    username: str = ""
    phone: str = ""


NOBODY = Context()

_context: ContextVar[Context] = ContextVar("context", default=NOBODY)


def context() -> Context:
    """The context of the present task."""
    return _context.get()


def act(**changes: str) -> None:
    """Change the named attributes of the context, for the rest of the task."""
    _context.set(replace(_context.get(), **changes))
