"""Which pairs of ``harness.spec.crossing`` collected scenarios exercise, and which are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from harness.collection.model import Scenario, Step
from harness.spec.crossing import CROSSINGS, DEEDS, DIMENSIONS, Crossing, Deed, Dimension, why_excluded

Values = Mapping[Dimension, str]


@dataclass(frozen=True)
class Owed:
    """A pair that a crossing owes.

    Attributes:
        why_not: Why nobody owes it after all; None: it is owed.
        seen_in: ``file:line`` of the first scenario that has it, empty when none has.
    """

    crossing: Crossing
    pair: tuple[str, ...]
    why_not: str | None
    seen_in: str

    @property
    def missing(self) -> bool:
        return self.why_not is None and not self.seen_in

    def __str__(self) -> str:
        return f"{self.crossing.name}: {' + '.join(self.pair)}"


def owed(scenarios: Iterable[Scenario]) -> list[Owed]:
    """Every pair of every crossing, and where it is seen."""
    seen: dict[tuple[Deed, tuple[str, ...]], str] = {}
    for scenario in scenarios:
        for deed, values in exercised(scenario):
            for pair in _pairs_in(values):
                seen.setdefault((deed, pair), f"{scenario.feature_file}:{scenario.line}")
    return [
        Owed(
            crossing,
            pair,
            why_excluded(crossing, pair),
            next((seen[deed, pair] for deed in crossing.deeds if (deed, pair) in seen), ""),
        )
        for crossing in CROSSINGS
        for pair in crossing.owed()
    ]


def exercised(scenario: Scenario) -> Iterator[tuple[Deed, Values]]:
    """Each deed of a scenario, with what was at hand when its last sentence was said."""
    at_hand = {one: one.unsaid for one in DIMENSIONS}
    said = dict.fromkeys(DEEDS, 0)
    for step in scenario.steps:
        at_hand.update(_said_by(step))
        for deed in DEEDS:
            reached = said[deed]
            while reached < len(deed.sentences) and re.match(deed.sentences[reached], step.text):
                reached += 1  # one step may say more than one of them
            if reached == len(deed.sentences):
                yield deed, {one: value for one, value in at_hand.items() if value}
            said[deed] = min(reached, len(deed.sentences) - 1)


def _said_by(step: Step) -> Iterator[tuple[Dimension, str]]:
    words = step.words
    for one in DIMENSIONS:
        word = words.get(one.vocabulary, "")
        if word in one.words and one.giving in ("", step.definition.target_fixture):
            yield one, one.words[word]
        for sentence, value in one.sentences.items():
            if re.match(sentence, step.text):
                yield one, value


def _pairs_in(values: Values) -> Iterator[tuple[str, ...]]:
    in_order = [values[one] for one in DIMENSIONS if one in values]
    yield from ((value,) for value in in_order)
    yield from combinations(in_order, 2)
