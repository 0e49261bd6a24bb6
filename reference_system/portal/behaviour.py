"""What the login page does, as far as an article demands it: attributes that the page's script acts on."""

from __future__ import annotations

from reference_system.deviations import rule

_LOGIN_BUTTON = ["LOGIN-SEAMLESS-01a", "TOUCHID-01a", "FACEID-01a"]


@rule
def on_login_button() -> str:
    """What a click on the login button does: ``submit`` the credentials."""
    return "submit"


@on_login_button.deviation(
    "login-button-does-nothing", clauses=_LOGIN_BUTTON, breaks="the portal's login button does not submit"
)
def _() -> str:
    return "nothing"


@on_login_button.deviation(
    "login-button-is-disabled", clauses=_LOGIN_BUTTON, breaks="the portal's login button cannot be clicked"
)
def _() -> str:
    return "disabled"


@rule
def on_malformed_username() -> str:
    """What follows a refused malformed username: the form takes the next one (``retry``)."""
    return "retry"


@on_malformed_username.deviation(
    "refuses-every-username-after-a-malformed-one",
    clauses=["LOGIN-HELP-CHR01"],
    breaks="after one malformed username the portal's form refuses the right one until it is reloaded",
)
def _() -> str:
    return "refuse"


@rule
def challenge_link_is_shown() -> bool:
    """Whether the waiting page offers the way to the challenge."""
    return True


@challenge_link_is_shown.deviation(
    "no-challenge-link",
    clauses=[
        "LOGIN-CHALLENGE-01",
        "FACE-TOUCH-CHALLENGE-01",
        *(f"LOGIN-CHALLENGE-INT0{number}" for number in (1, 2, 3)),
        *(f"FACE-TOUCH-CHALLENGE-INT0{number}" for number in (1, 2, 3)),
    ],
    breaks="the portal's waiting page offers no link for a missing notification",
)
def _() -> bool:
    return False


@rule
def response_box_is_shown() -> bool:
    """Whether a box for the response comes with the challenge."""
    return True


@response_box_is_shown.deviation(
    "no-response-box",
    clauses=["FACE-TOUCH-CHALLENGE-02b"],
    breaks="the portal shows a challenge, but no box for the response",
)
def _() -> bool:
    return False


@rule
def response_box_length() -> int | None:
    """How many characters the response box takes; None: as many as one types."""
    return None


@response_box_length.deviation(
    "response-box-cuts-off",
    clauses=["LOGIN-CHALLENGE-05a", "FACE-TOUCH-CHALLENGE-06a"],
    breaks="the portal's response box cuts the response off after six characters",
)
def _() -> int | None:
    return 6


@rule
def after_right_response() -> str:
    """Where the page goes by itself after an accepted response: ``on``."""
    return "on"


@after_right_response.deviation(
    "stays-after-the-right-response",
    clauses=["LOGIN-CHALLENGE-06", "FACE-TOUCH-CHALLENGE-07"],
    breaks="after an accepted response the portal stays on the challenge page",
)
def _() -> str:
    return "stay"


@rule
def page_after_login(program: str) -> str:
    """Path of the page that a login to ``client-portal`` or ``webtrader`` leads to."""
    return "/WebTrader/" if program == "webtrader" else "/portal/"


@page_after_login.deviation(
    "webtrader-login-opens-client-portal",
    clauses=["LOGIN-SEAMLESS-INT04"],
    breaks="a login to WebTrader ends in Client Portal",
)
def _(program: str) -> str:  # noqa: ARG001
    return "/portal/"
