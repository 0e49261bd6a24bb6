"""What a login surface shows and does, as far as an article demands it of Client Portal, WebTrader and TWS.

Each rule takes the surface, by its name. A deviation breaks it on the web or in TWS: these are two programs,
and what one does the other need not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Concatenate, Literal, ParamSpec, TypeVar

from reference_system.deviations import Rule, rule
from reference_system.languages import Language

P = ParamSpec("P")
R = TypeVar("R")

WEB, TWS = ("client-portal", "webtrader"), ("tws",)

_LOGIN_BUTTON = ["LOGIN-SEAMLESS-01a", "TOUCHID-01a", "FACEID-01a"]
_CHALLENGE_LINK = ["LOGIN-CHALLENGE-01", "FACE-TOUCH-CHALLENGE-01"]
_UNDELIVERED = [
    *(f"LOGIN-CHALLENGE-INT0{number}" for number in (1, 2, 3)),
    *(f"FACE-TOUCH-CHALLENGE-INT0{number}" for number in (1, 2, 3)),
]
_RESPONSE = ["LOGIN-CHALLENGE-05a", "FACE-TOUCH-CHALLENGE-06a"]
_CONFIRM = ["LOGIN-CHALLENGE-05b", "FACE-TOUCH-CHALLENGE-06b"]
_RIGHT_RESPONSE = ["LOGIN-CHALLENGE-06", "FACE-TOUCH-CHALLENGE-07"]


def _breaks(
    broken: Rule[Concatenate[str, P], R],
    surfaces: Sequence[str],
    name: str,
    *,
    clauses: Sequence[str],
    breaks: str,
) -> Callable[[Callable[Concatenate[str, P], R]], Callable[Concatenate[str, P], R]]:
    """Register the decorated function as the deviation ``name`` of a rule, on these surfaces only."""

    def register(breach: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
        @broken.deviation(name, clauses=clauses, breaks=breaks)
        def _(surface: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
            followed = breach if surface in surfaces else broken.original
            return followed(surface, *args, **kwargs)

        return breach

    return register


# What is written on the controls


@rule
def login_button(surface: str, language: Language, paper: bool) -> str:
    """What the button under username and password says."""
    if language == "zh-Hant":
        return "模擬登錄" if paper else "登錄"
    if surface in TWS:
        return "Paper Log In" if paper else "Log In"
    return "Simulated Login" if paper else "Login"


@_breaks(
    login_button,
    WEB,
    "login-button-says-next",
    clauses=_LOGIN_BUTTON,
    breaks="the portal's login button is not labelled as in the article",
)
@_breaks(
    login_button,
    TWS,
    "tws-login-button-says-next",
    clauses=_LOGIN_BUTTON,
    breaks="the login button of TWS is not labelled as in the article",
)
def _(surface: str, language: Language, paper: bool) -> str:  # noqa: ARG001
    return "Next" if language == "en" else "下一步"


@rule
def challenge_link(surface: str, language: Language, method: str) -> str:  # noqa: ARG001
    """What the link to the challenge says; in Chinese the articles word it by the phone.

    Args:
        method: ``5.2a`` for IB Key on Android, ``5.2i`` on iPhone.
    """
    if language == "en":
        return "Log in with Challenge/Response"
    return "如您未收到通知,點擊此處" if method == "5.2i" else "如未收到通知,請點擊此處"


@_breaks(
    challenge_link,
    WEB,
    "challenge-link-says-something-else",
    clauses=_CHALLENGE_LINK,
    breaks="the portal's link for a missing notification is worded otherwise than in the article",
)
@_breaks(
    challenge_link,
    TWS,
    "tws-challenge-link-says-something-else",
    clauses=_CHALLENGE_LINK,
    breaks="the link of TWS for a missing notification is worded otherwise than in the article",
)
def _(surface: str, language: Language, method: str) -> str:  # noqa: ARG001
    return "Help" if language == "en" else "幫助"


@rule
def confirm_button(surface: str, language: Language) -> str:
    """What the button under the response says."""
    if language == "zh-Hant":
        return "確定"
    return "OK" if surface in TWS else "Login"


@_breaks(
    confirm_button,
    WEB,
    "confirm-button-says-submit",
    clauses=_CONFIRM,
    breaks="the portal's button under the response is not labelled as in the article",
)
@_breaks(
    confirm_button,
    TWS,
    "tws-confirm-button-says-submit",
    clauses=_CONFIRM,
    breaks="the button of TWS under the response is not labelled as in the article",
)
def _(surface: str, language: Language) -> str:  # noqa: ARG001
    return "Submit" if language == "en" else "提交"


# What they do


@rule
def on_login_button(surface: str) -> Literal["submit", "nothing", "disabled"]:  # noqa: ARG001
    """What a click on the login button does: ``submit`` the credentials."""
    return "submit"


@_breaks(
    on_login_button,
    WEB,
    "login-button-does-nothing",
    clauses=_LOGIN_BUTTON,
    breaks="the portal's login button does not submit",
)
@_breaks(
    on_login_button,
    TWS,
    "tws-login-button-does-nothing",
    clauses=_LOGIN_BUTTON,
    breaks="the login button of TWS does not submit",
)
def _(surface: str) -> Literal["submit", "nothing", "disabled"]:  # noqa: ARG001
    return "nothing"


@_breaks(
    on_login_button,
    WEB,
    "login-button-is-disabled",
    clauses=_LOGIN_BUTTON,
    breaks="the portal's login button cannot be clicked",
)
@_breaks(
    on_login_button,
    TWS,
    "tws-login-button-is-disabled",
    clauses=_LOGIN_BUTTON,
    breaks="the login button of TWS cannot be clicked",
)
def _(surface: str) -> Literal["submit", "nothing", "disabled"]:  # noqa: ARG001
    return "disabled"


@rule
def on_malformed_username(surface: str) -> Literal["retry", "refuse"]:  # noqa: ARG001
    """What follows a refused malformed username: the form takes the next one (``retry``)."""
    return "retry"


@_breaks(
    on_malformed_username,
    WEB,
    "refuses-every-username-after-a-malformed-one",
    clauses=["LOGIN-HELP-CHR01"],
    breaks="after one malformed username the portal's form refuses the right one until it is reloaded",
)
@_breaks(
    on_malformed_username,
    TWS,
    "tws-refuses-every-username-after-a-malformed-one",
    clauses=["LOGIN-HELP-CHR01"],
    breaks="after one malformed username TWS refuses the right one until it is started again",
)
def _(surface: str) -> Literal["retry", "refuse"]:  # noqa: ARG001
    return "refuse"


@rule
def challenge_link_is_shown(surface: str) -> bool:  # noqa: ARG001
    """Whether the way to the challenge is offered while the login waits."""
    return True


@_breaks(
    challenge_link_is_shown,
    WEB,
    "no-challenge-link",
    clauses=[*_CHALLENGE_LINK, *_UNDELIVERED],
    breaks="the portal's waiting page offers no link for a missing notification",
)
@_breaks(
    challenge_link_is_shown,
    TWS,
    "tws-no-challenge-link",
    clauses=_CHALLENGE_LINK,
    breaks="the waiting window of TWS offers no link for a missing notification",
)
def _(surface: str) -> bool:  # noqa: ARG001
    return False


@rule
def response_box_is_shown(surface: str) -> bool:  # noqa: ARG001
    """Whether a box for the response comes with the challenge."""
    return True


@_breaks(
    response_box_is_shown,
    WEB,
    "no-response-box",
    clauses=["FACE-TOUCH-CHALLENGE-02b"],
    breaks="the portal shows a challenge, but no box for the response",
)
@_breaks(
    response_box_is_shown,
    TWS,
    "tws-no-response-box",
    clauses=["FACE-TOUCH-CHALLENGE-02b"],
    breaks="TWS shows a challenge, but no box for the response",
)
def _(surface: str) -> bool:  # noqa: ARG001
    return False


@rule
def response_box_length(surface: str) -> int | None:  # noqa: ARG001
    """How many characters the response box takes; None: as many as one types."""
    return None


@_breaks(
    response_box_length,
    WEB,
    "response-box-cuts-off",
    clauses=_RESPONSE,
    breaks="the portal's response box cuts the response off after six characters",
)
@_breaks(
    response_box_length,
    TWS,
    "tws-response-box-cuts-off",
    clauses=_RESPONSE,
    breaks="the response box of TWS cuts the response off after six characters",
)
def _(surface: str) -> int | None:  # noqa: ARG001
    return 6


@rule
def after_right_response(surface: str) -> Literal["on", "stay"]:  # noqa: ARG001
    """Where the surface goes by itself after an accepted response: ``on``."""
    return "on"


@_breaks(
    after_right_response,
    WEB,
    "stays-after-the-right-response",
    clauses=_RIGHT_RESPONSE,
    breaks="after an accepted response the portal stays on the challenge page",
)
@_breaks(
    after_right_response,
    TWS,
    "tws-stays-after-the-right-response",
    clauses=[*_RIGHT_RESPONSE, "LOGIN-CHALLENGE-INT05", "FACE-TOUCH-CHALLENGE-INT04"],
    breaks="after an accepted response TWS stays at the challenge",
)
def _(surface: str) -> Literal["on", "stay"]:  # noqa: ARG001
    return "stay"
