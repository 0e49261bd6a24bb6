"""The words of a vocabulary and what each of them means.

A step definition converts a word of its text with ``Words``; the collector does so before anything runs, and
tells file, line and the nearest words where a feature uses one that nobody knows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from typing import Generic, TypeVar

T = TypeVar("T")
_EnumT = TypeVar("_EnumT", bound=Enum)


def nearest(word: str, known: Collection[str], *, cutoff: float = 0.6) -> str:
    """``"; did you mean 'X'?"`` or nothing.

    Args:
        cutoff: How alike a known word must be to be named, from 0 to 1.
    """
    from difflib import get_close_matches  # 3 ms that only those pay who misspell

    near = get_close_matches(word, sorted(known), n=1, cutoff=cutoff)
    return f"; did you mean {near[0]!r}?" if near else ""


class UnknownWord(ValueError):
    """A word that its vocabulary does not have; the text names the nearest and lists all there are."""

    def __init__(self, word: str, what: str, known: Collection[str]) -> None:
        self.word = word
        listed = "".join(f"\n    {one}" for one in known)
        super().__init__(f"{word!r} is no {what}{nearest(word, known)}\n  known are:{listed}")


class Words(Mapping[str, T], Generic[T]):
    """A vocabulary: words as features write them, and the value that each stands for.

    Called with a word it gives the value, which makes it a converter for pytest-bdd's ``converters``.

    Args:
        what: One of them, for messages: ``"phone"``.
    """

    def __init__(self, what: str, meanings: Mapping[str, T]) -> None:
        self.what = what
        self._meanings = dict(meanings)

    @classmethod
    def of(cls, what: str, values: type[_EnumT]) -> Words[_EnumT]:
        """The vocabulary of an enumeration whose values are the words."""
        return Words(what, {str(value.value): value for value in values})

    def __call__(self, word: str) -> T:
        """Raises: UnknownWord."""
        try:
            return self._meanings[word]
        except KeyError:
            raise UnknownWord(word, self.what, self._meanings) from None

    def __getitem__(self, word: str) -> T:
        return self._meanings[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._meanings)

    def __len__(self) -> int:
        return len(self._meanings)
