"""What to tell somebody whose step nobody knows: what is near, and the line to write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from harness.collection.model import StepType

if TYPE_CHECKING:
    from harness.collection.definitions import Definition

_HOME = "steps live in a plugin, or in a conftest.py of the feature's folder or of one above it"


def undefined_step(
    definitions: Sequence[Definition],
    other_types: Sequence[Definition],
    unseen: Sequence[Definition],
    type_: StepType,
    text: str,
) -> str:
    """The message for a step that no definition of its type matches.

    Args:
        definitions: Those to look for a similar one in.
        other_types: Those whose words match, of other types.
        unseen: Those whose words match, which the feature cannot see.
    """
    message = f"undefined step: {type_.capitalize()} {text}"
    for definition in other_types:
        message += (
            f"\n  {definition.where} has these words as `@{definition.type}`:"
            f"\n  change the keyword, or decorate the function with `@{type_}` too"
        )
    for definition in unseen:
        message += f"\n  {definition.where} has these words, but the feature cannot see it: {_HOME}"
    if not other_types and not unseen:
        for definition in _nearest_definitions(definitions, text):
            message += f"\n  near: {definition.pattern}    ({definition.where})"
        message += f"\n  write: {_stub(type_, text)}\n  {_HOME}"
    return message


def _nearest_definitions(definitions: Sequence[Definition], text: str) -> list[Definition]:
    matcher = SequenceMatcher(b=text, autojunk=False)
    scored: list[tuple[float, int, Definition]] = []
    for order, definition in enumerate(definitions):
        matcher.set_seq1(definition.pattern)
        if matcher.real_quick_ratio() > 0.6 and matcher.quick_ratio() > 0.6:
            ratio = matcher.ratio()
            if ratio > 0.6:
                scored.append((ratio, -order, definition))
    return [definition for _, _, definition in sorted(scored, reverse=True)[:2]]


def _stub(type_: StepType, text: str) -> str:
    """A first line for the missing definition, numbers and quoted words made into fields."""
    names: list[str] = []

    def named(stem: str) -> str:
        names.append(stem if stem not in names else f"{stem}_{len(names) + 1}")
        return names[-1]

    literal = text.replace("{", "{{").replace("}", "}}")
    pattern = re.sub(
        r'"[^"]*"|(?<![\w.])\d+(?![\w.])',
        lambda found: f'"{{{named("text")}}}"' if found[0][0] == '"' else f"{{{named('number')}:d}}",
        literal,
    )
    quoted = (
        f"'{pattern}'"
        if '"' in pattern and "'" not in pattern
        else f'"{pattern.replace(chr(34), chr(92) + chr(34))}"'
    )
    if not names:
        return f"@{type_}({quoted.replace('{{', '{').replace('}}', '}')})"
    return f"@{type_}(parsers.parse({quoted}))"
