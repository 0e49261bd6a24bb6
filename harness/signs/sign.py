"""Signs, their tables, and the error where one is not found that no document states.

A document says that a login waits for the phone, not by which id a page shows it. Such a sign is missing for
one of two reasons, and only one of them is a breach: something else stands there that is known, such as the
credentials with an error (the step fails, and breaches its clause); or the place looks otherwise than anybody
knew (`NotRecognised`, and the verdict is *inconclusive*). A sign that an article states is different: where
it is missing, that is the breach.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.errors import HarnessError
from harness.words import UnknownWord

THE_KNOWN_ONES = "..."
"""Among the forms that a target gives a sign: those that the table has."""
LONGEST_LIST = 12
_MAY_BE_SECRET = re.compile(r"\d[\d\s-]{2,}\d|(?=\w*\d)\w{4,}|[•*]{2,}")


@dataclass(frozen=True)
class Sign:
    """What one thing is recognised by.

    Attributes:
        name: As reasons and target files call it.
        forms: Any of them is it; how they are written depends on the surface (``docs/targets.md``).
        documented: The clause that states it, and the form that it states; empty where no document does.
        instead: Names of signs that may stand where this one is lacking: with one of them in sight the place
            is known, and the sign is not there.
        told: It is a message: a page that leads on and is not recognised may be the one that tells it.
    """

    name: str
    forms: tuple[str, ...]
    documented: str = ""
    instead: tuple[str, ...] = ()
    told: bool = False

    def about(self, /, **values: str) -> Sign:
        """The sign of one thing among many: its forms with ``{app}`` and the like filled in."""
        filled = self.forms
        for field, value in values.items():
            filled = tuple(form.replace(f"{{{field}}}", value) for form in filled)
        return replace(self, forms=filled)


class Table(Mapping[str, Sign]):
    """The signs of one surface, by name."""

    def __init__(self, surface: str, signs: Iterable[Sign]) -> None:
        self.surface = surface
        self._signs = {sign.name: sign for sign in signs}
        for sign in self._signs.values():
            for name in sign.instead:
                self.check(name)

    def check(self, name: str) -> None:
        """Raises: UnknownWord, where there is no such sign."""
        if name not in self._signs:
            raise UnknownWord(name, f"sign of {self.surface}", self._signs)

    def overruled(self, forms: Mapping[str, Sequence[str]]) -> Table:
        """This table with other forms for some signs. Raises: UnknownWord."""
        for name in forms:
            self.check(name)
        return Table(self.surface, (_with_forms(sign, forms.get(sign.name)) for sign in self.values()))

    def instead_of(self, sign: Sign) -> list[Sign]:
        """The signs that show that ``sign`` is lacking."""
        return [self[name] for name in sign.instead]

    def __getitem__(self, name: str) -> Sign:
        return self._signs[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._signs)

    def __len__(self) -> int:
        return len(self._signs)


def _with_forms(sign: Sign, forms: Sequence[str] | None) -> Sign:
    if forms is None:
        return sign
    taken = [one for form in forms for one in (sign.forms if form == THE_KNOWN_ONES else (form,))]
    return replace(sign, forms=tuple(dict.fromkeys(taken)))


class NotRecognised(HarnessError):
    """Nothing on a surface is a known form of a sign that no document states, nor known to stand instead.

    Args:
        seen: What is there, as `listed`.
    """

    def __init__(self, surface: str, sign: Sign, seen: str) -> None:
        self.sign = sign
        super().__init__(f"not recognised: {sign.name} on {surface}; it shows {seen}")


def listed(texts: Collection[str]) -> str:
    """The first of the texts of a screen, each once; what may be a secret is dots.

    A code on a page that is not recognised is not known to be one.
    """
    shown = dict.fromkeys(" ".join(text.split()) for text in texts)
    masked = [_MAY_BE_SECRET.sub("…", text)[:60] for text in shown if text]
    more = len(masked) - LONGEST_LIST
    return ", ".join(masked[:LONGEST_LIST]) + (f" and {more} more" if more > 0 else "") or "nothing"
