"""Names of deviations and variations, as people type them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from harness.errors import HarnessError
from harness.lab import Lab
from harness.words import nearest


class UnknownName(HarnessError):
    """A deviation or variation was asked for that the reference system does not have."""


def operators(lab: Lab, names: Collection[str]) -> list[dict[str, Any]]:
    """The operator deviations among the names, as the lab describes them; their names have a ``~``."""
    made = [("name", name) for name in names if "~" in name]
    listed: list[dict[str, Any]] = lab.get(f"/deviations/operators?{urlencode(made)}") if made else []
    return listed


def refuse_unknown(asked: Collection[str], known: Collection[str], command: str = "deviations") -> None:
    """Raises: UnknownName, naming those asked for that are not known, each with the nearest one that is."""
    if unknown := ", ".join(name + nearest(name, known) for name in asked if name not in known):
        raise UnknownName(f"there is no {command[:-1]} {unknown} (./ibkey {command} --list shows all)")


def check_names(system: dict[str, Any], names: Collection[str]) -> None:
    """Ask the reference system that ``system`` describes (``lab_url``, ``lab_token``) whether it has these
    deviations.

    Raises: UnknownName.
    """
    lab = Lab(system["lab_url"], system["lab_token"])
    known = {one["name"] for one in (*lab.get("/deviations"), *operators(lab, names))}
    lab.close()
    refuse_unknown(names, known)
