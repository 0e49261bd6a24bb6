"""Fields of an outline: ``<column>`` for each column of its Examples, which a row fills in.

Whatever else stands in angle brackets is text (``<b>bold</b>``, ``3 < 5``), as in Gherkin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

Fill = Callable[[str], str]


def filler(row: Mapping[str, str]) -> Fill:
    """Puts the row's values into the fields of a text; a value that looks like a field stays as it is."""
    substitute = _fields(tuple(row)).sub

    def fill(text: str) -> str:
        return substitute(lambda field: row[field[1]], text) if "<" in text else text

    return fill if row else str


def fields_in(text: str, columns: tuple[str, ...]) -> list[str]:
    """The columns that ``text`` has fields for."""
    return _fields(columns).findall(text)


@lru_cache
def _fields(columns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"<({'|'.join(map(re.escape, columns))})>")
