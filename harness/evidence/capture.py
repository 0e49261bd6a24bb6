"""Artefacts of a scenario, free of secrets: screens, sources, extras and documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from harness import secrets
from harness.camera.reading import shown_secrets
from harness.evidence.actors import Actor, Actors, CoversSecrets, Document
from harness.evidence.embedded import without_pictures
from harness.evidence.screens import Region, cover, side_by_side
from harness.evidence.traces import redact_zip
from harness.foreign_text import LONGEST_ATTACHMENT, LONGEST_NAME, beginning, encoded, message_of

TRACE = "application/vnd.allure.playwright-trace"
"""Media type of a Playwright trace, for ``Actor.extras``; Allure then offers its viewer."""

_EXTENSIONS = {
    "text/plain": "txt",
    "text/html": "html",
    "text/csv": "csv",
    "application/json": "json",
    "application/xml": "xml",
    "image/png": "png",
    "application/zip": "zip",
    TRACE: "zip",
}


@dataclass(frozen=True, slots=True)
class Artefact:
    """Something to attach to a result; ``content`` is free of secrets."""

    name: str
    media_type: str
    content: bytes

    @property
    def extension(self) -> str:
        """For a file of it, without the dot."""
        return _EXTENSIONS.get(self.media_type, "attach")


def on_failure(actors: Actors) -> Iterator[Artefact]:
    """All that is to be seen: first every actor's screen, then sources, extras and documents.

    An artefact that cannot be had is replaced by a text that says why, so that the failure itself stays.
    """
    screens: list[tuple[str, bytes]] = []
    rest: list[Artefact] = []
    for actor in actors:
        shot = screen(actor)
        if shot.media_type == "image/png":
            screens.append((actor.name, shot.content))
        rest.append(shot)
    if len(screens) > 1:
        yield _attempt("all screens", partial(_all_screens, screens))
    yield from rest
    for actor in actors:
        yield _attempt(f"source of {actor.name}", partial(_source, actor))
        yield from _extras(actor)
    for document in actors.documents:
        yield _attempt(document.name, partial(_document, document))


def screen(actor: Actor) -> Artefact:
    """The actor's screen with secrets covered, or a text that says why there is none."""
    return _attempt(f"screen of {actor.name}", partial(_screen, actor))


def redacted(name: str, media_type: str, content: bytes | str) -> Artefact:
    """An artefact of ``content`` without the secrets in it; a text is visible, and as long as is told of it.

    Bytes that are no UTF-8 are kept as they are, secrets aside.
    """
    name = beginning(secrets.redact(name), LONGEST_NAME)
    content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if media_type in ("application/zip", TRACE):
        return Artefact(name, media_type, redact_zip(content))
    if media_type.startswith(("image/", "video/")):
        if secrets.registered():
            note = f"left out: secrets cannot be found in {media_type}; offer it as a screenshot"
            return Artefact(name, "text/plain", note.encode())
        return Artefact(name, media_type, content)
    content = secrets.redact_bytes(without_pictures(content))
    try:
        text = content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return Artefact(name, media_type, content)
    is_whole = len(text) <= LONGEST_ATTACHMENT
    return Artefact(
        name, media_type if is_whole else "text/plain", encoded(beginning(text, LONGEST_ATTACHMENT))
    )


def _screen(actor: Actor) -> Artefact:
    before = _secret_regions(actor)
    shot = actor.screenshot()
    after = _secret_regions(actor)  # asked twice, as the screen may have moved on in between
    codes = [code.region for code in shown_secrets(shot)] if secrets.registered() else []
    return Artefact(f"screen of {actor.name}", "image/png", cover(shot, before + after + codes))


def _secret_regions(actor: Actor) -> list[Region]:
    return actor.secret_regions() if isinstance(actor, CoversSecrets) and secrets.registered() else []


def _document(document: Document) -> Artefact:
    return redacted(document.name, document.media_type, document.read())


def _all_screens(screens: list[tuple[str, bytes]]) -> Artefact:
    return Artefact("all screens", "image/png", side_by_side(screens))


def _source(actor: Actor) -> Artefact:
    text = actor.source()
    beginning = text.lstrip()[:200].lower()
    if beginning.startswith(("<!doctype html", "<html")):
        media_type = "text/html"
    elif beginning.startswith("<"):
        media_type = "application/xml"
    else:
        media_type = "text/plain"
    return redacted(f"source of {actor.name}", media_type, text)


def _extras(actor: Actor) -> Iterator[Artefact]:
    try:
        offered = list(actor.extras())
    except Exception as error:  # noqa: BLE001  (whatever a dead session raises is evidence too)
        yield _failed(f"extras of {actor.name}", error)
        return
    for name, media_type, content in offered:
        yield _attempt(name, partial(redacted, name, media_type, content))


def _attempt(name: str, take: Callable[[], Artefact]) -> Artefact:
    try:
        return take()
    except Exception as error:  # noqa: BLE001  (whatever a dead session raises is evidence too)
        return _failed(name, error)


def _failed(name: str, error: Exception) -> Artefact:
    why = f"could not be taken: {type(error).__name__}: {message_of(error)}"
    return redacted(f"{name} (could not be taken)", "text/plain", why)
