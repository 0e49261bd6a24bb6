"""The signs of all surfaces, as a target has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from harness.signs.phone import ANDROID, IPHONE
from harness.signs.portal import PORTAL
from harness.signs.sign import Table
from harness.signs.tws import TWS

KNOWN: Mapping[str, Table] = {table.surface: table for table in (PORTAL, TWS, ANDROID, IPHONE)}

Recognised = Literal["portal", "tws", "android", "iphone"]
"""The names of the tables."""
Overruled = Mapping[Recognised, Mapping[str, Sequence[str]]]
"""Forms by table and sign, as a target file has them."""


def tables(overruled: Overruled) -> Mapping[str, Table]:
    """All tables, with the forms that a target has otherwise. Raises: UnknownWord, for a sign it has not."""
    forms: dict[str, Mapping[str, Sequence[str]]] = dict(overruled.items())
    return {name: table.overruled(forms.get(name, {})) for name, table in KNOWN.items()}
