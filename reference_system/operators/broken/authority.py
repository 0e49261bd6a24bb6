"""Rules of the server: credentials, the lock, second factors, activation, the service center."""

from __future__ import annotations

from reference_system.operators.broken.entries import (
    NO_CASE,
    NO_SPACES,
    NO_WIDTH,
    NOT_SO_SOON,
    Nothing,
    Table,
    broken,
    opposite,
)


def _error(number: str) -> str:
    """The clauses of that number below Figure 14, which three articles end with."""
    return f"AND-MANUAL-F14-{number} AND-QR-F14-{number} IOS-QR-F14-{number}"


_NOTIFIED = "LOGIN-SEAMLESS-01b TOUCHID-01b FACEID-01b"
_MOVES_ON = "LOGIN-SEAMLESS-04 TOUCHID-04 FACEID-04"
_SECURED = "LOGIN-SEAMLESS-INT02 LOGIN-SEAMLESS-INT03 LOGIN-SEAMLESS-INT04"
_ACTIVATED = "IOS-MANUAL-09a AND-MANUAL-09a AND-QR-11a IOS-QR-11a"
_CODE_TYPED = "IOS-MANUAL-08 AND-MANUAL-07b"
_CHALLENGE = "LOGIN-CHALLENGE-02 FACE-TOUCH-CHALLENGE-02a"
_RESPONSE = "LOGIN-CHALLENGE-05b FACE-TOUCH-CHALLENGE-06b"
_RIGHT_RESPONSE = "LOGIN-CHALLENGE-06 FACE-TOUCH-CHALLENGE-07"
_OWN_PIN = "AND-MANUAL-08a AND-QR-10a"

_CODE_OPEN = Nothing("what a code may look like, no article says (AMB-ACTIVATION-CODE)")
_BY_THE_APP = Nothing("the app makes it of the PIN: no person can hand in one that is nearly right")
_LIFE_OPEN = Nothing("no article says how long")

AUTHORITY: Table = {
    "authority.activation.active-ib-key-refuses": opposite(_error("01")),
    "authority.activation.code-life": {"a-minute": broken(_ACTIVATED), "*": _LIFE_OPEN},
    "authority.activation.code-meant": {
        "right-one-fails": broken(_ACTIVATED),
        "other-case-passes": _CODE_OPEN,
        "full-width-passes": _CODE_OPEN,
        "spaces-pass": _CODE_OPEN,
        "an-earlier-one-passes": Nothing("whether a used code counts is another rule"),
        "another-user-s-passes": Nothing("a code names its user"),
        "*": broken(_CODE_TYPED),
    },
    "authority.activation.code-shown": {"none": Nothing("each look at the portal then shows a fresh code")},
    "authority.activation.is-offered": opposite(
        f"IOS-QR-01b IOS-MANUAL-07a AND-MANUAL-07a {_error('04')} {_error('07')}"
    ),
    "authority.activation.used-code-refuses": opposite(_error("05")),
    "authority.credentials.name-to-look-up": {
        "other-case": broken("LOGIN-HELP-USR01 LOGIN-HELP-USR02 LOGIN-HELP-USR03"),
        "an-earlier-one": broken("LOGIN-HELP-CHR01"),
        "no-spaces": broken("LOGIN-HELP-CHR02"),
        "another-user-s": Nothing("whose name it is, is not known before it was looked up"),
        "*": broken("LOGIN-HELP-USR03 IOS-QR-01a"),
    },
    "authority.credentials.password-is-right": {
        "right-one-fails": broken(_error("02"), "IOS-QR-01a"),
        "an-earlier-one-passes": Nothing("nobody changes a password in any article"),
        "*": broken(_NOTIFIED),
    },
    "authority.factors.ib-key.challenge-shown": {
        **NO_CASE,
        **NO_SPACES,
        **NO_WIDTH,
        "*-character-off": broken(_RIGHT_RESPONSE),
        "*": broken(_CHALLENGE),
    },
    "authority.factors.ib-key.new-challenge": {
        "*-character-off": Nothing("one random number is as good as another"),
        "one-character-*": Nothing("how many digits: NOTIF-TROUBLESHOOT, which has no scenarios yet"),
        **NO_CASE,
        **NO_SPACES,
        **NO_WIDTH,
        "*": broken(_CHALLENGE),
    },
    "authority.factors.ib-key.phones-to-notify": {
        "none": broken(_NOTIFIED, _error("03")),
        "twice": broken(_NOTIFIED),
        "somewhere-else": broken(_NOTIFIED, "TOUCHID-INT01 FACEID-INT01"),
    },
    "authority.factors.ib-key.proof-counter": {
        "right-one-fails": broken(_MOVES_ON),
        "*": _BY_THE_APP,
    },
    "authority.factors.ib-key.response-counter": {
        "right-one-fails": broken(_RIGHT_RESPONSE, "LOGIN-CHALLENGE-INT05 FACE-TOUCH-CHALLENGE-INT04"),
        **NO_CASE,
        **NO_WIDTH,
        "spaces-pass": Nothing("no article says in which groups digits are typed"),
        "*": broken(_RESPONSE),
    },
    "authority.factors.ib-key.state-told": {**NOT_SO_SOON, "*": broken(_MOVES_ON, _SECURED)},
    "authority.factors.none.opens-without-second-factor": opposite("IOS-QR-01a"),
    "authority.lock.cleared-by-success": {
        "twice": Nothing("what is taken off the count cannot be taken off again"),
        "*": broken("LOGIN-HELP-LCK02"),
    },
    "authority.lock.counted-together": {
        "*": broken("LOGIN-HELP-LCK01"),
    },
    "authority.lock.end-of-lock": {"*": broken("LOGIN-HELP-LCK05")},
    "authority.lock.failures-to-lock": {"*": broken("LOGIN-HELP-LCK01")},
    "authority.lock.refuses-right-credentials": opposite("LOGIN-HELP-LCK04"),
    "authority.login-book.login-life": {"*": _LIFE_OPEN},
    "authority.pin.as-kept": {
        **NO_SPACES,
        "another-user-s": Nothing("whose PIN it becomes, is not known before its code was looked up"),
        "*": broken(_OWN_PIN),
    },
    "authority.pin.is-allowed": opposite(
        "AND-MANUAL-08b AND-MANUAL-08c AND-MANUAL-08d AND-QR-10b AND-QR-10c AND-QR-10d"
    ),
    "authority.support.calls-are-acted-on": opposite("LOGIN-HELP-LCK07"),
    "authority.support.center-helps": opposite("LOGIN-HELP-LCK07"),
    "authority.support.desk-helps": opposite("LOGIN-HELP-LCK07 LOGIN-HELP-LCK09"),
    "authority.support.desk-takes": opposite("LOGIN-HELP-LCK07"),
    "authority.support.identity-is-proven": opposite("LOGIN-HELP-LCK07 LOGIN-HELP-LCK09"),
    "authority.support.letters-are-acted-on": opposite("LOGIN-HELP-LCK08"),
}
