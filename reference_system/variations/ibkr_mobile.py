"""What the articles leave open about IBKR Mobile: its words, its pages, and what follows what."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ClassVar

from reference_system.deviations import variation
from reference_system.phones.apps.ibkr import approval, challenge, mobile
from reference_system.phones.apps.ibkr.activation import android as by_session
from reference_system.phones.apps.ibkr.activation import page as activation_page
from reference_system.phones.apps.ibkr.activation.iphone import ScannedCodePage, TypedCodePage
from reference_system.phones.apps.ibkr.activation.page import ActivationPage
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.ibkr.mobile import IbkrMobile
from reference_system.phones.apps.ibkr.outcome import OutcomePage
from reference_system.phones.apps.ibkr.page import IbkrPage
from reference_system.phones.apps.ibkr.start import StartPage
from reference_system.phones.apps.ibkr.words import IBKR
from reference_system.phones.apps.stores import store
from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.permissions import ask_for_notifications
from reference_system.phones.model.widget import Field, Scroll, Widget
from reference_system.variations.shown import (
    WORDS,
    built_otherwise,
    put_above,
    remove,
    swap,
    worded_otherwise,
)

_ASKED = ["LOGIN-SEAMLESS-03a", "TOUCHID-03a", "FACEID-03a"]
_PROVED = ["LOGIN-SEAMLESS-03c", "TOUCHID-03b", "FACEID-03b"]
_LAST = ["LOGIN-SEAMLESS-04", "TOUCHID-04", "FACEID-04"]
_FORM = ["LOGIN-CHALLENGE-03d", "FACE-TOUCH-CHALLENGE-03b"]
_RESPONSE = ["LOGIN-CHALLENGE-04", "FACE-TOUCH-CHALLENGE-04c", "FACE-TOUCH-CHALLENGE-05c"]
_ENTRY = ["AND-MANUAL-05", "AND-QR-06", "IOS-MANUAL-06"]
_ACTIVATED = ["AND-MANUAL-09a", "AND-MANUAL-09b", "AND-QR-11b", "IOS-MANUAL-09b", "IOS-QR-11b"]
_ERROR = [f"{article}-F14-0{number}" for article in ("AND-MANUAL", "IOS-QR") for number in (1, 5)]


# Words

worded_otherwise(
    "approval-in-other-words",
    IBKR,
    {
        "request-title": ("Confirm it is you", "確認身份"),
        "request-note": ("Did you just try to log in?", "您是否正在登錄?"),
        "authorize": ("Approve", "批准"),
        "deny": ("No, it is not me", "不,不是我"),
        "pin-ask": ("Your IB Key PIN", "您的IB Key密碼"),
        "approved-title": ("Approved", "已批准"),
        "approved-note": ("Go back to {program}.", "請返回{program}。"),
        "reason-approve": ("Approve {program}", "批准{program}"),
    },
    near=[*_ASKED, *_LAST],
    differs="the approval and what follows it are worded otherwise",
)
worded_otherwise(
    "refusals-of-the-app-in-other-words",
    IBKR,
    {
        "wrong-pin": ("That did not work", "未成功"),
        "refused": ("That did not work", "未成功"),
        "not-verified": ("Please try again", "請再試一次"),
        "generate-not-verified": ("Please try again", "請再試一次"),
        "challenge-length": ("Please check what you typed", "請檢查您的輸入"),
        "over-title": ("Nothing to approve", "沒有待批准的登錄"),
    },
    near=[*_PROVED, "FACE-TOUCH-CHALLENGE-05a"],
    differs="what the app says after a wrong PIN, finger or face is worded otherwise",
)
worded_otherwise(
    "notifications-in-other-words",
    IBKR,
    {
        "push-title": ("IB Key", "IB Key"),
        "push-body": ("Somebody wants to log in. Open to answer.", "有人正在登錄,請打開查看。"),
        "push-body-anyone": ("Somebody wants to log in. Open to answer.", "有人正在登錄,請打開查看。"),
    },
    near=["LOGIN-SEAMLESS-02b", "TOUCHID-02b", "FACEID-02b", "LOGIN-SEAMLESS-02a"],
    differs="the notification of a login is worded otherwise, and does not name the user",
)
worded_otherwise(
    "notifications-sent-by-ibkr",
    IBKR,
    {"app": ("IBKR", "IBKR")},
    near=["LOGIN-SEAMLESS-02b", "TOUCHID-02b", "FACEID-02b", "LOGIN-SEAMLESS-02a"],
    differs="in the list the app is called IBKR, as under its icon on the iPhone",
)
worded_otherwise(
    "success-of-an-activation-in-other-words",
    IBKR,
    {
        "activated-title": ("IB Key has been activated successfully", "IB Key已成功激活"),
        "activated-note": (
            "You can now use this device to confirm logins.",
            "您現在可以使用此設備確認登錄。",
        ),
    },
    near=_ACTIVATED,
    differs="the message about the activation is worded otherwise",
)
worded_otherwise(
    "activation-error-in-other-words",
    IBKR,
    {
        "activation-error": ("Something went wrong (code 214).", "發生錯誤(214)。"),
        "activation-error-check": ("Please contact us if this goes on.", "如問題持續,請聯繫我們。"),
        "activation-error-remedy": ("", ""),
    },
    near=_ERROR,
    differs="the error of Figure 14 is worded otherwise, and gives no advice",
)
worded_otherwise(
    "challenge-form-in-other-words",
    IBKR,
    {
        "challenge-title": ("Two-factor", "雙因素驗證"),
        "challenge-note": ("Which number do you see?", "您看到的號碼是什麼?"),
        "response-note": ("Good for one login.", "僅可用於一次登錄。"),
        "another": ("Start again", "重新開始"),
        "reason-generate": ("Make a passcode", "生成通關碼"),
    },
    near=_FORM,
    differs="title and explanations of the challenge form are worded otherwise",
)
worded_otherwise(
    "activation-forms-in-other-words",
    IBKR,
    {
        "register-title": ("Registration", "註冊"),
        "register-note": ("Choose one:", "請選擇:"),
        "session-id-note": ("See Client Portal.", "請參閱客戶端。"),
        "new-pin": ("Your new PIN", "您的新PIN碼"),
        "activation-code-note": ("See Client Portal.", "請參閱客戶端。"),
        "activate-title": ("Two-Factor", "雙因素驗證"),
        "pin-error": ("Please choose another PIN.", "請選擇其他PIN碼。"),
    },
    near=["AND-MANUAL-06", "AND-MANUAL-08a", "AND-MANUAL-08b", "AND-QR-07", "IOS-MANUAL-07b"],
    differs="titles and explanations of the forms for the activation are worded otherwise",
)
worded_otherwise(
    "guidelines-in-other-words",
    IBKR,
    {
        "guidelines-title": ("How to choose a PIN", "如何選擇PIN碼"),
        "guidelines-length": ("Use between four and six characters for the PIN.", "PIN碼使用四至六個字符。"),
        "guidelines-characters": ("Mix what you like.", "可任意混合。"),
        "guidelines-guess": ("Avoid 0000 and 1234.", "避免0000和1234。"),
        "guidelines-share": ("Keep it to yourself.", "請勿告訴他人。"),
    },
    near=["AND-MANUAL-08e", "AND-QR-10e"],
    differs="the guidelines for PINs are worded otherwise",
)


# Pages


def _advice(lines: int) -> Widget:
    """A card with so many lines of advice."""
    return kit.card(
        *(kit.label(f"Tip {line + 1}: never tell anybody your PIN.", "note") for line in range(lines))
    )


def _other_idents(root: Widget, _page: Page) -> None:
    for number, widget in enumerate(root.walk()):
        if widget.ident and "/" not in widget.ident:
            widget.ident = f"view_{number}"


built_otherwise(
    "app-with-other-ids",
    IbkrPage,
    _other_idents,
    near=[*_ASKED, "LOGIN-CHALLENGE-03d", "AND-MANUAL-08a", "IOS-MANUAL-07b", "IOS-QR-11b"],
    differs="the ids of what IBKR Mobile shows are others than ours",
    permitted="ids are public nowhere",
)
built_otherwise(
    "deny-above-authorize",
    approval.ApprovalPage,
    lambda root, _: swap(root, "authorize", "deny"),
    near=[*_PROVED, "LOGIN-SEAMLESS-04"],
    differs="the approval has Deny above Authorize",
)
built_otherwise(
    "approval-without-deny",
    approval.ApprovalPage,
    lambda root, _: remove(root, "deny"),
    near=[*_ASKED, *_LAST],
    differs="the approval has no button that refuses",
    permitted="no article speaks of refusing",
)
built_otherwise(
    "approval-with-advice-above-the-pin",
    approval.ApprovalPage,
    lambda root, _: put_above(root, "authorize", _advice(24)),
    near=["LOGIN-SEAMLESS-03c", "LOGIN-SEAMLESS-04"],
    differs="a long advice stands above Authorize, which is below the edge of the glass",
)
built_otherwise(
    "approval-names-nobody",
    approval.ApprovalPage,
    lambda root, _: remove(root, "user_value"),
    near=_ASKED,
    differs="the approval does not say which user logs in",
    permitted="no article says what the approval shows",
)
built_otherwise(
    "news-on-the-start-page",
    StartPage,
    lambda root, _: _before_all(
        root, *(kit.card(kit.label(f"News {number}", "title"), _advice(4)) for number in range(4))
    ),
    near=[*_ENTRY, "LOGIN-CHALLENGE-03a"],
    differs="news stand on the start page above everything that the articles name",
)
built_otherwise(
    "authenticate-behind-services",
    StartPage,
    lambda root, _: remove(root, "authenticate"),
    near=["LOGIN-CHALLENGE-03a", "FACE-TOUCH-CHALLENGE-03a"],
    differs="Authenticate is not on the start page but behind Services at the upper left",
    permitted="an article says so itself",
)
built_otherwise(
    "challenge-above-the-pin",
    challenge.ChallengePage,
    lambda root, _: swap(root, "pin", "challenge"),
    near=["LOGIN-CHALLENGE-03b"],
    differs="the box for the challenge stands above that for the PIN",
)
built_otherwise(
    "challenge-form-names-nobody",
    challenge.ChallengePage,
    lambda root, _: remove(root, "user"),
    near=_FORM,
    differs="the challenge form does not say for which user it makes a response",
    permitted="no article says that it does",
)
built_otherwise(
    "response-below-advice",
    challenge.ResponsePage,
    lambda root, page: _scroll_below(_advice(30), root, page),
    near=_RESPONSE,
    differs="a long advice stands above the response, which is below the edge of the glass",
)


def _in_groups(between: str) -> Callable[[Widget, Page], None]:
    def change(root: Widget, _page: Page) -> None:
        for widget in root.walk():
            if widget.ident == "response_string":
                widget.text = between.join((widget.text[:4], widget.text[4:]))

    return change


for _name, _between in (("response-in-two-groups", " "), ("response-with-a-hyphen", "-")):
    built_otherwise(
        _name,
        challenge.ResponsePage,
        _in_groups(_between),
        near=[*_RESPONSE, "LOGIN-CHALLENGE-05a", "FACE-TOUCH-CHALLENGE-07"],
        differs=f"the response is shown as 1234{_between}5678",
        permitted="no article says how the digits are grouped on the screen",
    )
built_otherwise(
    "activation-buttons-wait-for-the-fields",
    (by_session.SessionPage, TypedCodePage),
    lambda root, _: _grey(root),
    near=["AND-MANUAL-08a", "AND-MANUAL-08b", "IOS-MANUAL-08", "AND-QR-10a"],
    differs="ACTIVATE is greyed out until the fields are filled",
    permitted="the articles fill them before",
)
built_otherwise(
    "activation-form-with-advice",
    (by_session.SessionPage, TypedCodePage, ScannedCodePage),
    lambda root, _: put_above(root, "activate", _advice(24)),
    near=["AND-MANUAL-08a", "IOS-MANUAL-08", "AND-QR-10a", "IOS-QR-10a"],
    differs="a long advice stands above ACTIVATE, which is below the edge of the glass",
)
built_otherwise(
    "more-ways-to-register",
    by_session.WaysPage,
    lambda root, _: put_above(
        root,
        "session_id_way",
        *(kit.button(f"WAY {number}", lambda: None, "", "secondary") for number in range(3)),
    ),
    near=["AND-MANUAL-06", "AND-QR-06"],
    differs="other ways to register stand above SESSION ID",
)
built_otherwise(
    "success-names-the-user",
    activation_page.ActivatedPage,
    lambda root, _: put_above(root, "result_note", kit.label("Well done, user!", "note-center")),
    near=_ACTIVATED,
    differs="the message about the activation greets the user, too",
    permitted=WORDS,
)


@lru_cache(maxsize=8)
def _scroll_of(page_serial: int) -> Scroll:  # noqa: ARG001 - what the cache knows it by
    """How far a page is scrolled that ours does not scroll."""
    return Scroll()


def _scroll_below(new: Widget, root: Widget, page: Page) -> None:
    """Have all below the bar scroll, with ``new`` above it."""
    bar, *rest = root.children
    root.children[:] = [bar, kit.scroll_list(_scroll_of(page.serial), new, *rest)]


def _before_all(root: Widget, *new: Widget) -> None:
    """Put ``new`` at the top of the page's list."""
    for widget in root.walk():
        if widget.scroll is not None:
            widget.children[0:0] = new
            return


