"""What every login surface does, be it a page of the portal or the window of TWS."""

from __future__ import annotations

import re
import unicodedata
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


def stands_in(text: str, shown: str) -> bool:
    """Whether ``text`` stands in what is shown, and is no part of a longer name or number."""
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(text)}(?![0-9A-Za-z])", shown) is not None


def without_groups(shown: str) -> str:
    """Digits or letters as one types them: no groups for the eye, none of another width, no place-holders."""
    return "".join(character for character in unicodedata.normalize("NFKC", shown) if character.isalnum())


class LoginSurface(Protocol):
    """A login as a person sees it; lengths of waits are in seconds, all texts are as shown."""

    name: str
    patience: Patience
    keeps_own_time: bool
    """Whether it has timers that do not follow the clock of an embedded system."""

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
        """The stage, once it is ``expected`` or else as it is after ``within_s``.

        A page that does nothing but lead on to an open session is passed by.

        Raises: NotRecognised, when it was waited for, and what is there is neither known nor `astray`.
        """

    def session_user(self) -> str | None:
        """Whose session is open, as the surface shows it; None where it shows no user name."""

    def mentions(self, text: str) -> bool:
        """Whether ``text`` stands on the surface as a whole, not as a part of a longer name."""

    def astray(self) -> str:
        """What no login may lead to and yet stands there: an error of the system, another program, nothing.

        Returns: empty where there is none of these.
        """

    def seen(self) -> str:
        """What stands there, for a person."""

    def error(self, *, within_s: float) -> str:
        """The error message on show by then, wherever it stands; empty when nothing new is said."""

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
