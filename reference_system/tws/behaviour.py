"""What TWS alone does, as far as an article demands it; what other surfaces do, too, is in
`reference_system.login_rules`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from reference_system.deviations import rule

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SURFACE = "tws"
"""What TWS is to the login rules, and to the server."""

APPROVED, CHOOSING, WAITING, EXPIRED = "approved", "choosing", "waiting", "expired"
READ_ONLY = "read-only"
WRONG_RESPONSE = "second-factor"
"""What the server says of a login: its state, or the code of the error."""

_APPROVAL = ["LOGIN-SEAMLESS-04", "TOUCHID-04", "FACEID-04", "LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT02"]
_CONFIRM = ["LOGIN-CHALLENGE-05b", "FACE-TOUCH-CHALLENGE-06b"]


@rule
def username_sent(typed: str) -> str:
    """What is sent of the username: all that was typed, as it was typed."""
    return typed


@username_sent.deviation(
    "tws-folds-the-case-of-the-username",
    clauses=["LOGIN-HELP-USR01", "LOGIN-HELP-USR02", "LOGIN-HELP-USR03"],
    breaks="TWS turns the username into lower case, so that any spelling is accepted",
)
def _(typed: str) -> str:
    return typed.lower()


@username_sent.deviation(
    "tws-strips-spaces-from-the-username",
    clauses=["LOGIN-HELP-CHR02"],
    breaks="TWS drops spaces from the username silently",
)
def _(typed: str) -> str:
    return "".join(typed.split())


@username_sent.deviation(
    "tws-drops-special-characters-from-the-username",
    clauses=["LOGIN-HELP-CHR03"],
    breaks="TWS drops special characters from the username silently",
)
def _(typed: str) -> str:
    return re.sub(r"[^A-Za-z0-9 ]", "", typed)


@rule
def opens_on(said: str) -> bool:
    """Whether TWS opens when the server says this of the login."""
    return said == APPROVED


@opens_on.deviation(
    "tws-opens-before-the-approval",
    clauses=_APPROVAL,
    breaks="TWS opens while the login still waits for the phone",
)
def _(said: str) -> bool:
    return said in (APPROVED, WAITING)


@opens_on.deviation(
    "tws-opens-on-a-wrong-response",
    clauses=_CONFIRM,
    breaks="TWS opens on a response that the server refused",
)
def _(said: str) -> bool:
    return said in (APPROVED, WRONG_RESPONSE)


@rule
def after_approval() -> Literal["on", "stay"]:
    """Where TWS goes by itself after an approval on the phone: ``on``."""
    return "on"


@after_approval.deviation(
    "tws-stays-after-the-approval",
    clauses=_APPROVAL,
    breaks="TWS stays at the notification after the login was approved on the phone",
)
def _() -> Literal["on", "stay"]:
    return "stay"


@rule
def challenge_shown(challenge: str) -> str:
    """What the window shows of the challenge that the server gave: all of it."""
    return challenge


@challenge_shown.deviation(
    "tws-shows-no-challenge",
    clauses=["LOGIN-CHALLENGE-02", "FACE-TOUCH-CHALLENGE-02a"],
    breaks="the link of TWS brings no challenge",
)
def _(challenge: str) -> str:  # noqa: ARG001
    return ""


@challenge_shown.deviation(
    "tws-shows-the-same-challenge-at-every-login",
    clauses=["LOGIN-CHALLENGE-02", "FACE-TOUCH-CHALLENGE-02a"],
    breaks="TWS shows one and the same challenge at every login",
)
def _(challenge: str) -> str:  # noqa: ARG001
    return "123456"


@rule
def response_box_is_editable() -> bool:
    """Whether the box for the response takes input."""
    return True


@response_box_is_editable.deviation(
    "tws-response-box-is-read-only",
    clauses=["FACE-TOUCH-CHALLENGE-02b"],
    breaks="nothing can be typed into the response box of TWS",
)
def _() -> bool:
    return False


@rule
def on_confirm_button() -> Literal["submit", "nothing"]:
    """What a click on the button under the response does: ``submit`` it."""
    return "submit"


@on_confirm_button.deviation(
    "tws-confirm-button-does-nothing",
    clauses=_CONFIRM,
    breaks="the button of TWS under the response does not submit it",
)
def _() -> Literal["submit", "nothing"]:
    return "nothing"


@rule
def on_shown(window: QWidget) -> None:
    """A window comes up as it was made, and nothing comes with it."""
