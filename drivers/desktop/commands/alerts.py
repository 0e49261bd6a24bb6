"""User prompts. See ``prompts`` for what a prompt is here and how it is answered."""

from __future__ import annotations

from typing import Any

from drivers.desktop import prompts
from drivers.desktop.errors import InvalidArgument, NoSuchAlert
from drivers.desktop.session import Session


def text(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> str | None:
    """What the prompt says. Raises: NoSuchAlert."""
    return _prompt(session).text


def accept(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> None:
    """Accept the prompt. Raises: NoSuchAlert."""
    prompts.accept(session, _prompt(session))


def dismiss(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> None:
    """Dismiss the prompt. Raises: NoSuchAlert."""
    prompts.dismiss(session, _prompt(session))


def fill(session: Session, _path: dict[str, str], body: dict[str, Any]) -> None:
    """Write into the field of the prompt. Raises: NoSuchAlert, ElementNotInteractable."""
    typed = body.get("text")
    if not isinstance(typed, str):
        raise InvalidArgument("text must be a string")
    prompts.fill(session, _prompt(session), typed)


def _prompt(session: Session) -> prompts.Prompt:
    session.current_window()
    prompt = prompts.prompt_of(session)
    if prompt is None:
        raise NoSuchAlert("no dialog waits for an answer")
    return prompt