def _grey(root: Widget) -> None:
    fields = [widget.entry for widget in root.walk() if widget.entry is not None]
    for widget in root.walk():
        if widget.ident == "activate":
            widget.enabled = all(entry.text for entry in fields)


# What a page does


@approval.asks_at_once.variation(
    "approval-asks-after-a-tap",
    near=[*_ASKED, *_PROVED],
    differs="finger or face are asked for after a tap on Authorize, not as soon as the approval is open",
    permitted="the articles say that the app asks, not that it does so before anything is tapped",
)
def _() -> bool:
    return False


@approval.after_approval.variation(
    "approval-closes-by-itself",
    near=_LAST,
    differs="after the approval the app shows its start page",
    permitted="no article says what the phone shows after the approval",
)
def _(app: IbkrApp, program: str) -> None:  # noqa: ARG001
    app.leave()


@mobile.page_at_start.variation(
    "app-opens-at-the-challenge",
    near=["LOGIN-CHALLENGE-03a", "FACE-TOUCH-CHALLENGE-03a"],
    differs="with an active IB Key the app opens at the challenge form",
    permitted="Authenticate is selected if necessary (AMB-IF-NECESSARY)",
)
def _(app: IbkrMobile) -> Page:
    return challenge.ChallengePage(app) if app.keys else mobile.page_at_start.original(app)


