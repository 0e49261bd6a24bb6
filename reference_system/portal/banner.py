"""The banner of Client Portal that recommends to activate IB Key: a QR code, and the same code in letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import segno

from reference_system.deviations import rule
from reference_system.languages import Language

LINK = "https://www.interactivebrokers.com/sso/ibkey?code={code}"
"""What the QR code carries. The real one's is not public; a link is what a phone's camera can open."""

_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "heading": "Activate IBKR Mobile Authentication (IB Key)",
        "recommendation": (
            "Protect your logins: we recommend that you activate IB Key on your phone. "
            "Scan this QR code with the phone to begin."
        ),
        "picture": "QR code for the activation of IB Key",
        "or_type": "No scan possible? Type this code into IBKR Mobile instead:",
        "once": "The code is yours alone and works once. For a fresh one, log out and log in again.",
        "help": "How it is done, step by step:",
        "iphone": "on iPhone (KB3861)",
        "android": "on Android (KB3862)",
    },
    "zh-Hant": {
        "heading": "激活移動IBKR驗證程序(IB Key)",
        "recommendation": "保護您的登錄:建議您在手機上激活IB Key。請用手機掃描此QR碼開始。",
        "picture": "用於激活IB Key的QR碼",
        "or_type": "無法掃描?也可以在移動IBKR中輸入以下代碼:",
        "once": "此代碼僅供您本人使用一次。如需新代碼,請退出後重新登錄。",
        "help": "分步說明:",
        "iphone": "iPhone(KB3861)",
        "android": "安卓(KB3862)",
    },
}


@dataclass(frozen=True, slots=True)
class Banner:
    """What the page needs to draw the banner.

    Attributes:
        picture: The QR code, an SVG as ``data:`` URI.
        whole: The picture is shown uncut.
        code: What stands below it; empty: nothing.
    """

    picture: str = field(repr=False)
    whole: bool
    code: str = field(repr=False)
    text: Mapping[str, str] = field(repr=False)


@rule
def link_of(code: str) -> str:
    """What the QR code carries."""
    return LINK.format(code=code)


@rule
def code_in_picture(code: str) -> str:
    """The code that the QR code carries: that of the session."""
    return code


@code_in_picture.deviation(
    "qr-code-of-another-session",
    clauses=["IOS-QR-01c"],
    breaks="the QR code of the banner belongs to another user or session",
)
def _(code: str) -> str:
    return _another(code)


@rule
def code_in_letters(code: str) -> str:
    """The code that stands below the picture: the same one."""
    return code


@code_in_letters.deviation(
    "no-string-below-the-qr-code",
    clauses=["IOS-MANUAL-07a", "AND-MANUAL-07a"],
    breaks="the QR code is shown without a string that could be typed",
)
def _(code: str) -> str:  # noqa: ARG001
    return ""


@code_in_letters.deviation(
    "string-of-another-qr-code",
    clauses=["IOS-MANUAL-07a", "AND-MANUAL-07a"],
    breaks="the string below the QR code belongs to another code",
)
def _(code: str) -> str:
    return _another(code)


@code_in_letters.deviation(
    "string-is-cut-short",
    clauses=["IOS-MANUAL-07a", "AND-MANUAL-07a"],
    breaks="below the QR code stands only the beginning of its string",
)
def _(code: str) -> str:
    return code[:8]


@rule
def picture_is_whole() -> bool:
    """Whether all of the QR code can be seen."""
    return True


@picture_is_whole.deviation(
    "qr-code-is-cropped", clauses=["IOS-QR-01c"], breaks="the QR code is cropped and cannot be read"
)
def _() -> bool:
    return False


@rule
def picture_for_active_users() -> bool:
    """Users with an active IB Key are shown a QR code all the same, without the banner: they are not."""
    return False


@picture_for_active_users.deviation(
    "active-users-see-a-qr-code",
    clauses=[*(f"{article}-F14-04" for article in ("AND-MANUAL", "AND-QR", "IOS-QR")), "IOS-QR-INT01"],
    breaks="a user with an active IB Key is shown a QR code for the activation, without a banner",
)
def _() -> bool:
    return True


def banner(code: str, language: Language) -> Banner:
    """The banner that offers the activation by ``code``."""
    qr_code = segno.make(link_of(code_in_picture(code)), error="m", micro=False)
    picture = qr_code.svg_data_uri(border=4, light="#fff", omitsize=True)
    return Banner(picture, picture_is_whole(), code_in_letters(code), _TEXTS[language])


def _another(code: str) -> str:
    """A code as good as this one, which no session shows."""
    return code[1:] + code[0]
