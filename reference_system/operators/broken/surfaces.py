"""Rules of the login surfaces: all three, the portal, TWS."""

from __future__ import annotations

from reference_system.operators.broken.entries import (
    NO_CASE,
    NO_SPACES,
    NO_WIDTH,
    NOBODYS,
    Nothing,
    Table,
    broken,
    chinese_label,
    only,
    opposite,
)

_LOGIN_BUTTON = "LOGIN-SEAMLESS-01a TOUCHID-01a FACEID-01a"
_LINK = "LOGIN-CHALLENGE-01 FACE-TOUCH-CHALLENGE-01"
_CHALLENGE = "LOGIN-CHALLENGE-02 FACE-TOUCH-CHALLENGE-02a"
_CONFIRM = "LOGIN-CHALLENGE-05b FACE-TOUCH-CHALLENGE-06b"
_RIGHT_RESPONSE = "LOGIN-CHALLENGE-06 FACE-TOUCH-CHALLENGE-07"
_MOVES_ON = "LOGIN-SEAMLESS-04 TOUCHID-04 FACEID-04"
_CLOSING_SECTION = "IOS-QR-03d AND-QR-09d"
_STRING = "IOS-MANUAL-07a AND-MANUAL-07a"
_TWS = "LOGIN-SEAMLESS-INT02"

SURFACES: Table = {
    "login-rules.after-right-response": only("is-stay", _RIGHT_RESPONSE),
    "login-rules.challenge-link": chinese_label(_LINK),
    "login-rules.challenge-link-is-shown": opposite(f"{_LINK} LOGIN-CHALLENGE-INT05"),
    "login-rules.confirm-button": chinese_label(_CONFIRM),
    "login-rules.login-button": chinese_label(_LOGIN_BUTTON),
    "login-rules.on-login-button": {"is-submit": Nothing("so it is"), "*": broken(_LOGIN_BUTTON)},
    "login-rules.on-malformed-username": only("is-refuse", "LOGIN-HELP-CHR01"),
    "login-rules.response-box-is-shown": opposite("FACE-TOUCH-CHALLENGE-02b"),
    "login-rules.response-box-length": {"none": Nothing("so it is: it takes what one types")},
    "portal.articles.closing-section-is-filled": opposite(_CLOSING_SECTION),
    "portal.articles.closing-section-is-there": opposite(_CLOSING_SECTION),
    "portal.articles.refers-to-closing-section": opposite(_CLOSING_SECTION),
    "portal.articles.template-of": only("none", "LOGIN-SEAMLESS-02c AND-MANUAL-08f AND-QR-10f"),
    "portal.banner.code-in-letters": {
        **NO_SPACES,
        **NO_WIDTH,
        "an-earlier-one": broken("AND-MANUAL-F14-07"),
        "*": broken(_STRING),
    },
    "portal.banner.code-in-picture": {
        **NO_SPACES,
        **NO_WIDTH,
        "an-earlier-one": broken("AND-QR-F14-07 IOS-QR-F14-07"),
        "*": broken("IOS-QR-01c"),
    },
    "portal.banner.picture-for-active-users": opposite("AND-MANUAL-F14-04 AND-QR-F14-04 IOS-QR-F14-04"),
    "portal.banner.picture-is-whole": opposite("IOS-QR-01c"),
    "portal.pages.logging-out-ends-session": opposite("AND-MANUAL-F14-06 AND-QR-F14-06 IOS-QR-F14-06"),
    "portal.pages.page-after-login": {
        **NOBODYS,
        **NO_SPACES,
        "*": broken("LOGIN-SEAMLESS-INT03 LOGIN-SEAMLESS-INT04"),
    },
    "tws.behaviour.after-approval": only("is-stay", f"{_MOVES_ON} {_TWS}"),
    "tws.behaviour.challenge-shown": {
        **NO_CASE,
        **NO_SPACES,
        **NO_WIDTH,
        "*-character-off": broken(_RIGHT_RESPONSE),
        "another-user-s": Nothing("the window knows of no other user"),
        "*": broken(_CHALLENGE),
    },
    "tws.behaviour.on-confirm-button": only("is-nothing", _CONFIRM),
    "tws.behaviour.opens-on": opposite(f"{_MOVES_ON} {_TWS}"),
    "tws.behaviour.response-box-is-editable": opposite("FACE-TOUCH-CHALLENGE-02b"),
    "tws.behaviour.username-sent": {
        "other-case": broken("LOGIN-HELP-USR01 LOGIN-HELP-USR02 LOGIN-HELP-USR03"),
        "an-earlier-one": broken("LOGIN-HELP-CHR01"),
        "no-spaces": broken("LOGIN-HELP-CHR02"),
        "another-user-s": Nothing("the window knows of no other user"),
        "*": broken("LOGIN-HELP-USR03"),
    },
}
