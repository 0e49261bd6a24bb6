"""Mutants that cannot be told from the system they are made of, by rule and with the reason.

What no rule says is judged; a mutant that survives and is found to be equivalent is listed one by one in
``equivalents.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from harness.mutants.operators import cst

_OF_THE_JOURNAL = ("authority.journal", "authority.happenings")
_NO_ARTICLE_SPEAKS_OF = ("authority.clock", "portal.gateway", "portal.activity")
_WORD_TABLES = ("portal.texts", "phones.apps.ibkr.words")
_TELLS_THE_JOURNAL = re.compile(r"(?:.*\.)?(?:journal\.record|_record|phone\.note|log\.\w+)")
_ACTED_ON = ("LoginChanged", "LoginSettled")
"""Kinds of happenings that a part of the system acts on; the others are told to journal and departures."""
_FOR_TYPES = ("len", "isinstance", "issubclass", "cast", "TypeVar")
_OF_THE_SCHEMA = ("mapped_column", "ForeignKey", "relationship")
_LOOKS = frozenset(
    [
        "gap",
        "padding",
        "style",
        "ident",
        "grow",
        "width",
        "height",
        "box",
        "size",
        "hint",
        "picture_name",
        "chevron",
        "align",
        "axis",
        "justify",
    ]
)
_LOOKS_BY_POSITION = {
    "kit.label": (1, 2),
    "kit.button": (2, 3),
    "kit.link": (2, 3),
    "kit.field": (1, 2),
    "kit.search_field": (1, 2),
    "self.bar": (3,),
    "round_button": (0, 1, 3),
}
_LOOKS_ENTIRELY = ("kit.space", "kit.divider", "kit.even", "kit.sides", "kit.picture", "Box", "kit.back_bar")
"""The arguments of the phones' kit that say how a screen is laid out, and what its parts are called."""
_OF_SCREENS = ("activity", "name")
_FOR_PEOPLE = re.compile(r"\s|[^\x00-\x7f]")


@dataclass(frozen=True)
class Place:
    """Where a mutant changes something.

    Attributes:
        function: Its function and class, ``Class.method``; ``(module)`` outside of all.
        within: The nodes from the module down to the one that is changed.
        before: The code of that one.
        mutated: The node that takes its place.
    """

    module: str
    function: str
    operator: str
    of_departures: bool
    within: tuple[Any, ...]
    before: str
    mutated: Any

    def calls(self) -> Iterator[tuple[str, Any]]:
        """The calls around it, outermost first: what is called, as written, and which argument it is in.

        The argument is None where it is in none, or in several.
        """
        for one, below in pairwise([*self.within, None]):
            if isinstance(one, cst.Call):
                argument = self._dropped(one) if below is None else below
                yield _dotted(one.func), argument if isinstance(argument, cst.Arg) else None

    def _dropped(self, call: Any) -> Any:
        """The argument that the mutant drops, or makes None."""
        if self.operator != "arg_removal":
            return None
        left = self.mutated.args
        return next(arg for n, arg in enumerate(call.args) if n >= len(left) or left[n] is not arg)

    def inside(self, kind: type) -> bool:
        """Whether it is in a node of this kind."""
        return any(isinstance(one, kind) for one in self.within)


def why_excluded(place: Place, documented: str) -> str:
    """Why the mutant is none that could be noticed; empty: it may be."""
    return next((reason for reason, applies in RULES.items() if applies(place, documented)), "")


def _told_to_the_journal(place: Place, _: str) -> bool:
    return place.module in _OF_THE_JOURNAL or any(
        _TELLS_THE_JOURNAL.fullmatch(called) for called, _ in place.calls()
    )


def _told_to_nobody_else(place: Place, _: str) -> bool:
    calls = [called for called, _ in place.calls()]
    told = [inner for outer, inner in pairwise(calls) if outer.endswith("happenings.tell")]
    acts = "(" in place.before.partition("(")[2]  # what an argument does by itself is no telling
    return bool(told) and told[-1] not in _ACTED_ON and not acts


def _of_an_error_text(place: Place, _: str) -> bool:
    return place.inside(cst.Raise) and any(True for _ in place.calls())


def _of_a_docstring(place: Place, _: str) -> bool:
    return len(place.within) > 1 and isinstance(place.within[-2], cst.Expr) and place.operator == "string"


def _for_the_type_checker(place: Place, _: str) -> bool:
    return place.inside(cst.Assert) or any(called in _FOR_TYPES for called, _ in place.calls())


def _of_the_schema(place: Place, _: str) -> bool:
    return "__tablename__" in _assigned(place) or any(called in _OF_THE_SCHEMA for called, _ in place.calls())


def _of_a_screens_name(place: Place, _: str) -> bool:
    in_class = not place.inside(cst.FunctionDef) and place.inside(cst.ClassDef)
    return place.module.startswith("phones.") and in_class and bool(set(_OF_SCREENS) & _assigned(place))


def _of_looks(place: Place, _: str) -> bool:
    return place.module.startswith("phones.") and any(_says_looks(*one) for one in _positions(place))


def _says_looks(called: str, keyword: str, position: int) -> bool:
    return (
        called in _LOOKS_ENTIRELY
        or (called.startswith(("kit.", "Widget")) and keyword in _LOOKS)
        or (not keyword and position in _LOOKS_BY_POSITION.get(called, ()))
    )


def _positions(place: Place) -> Iterator[tuple[str, str, int]]:
    """What is called, and the keyword and the number of the argument; -1 outside of one."""
    calls = [one for one in place.within if isinstance(one, cst.Call)]
    for call, (called, argument) in zip(calls, place.calls(), strict=True):
        keyword = argument.keyword.value if argument is not None and argument.keyword else ""
        yield called, keyword, next((n for n, one in enumerate(call.args) if one is argument), -1)


def _of_words_nobody_documents(place: Place, documented: str) -> bool:
    """A text for people that no clause has in quotation marks may read otherwise."""
    if place.operator != "string" or place.before[:1] not in ("'", '"'):
        return False
    text = place.before[1:-1]
    in_table = place.module in _WORD_TABLES and not _is_key(place)
    return (in_table or bool(_FOR_PEOPLE.search(text))) and f'"{text}"' not in documented


def _is_key(place: Place) -> bool:
    return any(getattr(one, "key", None) is below for one, below in pairwise(place.within))


def _assigned(place: Place) -> set[str]:
    """Names that the assignment around it gives values to."""
    for one in place.within:
        if isinstance(one, cst.Assign):
            return {_dotted(target.target) for target in one.targets}
        if isinstance(one, cst.AnnAssign):
            return {_dotted(one.target)}
    return set()


def _dotted(node: Any) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return str(node.value) if isinstance(node, cst.Name) else "?"


RULES: dict[str, Callable[[Place, str], bool]] = {
    "only deviations and variations use it": lambda place, _: place.of_departures,
    "it is told to the journal, which is evidence and no surface": _told_to_the_journal,
    "only the journal and departures hear of it": _told_to_nobody_else,
    "it is the text of an error for whoever calls the lab or reads the log": _of_an_error_text,
    "it is a docstring": _of_a_docstring,
    "it is there for the type checker, or a crash instead of another": _for_the_type_checker,
    "it names a table or column of the database": _of_the_schema,
    "no article speaks of what the module does": lambda place, _: place.module in _NO_ARTICLE_SPEAKS_OF,
    "no article names a screen": _of_a_screens_name,
    "no article says how a screen is laid out, or names its parts": _of_looks,
    "no article states these words": _of_words_nobody_documents,
}
