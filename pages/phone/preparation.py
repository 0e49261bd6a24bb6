"""A real phone before a scenario: what an earlier one left is taken away, and what cannot be is told."""

from __future__ import annotations

from collections.abc import Iterator

from pages.language import WORDS, Unprepared, language_of_locale, language_of_text
from pages.phone.apps import Apps
from pages.phone.notifications import NotificationList
from pages.phone.prompts import ProofPrompt

SENDER = "IBKR Mobile"
"""Or whatever else the phone calls it."""


class Preparation(NotificationList, Apps):
    """What a person looks at before the first step."""

    def make_ready(self) -> Iterator[str]:
        """Tidy the phone; what is in doubt then.

        Raises: Unprepared, where a scenario on it would be about another phone.
        """
        if not self.ibkr_mobile_installed(within_s=0):
            app = self.device.phone.ibkr_mobile
            raise Unprepared(f"IBKR Mobile ({app}) is not on the {self.device.surface}")
        self.end_ibkr_mobile()
        self.go_home()
        self._check_language()
        yield from self._left_over()

    def _check_language(self) -> None:
        """By what the phone says of itself, or else by the names on its home screen."""
        wanted, locale = self.device.language, self.device.locale()
        spoken = language_of_locale(locale) if locale else language_of_text(self.seen())
        if spoken != wanted:
            told = locale or (WORDS[spoken] if spoken else "nothing")
            raise Unprepared(f"the {self.device.surface} speaks {told}, not {WORDS[wanted]}")

    def _left_over(self) -> Iterator[str]:
        surface = self.device.surface
        asked = ProofPrompt(self.device).asked()
        if asked is not None:
            yield f"the {surface} was still asking for {asked}"
        self.pull_down()
        if self._ours() and (clear := self.elements(self.sign("notifications.clear"))):
            clear[0].click()
        if left := self._ours():
            yield f"{left} notifications of IBKR Mobile were left on the {surface}"
        self.go_home()

    def _ours(self) -> int:
        return self.all_from(SENDER)
