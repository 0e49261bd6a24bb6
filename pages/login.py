"""What every login surface does, be it a page of the portal or the window of TWS."""

from __future__ import annotations

from typing import Literal, Protocol

from harness.patience import Patience
from harness.targets.system import Language

Stage = Literal["credentials", "waiting", "challenge", "open", "elsewhere"]
"""Where a login is: at user name and password, waiting for the phone, at the response, done, or elsewhere."""

FALLBACK_LABELS = (
    "如未收到通知,請點擊此處",
    "如您未收到通知,點擊此處",
    "如果沒收到消息請點擊此處",
    "Log in with Challenge/Response",
)
"""Known wordings of the link for a notification that did not come; see AMB-FALLBACK-LINK-LABEL."""

FULL_WIDTH = str.maketrans(",:?!()", "，：？！（）")


def spellings(label: str) -> tuple[str, ...]:
    """``label`` with half-width and with full-width punctuation, which count as equal (AMB-PUNCTUATION)."""
    return tuple(dict.fromkeys((label, label.translate(FULL_WIDTH))))


def without_groups(shown: str) -> str:
    """Digits or letters without what groups them for the eye, or keeps the place of a code to come."""
    return "".join(character for character in shown if character.isalnum())


class LoginSurface(Protocol):
    """A login as a person sees it; lengths of waits are in seconds, all texts are as shown."""

    name: str
    patience: Patience

    def open(self) -> None:
        """Show the login with empty fields, whatever was there before; returns when it takes input."""

    def log_out(self) -> None:
        """End the session that the login opened."""

    def language(self) -> Language | None:
        """What it is written in, None where that cannot be told."""

    def takes_username(self) -> bool:
        """Whether the user name field takes input."""

    def enter_username(self, username: str) -> None:
        """Type into the emptied user name field."""

    def enter_password(self, password: str) -> None:
        """Type into the emptied password field."""

    def log_in(self) -> None:
        """Press the button that submits the credentials, whatever its label."""

    def control_shown(self, label: str, *, within_s: float) -> bool:
        """Whether a button or link with this label, in any of its `spellings`, can be clicked by then."""

    def click(self, label: str) -> None:
        """Click the button or link with this label, in any of its `spellings`."""

    def stage(self, expected: Stage, *, within_s: float) -> Stage:
        """The stage, once it is ``expected`` or else as it is after ``within_s``."""

    def error(self, *, within_s: float) -> str:
        """The error message on show by then, empty when there is none."""

    def ask_for_challenge(self) -> str:
        """Click the link for a notification that did not come; the wording it was found under."""

    def challenge(self, *, within_s: float) -> str:
        """The challenge `without_groups`; empty when no letters or digits are shown by then."""

    def enter_response(self, response: str) -> None:
        """Type into the emptied box for the response."""

    def response_box(self) -> str | None:
        """What stands in the box for the response; None when there is no box that takes input."""

    def confirm_response(self) -> None:
        """Press the button that submits the response, whatever its label."""

    def submitted(self, *, within_s: float) -> bool:
        """Whether an attempt has been answered by then: with an error or with the next stage."""
