"""Which clauses a breach of a rule breaks, and what a condition leaves of them.

Filled by somebody who reads the articles, the rules' sentences and the names of the breaches, and not the
steps: what a check happens to see is no argument here.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from reference_system.operators.broken.authority import AUTHORITY
from reference_system.operators.broken.entries import Broken, Entry, Nothing, Table
from reference_system.operators.broken.phones import PHONES
from reference_system.operators.broken.surfaces import SURFACES

TABLE: Table = {**AUTHORITY, **SURFACES, **PHONES}

__all__ = ["TABLE", "Broken", "Entry", "Nothing", "Table", "entry"]


def entry(rule: str, breach: str) -> Entry | None:
    """What the table says of a breach of a rule, both by name; None: nothing."""
    of_rule = TABLE.get(rule, {})
    return next((one for pattern, one in of_rule.items() if fnmatchcase(breach, pattern)), None)
