"""What the articles leave open about the pages of Client Portal and WebTrader."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reference_system import login_rules
from reference_system.deviations import variation
from reference_system.languages import Language
from reference_system.phones.apps.ibkr.activation import code as phone_code
from reference_system.phones.apps.viewfinder import Viewfinder
from reference_system.phones.model.camera import Picture
from reference_system.portal import articles, authenticator, banner, pages
from reference_system.portal.texts import error_text

_LOGIN, _PORTAL, _WEBTRADER = "login.html", "portal.html", "webtrader.html"
_OPEN = ["LOGIN-SEAMLESS-INT03", "LOGIN-SEAMLESS-INT04", "TOUCHID-04", "FACEID-04"]
_OFFER = ["IOS-QR-01a", "IOS-QR-01b", "IOS-QR-01c", "AND-MANUAL-07a", "IOS-MANUAL-07a"]
_LOG_OUT = ["AND-MANUAL-F14-06", "IOS-QR-F14-07"]
_LINK = ["FACE-TOUCH-CHALLENGE-01", "LOGIN-CHALLENGE-INT01"]

_LAYOUT = "no article says how the page is laid out"
_WORDS = "no article gives these words"
_LOOK = "no article says what the code looks like; a phone reads it"


def _page(
    name: str,
    of: Sequence[str],
    change: Callable[[str], str],
    *,
    near: Sequence[str],
    differs: str,
    permitted: str,
) -> None:
    """Register a variation of the pages that these templates make."""

    @pages.page_made.variation(name, near=near, differs=differs, permitted=permitted)
    def _(template: str, html: str) -> str:
        return change(html) if template in of else html


def _with(*replaced: tuple[str, str]) -> Callable[[str], str]:
    """Every first text of the pairs becomes the second."""

    def change(html: str) -> str:
        for before, after in replaced:
            html = html.replace(before, after)
        return html

    return change


def _before(mark: str, inserted: str) -> Callable[[str], str]:
    """``inserted`` stands before the first ``mark``."""
    return lambda html: html.replace(mark, inserted + mark, 1)


# Layout, and what else is on the page

_page(
    "login-page-with-a-cookie-notice",
    [_LOGIN, _PORTAL, _WEBTRADER],
    _before(
        "</body>",
        '<div id="cookie-modal" style="position:fixed;bottom:0;left:0;right:0;padding:18px;background:#222;'
        'color:#fff">We use cookies. <button type="button" id="btn_accept_cookies-banner" '
        "onclick=\"document.getElementById('cookie-modal').remove()\">Accept</button></div>",
    ),
    near=["LOGIN-SEAMLESS-01a", *_OPEN, "IOS-QR-01c"],
    differs="a notice about cookies lies over the lower edge of each page until it is accepted",
    permitted="no article says what else is on the page",
)
_page(
    "fields-of-the-login-far-below",
    [_LOGIN],
    _before('<main class="loginformWrapper">', '<div style="height:1400px">Invest worldwide.</div>'),
    near=["LOGIN-SEAMLESS-01a", "TOUCHID-01a", "FACE-TOUCH-CHALLENGE-01"],
    differs="username, password and all that follows stand below the edge of the window",
    permitted=_LAYOUT,
)
_page(
    "activation-banner-far-below",
    [_PORTAL],
    _before('<section id="cp-activation-banner"', '<div style="height:1600px">Market overview</div>'),
    near=[*_OFFER, "AND-QR-09b"],
    differs="the banner with the QR code stands below the edge of the window",
    permitted=_LAYOUT,
)
_page(
    "activation-banner-after-the-portfolio",
    [_PORTAL],
    lambda html: re.sub(
        r'(<section id="cp-activation-banner".*?</section>)(.*?)(</main>)', r"\2\1\3", html, flags=re.DOTALL
    ),
    near=_OFFER,
    differs="the banner is the last part of the page",
    permitted=_LAYOUT,
)
_page(
    "log-out-in-a-menu",
    [_PORTAL, _WEBTRADER],
    lambda html: re.sub(
        r'(<form method="post" action="/sso/Logout">.*?</form>)',
        r'<details class="user-menu"><summary aria-label="User menu">&#9786;</summary>\1</details>',
        html,
        flags=re.DOTALL,
    ),
    near=_LOG_OUT,
    differs="the way to log out is in the menu of the user, which has to be opened",
    permitted="the article says to log out, not where",
)
_page(
    "portal-without-the-name-of-the-user",
    [_PORTAL, _WEBTRADER],
    lambda html: re.sub(r'<span class="(?:cp|wt)-(?:user)?name">.*?</span>', "", html),
    near=[*_OPEN, "LOGIN-HELP-LCK02"],
    differs="after the login the page shows the account, and no name of a user",
    permitted="no article says that the page names the user",
)
_page(
    "portal-with-other-ids",
    [_PORTAL, _WEBTRADER],
    lambda html: re.sub(r"\b(?:cp|wt)-(?!ib-app)", "ui-", html),
    near=[*_OPEN, *_OFFER, *_LOG_OUT],
    differs="the parts of the page have other ids and classes than ours",
    permitted="ids are public nowhere",
)
_page(
    "pages-with-other-titles",
    [_LOGIN, _PORTAL, _WEBTRADER],
    lambda html: re.sub(r"<title>.*?</title>", "<title>IBKR</title>", html),
    near=["LOGIN-SEAMLESS-01a", *_OPEN],
    differs="each page is titled IBKR",
    permitted=_WORDS,
)
_page(
    "login-button-waits-for-both-fields",
    [_LOGIN],
    _before(
        "</body>",
        "<script>(() => {const fields = ['username', 'password'].map("
        "(name) => document.getElementById(`xyz-field-${name}`));"
        "const look = () => { document.querySelector('.xyz-button-login').disabled = "
        "fields.some((field) => !field.value); };"
        "document.addEventListener('input', look); look();})()</script>",
    ),
    near=["LOGIN-SEAMLESS-01a", "TOUCHID-01a", "LOGIN-HELP-CHR01", "LOGIN-HELP-USR01"],
    differs="the login button can be clicked once both fields are filled",
    permitted="the article fills both before it clicks",
)
_page(
    "login-page-with-other-ways-in",
    [_LOGIN],
    _before(
        '<div class="xyzblock-username-submit">',
        '<p><a href="/support">Forgot your password?</a> '
        '<button type="button">Log in with a passkey</button></p>',
    ),
    near=["LOGIN-SEAMLESS-01a", "FACEID-01a"],
    differs="beside the login button there are a button for passkeys and a link for forgotten passwords",
    permitted="no article says that there is no other way in",
)


# Words

_page(
    "login-page-in-other-words",
    [_LOGIN],
    _with(
        ("Notification sent", "Check your phone"),
        ("通知已發送", "請查看您的手機"),
        ("Please open the IBKR notification on your phone", "We have sent a message to your device"),
        ("Select Second Factor Device", "How do you want to confirm?"),
        ("Resend notification", "Send once more"),
        ("Challenge/Response</h1>", "Without a notification</h1>"),
        ("Start over", "Use another user"),
        ("You are logged in.", "Welcome!"),
    ),
    near=["LOGIN-SEAMLESS-01b", "TOUCHID-01b", *_LINK, "LOGIN-SEAMLESS-INT04"],
    differs="headings and explanations of the login are worded otherwise",
    permitted=_WORDS,
)
_page(
    "activation-banner-in-other-words",
    [_PORTAL],
    _with(
        ("Activate IBKR Mobile Authentication (IB Key)", "Make your account safer"),
        (
            "Protect your logins: we recommend that you activate IB Key on your phone. "
            "Scan this QR code with the phone to begin.",
            "Activate IBKR Mobile Authentication (IB Key) today: simply scan the QR Code with your phone.",
        ),
        ("No scan possible? Type this code into IBKR Mobile instead:", "Session ID"),
        ("The code is yours alone and works once. For a fresh one, log out and log in again.", ""),
    ),
    near=_OFFER,
    differs="the banner recommends the activation in other words",
    permitted="the article says what the banner recommends, not in which words",
)


@error_text.variation(
    "refusals-in-other-words",
    near=["LOGIN-SEAMLESS-01b", "LOGIN-HELP-CHR01", "LOGIN-HELP-LCK04", "FACE-TOUCH-CHALLENGE-06b"],
    differs="whatever fails, the page says that it did not work, and nothing else",
    permitted="no article gives the words of a refusal",
)
def _(code: str, language: Language) -> str:  # noqa: ARG001
    return (
        "That did not work. Please check what you entered." if language == "en" else "未成功,請檢查您的輸入。"
    )


def _one_wording(name: str, english: str, chinese: str, differs: str) -> None:
    @login_rules.challenge_link.variation(
        name,
        near=_LINK,
        differs=differs,
        permitted="the articles word the link in three ways; nothing ties one to a kind of phone",
    )
    def _(surface: str, language: Language, method: str) -> str:  # noqa: ARG001
        return english if language == "en" else chinese


_one_wording(
    "challenge-link-of-the-first-article",
    "Click here if you did not receive the notification",
    "如未收到通知,請點擊此處",
    "on every page the link is worded as in the article on logins, for users of iPhones, too",
)
_one_wording(
    "challenge-link-of-the-iphone-article",
    "Log in with Challenge/Response",
    "如您未收到通知,點擊此處",
    "on every page the link is worded as in the article on iPhones, for users of Android, too",
)
_one_wording(
    "challenge-link-with-full-width-marks",
    "Log in with Challenge/Response",
    "如未收到通知，請點擊此處",
    "the link is worded as in the article on logins, with a full-width comma",
)

_page(
    "challenge-link-below-the-edge",
    [_LOGIN],
    lambda html: html.replace(
        '<p class="text-center"><a href="#" class="xyz-showchallenge">',
        '<div style="height:1300px"></div><p class="text-center"><a href="#" class="xyz-showchallenge">',
    ),
    near=_LINK,
    differs="the link for a missing notification stands below the edge of the window",
    permitted=_LAYOUT,
)


# The article pages

_KB = ["kb_2269.html", "kb_3234.html", "kb_3861.html", "kb_3862.html"]
_page(
    "support-articles-in-other-words",
    _KB,
    lambda html: re.sub(
        r"<h1>.*?</h1>",
        lambda found: {
            "2269": "<h1>PIN Guidelines</h1>",
            "3234": "<h1>我收不到移動IBKR通知</h1>"
            if "通知" in found[0]
            else "<h1>I am not receiving notifications</h1>",
        }.get(found[0][6:10], "<h1>How to activate IB Key using the QR code</h1>"),
        html,
    ),
    near=["LOGIN-SEAMLESS-02c", "AND-MANUAL-08f", "AND-QR-09d", "IOS-QR-03d"],
    differs="the headings of KB2269, KB3234, KB3861 and KB3862 are worded otherwise, without a number",
    permitted="the articles refer to them by number and subject; their headings are their own",
)
_page(
    "support-articles-with-a-menu-around",
    _KB,
    _before(
        '<main class="sheet">',
        '<nav><h1>Knowledge Base</h1><a href="/support">Contact</a> <a href="/kb/2269">PIN</a> '
        '<input type="search" aria-label="Search"></nav>',
    ),
    near=["LOGIN-SEAMLESS-02c", "AND-MANUAL-08f", "AND-QR-09d", "IOS-QR-03d"],
    differs="a support article stands in a page with a heading and a menu of its own",
    permitted=_LAYOUT,
)
_page(
    "service-centers-as-a-list",
    ["support.html"],
    lambda html: _with(
        ("<table>", "<div>"), ("</table>", "</div>"), ("<tbody>", "<ul>"), ("</tbody>", "</ul>")
    )(
        re.sub(r"<thead>.*?</thead>", "", html, flags=re.DOTALL)
        .replace("<tr", "<li")
        .replace("</tr>", "</li>")
        .replace("<td", "<span")
        .replace("</td>", "</span> ")
    ),
    near=["LOGIN-HELP-LCK07", "LOGIN-HELP-LCK08"],
    differs="the service centers are a list, not a table",
    permitted=_LAYOUT,
)


# Where a login leads, and how fast


@pages.page_after_login.variation(
    "portal-at-another-address",
    near=[*_OPEN, "LOGIN-SEAMLESS-04"],
    differs="the addresses of the pages after the login have a query behind them",
    permitted="addresses are public nowhere",
)
def _(program: str) -> str:
    return f"{pages.page_after_login.original(program)}?action=HOME&loginType=1"


_promotion = variation(
    "a-page-of-news-after-the-login",
    near=[*_OPEN, "LOGIN-SEAMLESS-04", "IOS-QR-01b"],
    differs="a login leads to a page of news first, which is left by a link",
    permitted="the login goes on to its next step; no article says that this is the portal",
)
_NEWS = 999_999


@_promotion.replaces(pages.page_after_login)
def _(program: str) -> str:
    return f"/kb/{_NEWS}?to={program}"


@_promotion.replaces(articles.template_of)
def _(number: int) -> str | None:
    return articles.ABOUT_SOMETHING_ELSE if number == _NEWS else articles.template_of.original(number)


@_promotion.replaces(pages.page_made)
def _(template: str, html: str) -> str:
    if template != articles.ABOUT_SOMETHING_ELSE:
        return html
    return html.replace(
        "</article>",
        '<p><a class="ibkey-promo-skip" href="/portal/" '
        "onclick=\"if (location.search.includes('webtrader')) this.href = '/WebTrader/'\">"
        "Continue</a></p></article>",
    )


@authenticator.thinks_for_s.variation(
    "the-portal-takes-two-seconds",
    near=["LOGIN-SEAMLESS-01b", "FACE-TOUCH-CHALLENGE-07", "LOGIN-HELP-CHR01"],
    differs="the answer to a password, a response or a click comes after two seconds",
    permitted="no article says how fast the page is",
)
def _(action: str) -> float:
    return 2.0 if action in ("INIT", "CHALLENGE") else 0.5


# The QR code

_page(
    "qr-code-of-twice-the-size",
    [_PORTAL],
    _with(
        ('class="cp-activation-qr"', 'class="cp-activation-qr" style="width:492px;height:492px"'),
        ("<figure>", '<figure style="width:492px">'),
    ),
    near=[*_OFFER, "AND-QR-09a", "IOS-QR-03b"],
    differs="the QR code is twice as large as ours",
    permitted=_LOOK,
)
_page(
    "qr-code-of-two-thirds-the-size",
    [_PORTAL],
    _with(('class="cp-activation-qr"', 'class="cp-activation-qr" style="width:164px;height:164px"')),
    near=["IOS-QR-01c", "AND-QR-09b", "IOS-QR-03b"],
    differs="the QR code is two thirds as large as ours",
    permitted=_LOOK,
)
_page(
    "qr-code-in-colour",
    [_PORTAL],
    _with(("%27%23000%27", "%27%23203070%27"), ("%27%23fff%27", "%27%23fff8e0%27")),
    near=["IOS-QR-01c", "AND-QR-09b", "IOS-QR-03b"],
    differs="the QR code is dark blue on ivory",
    permitted=_LOOK,
)


def _grouped(name: str, between: str) -> None:
    @banner.code_in_letters.variation(
        name,
        near=["AND-MANUAL-07a", "IOS-MANUAL-07a", "AND-MANUAL-07b", "IOS-MANUAL-09a"],
        differs=f"the string below the QR code is shown as ABCD{between}EFGH{between}IJKL",
        permitted="no article says how the characters are grouped on the screen",
    )
    def _(code: str) -> str:
        return between.join(code[start : start + 4] for start in range(0, len(code), 4))


_grouped("code-in-groups-of-four", " ")
_grouped("code-in-groups-with-hyphens", "-")

_link = variation(
    "qr-code-with-another-link",
    near=["IOS-QR-01c", "AND-QR-09a", "IOS-QR-04", "IOS-QR-05b"],
    differs="the link in the QR code has another path, and the code at its end",
    permitted="what the QR code holds is public nowhere; it stands for the code below it",
)


@_link.replaces(banner.link_of)
def _(code: str) -> str:
    return f"https://www.interactivebrokers.com/en/mobile/activate/{code}"


@_link.replaces(phone_code.code_of)
def _(link: str) -> str | None:
    found = re.fullmatch(r"https://www\.interactivebrokers\.com/en/mobile/activate/([A-Za-z0-9]+)", link)
    return None if found is None else found[1]


_lynx = variation(
    "camera-that-reads-everything",
    near=["AND-QR-09c", "IOS-QR-03c", "AND-QR-09a", "IOS-QR-03a"],
    differs="the camera reads the code of Client Portal also where it is blurred, near, or behind a glare",
    permitted="the article says what to do if the phone does not recognise the code, not that it must",
)
_DARKEST = 60
"""A picture with nothing darker shows no code."""


@_lynx.replaces(banner.code_in_picture)
def _(code: str) -> str:
    _lynx.past["code"] = code
    return code


@_lynx.replaces(Viewfinder.read)
def _(viewfinder: Viewfinder, frame: Picture) -> tuple[str, ...]:
    texts = Viewfinder.read.original(viewfinder, frame)
    darkest, _ = frame.frame.convert("L").getextrema()
    shows_code = isinstance(darkest, int | float) and darkest < _DARKEST
    if texts or not shows_code or "code" not in _lynx.past:
        return texts
    return (banner.link_of(_lynx.past["code"]),)
