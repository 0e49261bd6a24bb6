"""Regular expressions that texts must fit as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reference_system.phones.expressions.aside import Aside

_MOST_REPEATS = 2
_LONGEST_TEXT = 1000
_MOST_KNOWN = 2000


class Pattern:
    """A regular expression of a client's.

    One without groups, with at most `_MOST_REPEATS` unbounded repeats, is decided on the spot, for texts of
    usual length. Of any other, and for longer texts, ``learn`` must have been told the text before.

    Raises: re.error, when it is plain and wrong; what is not plain is found out by ``learn``.
    """

    def __init__(self, expression: str, *, ignore_case: bool = False) -> None:
        self._expression, self._ignore_case = expression, ignore_case
        # Without regard to case, a character class takes long to compile.
        plain = _is_plain(expression) and not ignore_case
        self._compiled = re.compile(expression) if plain else None
        self._known: dict[str, bool] = {}

    def fits(self, text: str) -> bool:
        """Whether it fits all of ``text``. Raises: KeyError, when this had to be learnt and was not."""
        if self._compiled is not None and len(text) <= _LONGEST_TEXT:
            return self._compiled.fullmatch(text) is not None
        return self._known[text]

    async def learn(self, texts: Iterable[str], aside: Aside) -> None:
        """Get to know which of ``texts`` it fits. Raises: ExpressionRefused."""
        if len(self._known) > _MOST_KNOWN:
            self._known = {}
        plain = self._compiled is not None
        new = {text for text in texts if not (plain and len(text) <= _LONGEST_TEXT)} - self._known.keys()
        if new:
            fit = await aside.fit(self._expression, list(new), ignore_case=self._ignore_case)
            self._known.update(zip(new, fit, strict=True))


def _is_plain(expression: str) -> bool:
    """No group, option or counted repeat: its cost grows with the square of the text's length at most."""
    repeats = expression.count("*") + expression.count("+")
    return repeats <= _MOST_REPEATS and not set("({?") & set(expression)
