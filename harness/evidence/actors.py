"""Who takes part in a scenario: the pages, windows and phones whose screens are evidence.

The session fixtures add an actor when it is ready and touch it when it is used; the evidence reads them::

    actors = actors_of(request.node)
    actors.add(phone)
    actors.add_document("journal of the reference system", "application/json", lab.journal)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import pytest


class Actor(Protocol):
    """A live page, window or phone. Each call may raise: the error then stands in for the artefact.

    Whoever implements it bounds the time of each call (seconds); nothing waits on it from outside.
    """

    @property
    def name(self) -> str:
        """The surface, as reports call it: ``client-portal``, ``tws``, ``iphone``..."""

    def screenshot(self) -> bytes:
        """What is on screen, as PNG."""

    def source(self) -> str:
        """The page source or tree of elements, as text."""

    def extras(self) -> Iterable[tuple[str, str, bytes]]:
        """More artefacts, wanted on failure only: ``(name, media type, content)``, such as a trace."""


@runtime_checkable
class CoversSecrets(Protocol):
    """An actor that knows where secrets can be read on its screen."""

    def secret_regions(self) -> list[tuple[float, float, float, float]]:
        """Rectangles ``(x, y, width, height)`` in pixels of the screenshot.

        Those of the elements whose text or value holds one of ``harness.secrets.registered()``; asked right
        before and after each screenshot.
        """


@runtime_checkable
class TellsVersion(Protocol):
    """An actor that knows what it is: ``Chromium 131.0.6778.33``, ``Android 14 (Pixel 7)``."""

    def version(self) -> str:
        """In words, empty where it does not know; at once, without asking the system."""


@dataclass(frozen=True, slots=True)
class Document:
    """Evidence that is no actor's: read on failure only."""

    name: str
    media_type: str
    read: Callable[[], bytes | str]


class Actors:
    """The actors of one scenario, in the order they came, and the one that acted last."""

    def __init__(self) -> None:
        self._actors: list[Actor] = []
        self._documents: list[Document] = []
        self._acting: Actor | None = None

    def add(self, actor: Actor) -> None:
        """Take ``actor`` in; does nothing when it is there already."""
        if not any(one is actor for one in self._actors):
            self._actors.append(actor)

    def remove(self, actor: Actor) -> None:
        """Leave ``actor`` out from now on, as it is about to be closed."""
        self._actors = [one for one in self._actors if one is not actor]
        if self._acting is actor:
            self._acting = None

    def touch(self, actor: Actor) -> None:
        """Note that ``actor`` is used now; ``--evidence step`` shows the one used last in each step."""
        self._acting = actor

    def add_document(self, name: str, media_type: str, read: Callable[[], bytes | str]) -> None:
        """Have ``read`` called on failure, and its answer kept as ``name``."""
        self._documents.append(Document(name, media_type, read))

    def take_acting(self) -> Actor | None:
        """The actor touched since the last call."""
        acting, self._acting = self._acting, None
        return acting

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(self._documents)

    def __iter__(self) -> Iterator[Actor]:
        return iter(tuple(self._actors))


_ACTORS = pytest.StashKey[Actors]()


def actors_of(item: pytest.Item) -> Actors:
    """The actors of ``item``; empty at first."""
    return item.stash.setdefault(_ACTORS, Actors())


def forget_actors(item: pytest.Item) -> None:
    """Start with none, when the item is run (again)."""
    item.stash[_ACTORS] = Actors()