class _NewsPage(OutcomePage):
    """A page of information that is left by a button."""

    name: ClassVar[str] = "ibkr.news"
    picture = "info"
    words = "activated"

    def build(self) -> Widget:
        return self.page(
            kit.label("What is new in IBKR Mobile", "title-center", "news_title"),
            _advice(3),
            kit.button("Continue", self.on_done, "news_continue"),
            ident="news_page",
        )


@activation_page.leave_activation.variation(
    "information-after-done",
    near=["AND-MANUAL-09b", "AND-QR-11b", "IOS-MANUAL-09b", "IOS-QR-11b"],
    differs="DONE leads to a page of information, and from there to the start page",
    permitted="the button completes the procedure; no article says what comes next",
)
def _(done: ActivationPage) -> None:
    app = done.app
    app.restart_at(app.first_page(), _NewsPage(app))


_asking = variation(
    "notifications-asked-about-at-the-first-start",
    near=["IOS-MANUAL-05b", "IOS-MANUAL-09a", "IOS-QR-09"],
    differs="an iPhone asks about notifications when the app is started for the first time",
    permitted="the article says what to tap if asked, not when that is",
)


@_asking.replaces(store.open_installed)
def _(from_store: store.Store, app: object) -> None:
    store.open_installed.original(from_store, app)  # type: ignore[arg-type]
    phone = from_store.phone
    if isinstance(app, IbkrApp) and phone.notifications.undecided(app):
        ask_for_notifications(phone, app)


@challenge.challenge_field.variation(
    "challenge-box-takes-any-character",
    near=_FORM,
    differs="the box for the challenge takes any character, and its keyboard has letters",
    permitted="no article says which keyboard comes up",
)
def _() -> Field:
    return Field()


@challenge.challenge_field.variation(
    "challenge-box-stops-at-six",
    near=_FORM,
    differs="the box for the challenge takes no seventh digit",
    permitted="a challenge has 6 digits",
)
def _() -> Field:
    return Field(digits=True, max_length=6)
