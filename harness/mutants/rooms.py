"""The modules that are judged, and their mutants."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import HarnessError
from harness.mutants.departures import departure_lines, names_used
from harness.spec.catalogue import load_catalogue

if TYPE_CHECKING:
    from harness.mutants.generator import Candidate

PACKAGE = "reference_system"
FOLDER = Path(__file__).resolve().parents[2] / PACKAGE
ROOMS = ("authority", "phones.apps.ibkr", "portal")
"""All of one process: a window of TWS, and the programs that the phones start, import none of them."""


class NoSuchModule(HarnessError):
    """Something was to be judged that is in none of the rooms."""


def files() -> dict[str, Path]:
    """The modules of the rooms, such as ``authority.lock``, and their files."""
    found = (file for room in ROOMS for file in sorted(FOLDER.joinpath(*room.split(".")).rglob("*.py")))
    return {_module(file): file for file in found if file.name != "__init__.py"}


def _module(file: Path) -> str:
    return ".".join(file.relative_to(FOLDER).with_suffix("").parts)


def candidates_of(named: Collection[str] = ()) -> list[Candidate]:
    """The mutants of all modules, or of those named: a room, a module, a function, one mutant.

    Raises: NoSuchModule.
    """
    from harness.mutants.generator import candidates  # installs mutmut

    modules = files()
    for name in named:
        if not any(_concerns(name, module) for module in modules):
            raise NoSuchModule(f"{name} is in none of {', '.join(ROOMS)}")
    used = names_used(FOLDER.rglob("*.py"))
    documented = " ".join(clause.text for clause in load_catalogue().clauses.values())
    found: list[Candidate] = []
    for module, file in modules.items():
        if named and not any(_concerns(name, module) for name in named):
            continue
        elsewhere = set().union(*(names for other, names in used.items() if other != file))
        source = file.read_text(encoding="utf-8")
        found += candidates(module, source, departure_lines(source, elsewhere), documented)
    return [one for one in found if not named or any(_begins(one.name, name) for name in named)]


def _concerns(name: str, module: str) -> bool:
    return _begins(name, module) or _begins(module, name)


def _begins(name: str, start: str) -> bool:
    return name == start or name.startswith((f"{start}.", f"{start}:"))


def drawn(candidates: Sequence[Candidate], size: int, seed: int) -> list[Candidate]:
    """``size`` of them at the most. What is drawn depends on each one's name only, so that mutants that come
    and go leave the rest of a sample as it was."""
    ranked = sorted(candidates, key=lambda one: hashlib.sha256(f"{seed}:{one.name}".encode()).digest())
    chosen = {one.name for one in ranked[:size]}
    return [one for one in candidates if one.name in chosen]
