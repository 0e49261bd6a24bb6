"""What Client Portal and WebTrader are recognised by: forms are selectors of Playwright.

Ids and classes are those that public clients of the real pages use, today's first, then those of before 2023.
No article states any of them.
"""

from __future__ import annotations

from harness.signs.sign import Sign, Table

_WORDS = "OK|Continue|Next|Skip|Not now|Got it|Close|確定|繼續|下一步|跳過|以後再說|知道了|關閉"
_OUT = "/^(log ?out|sign ?out|登出|退出|註銷)$/i"
_OFFER = "section:has(img):has-text('IB Key')"
_CODE = "^\\\\s*[0-9A-Za-z](?:[ -]?[0-9A-Za-z]){9,}\\\\s*$"
"""Ten letters and digits or more, in whatever groups."""

PORTAL = Table(
    "portal",
    (
        Sign("user-name", ("#xyz-field-username", "#xyz-field-credential", "#user_name")),
        Sign("password", ("#xyz-field-password", "#password")),
        Sign("log-in", (".xyz-button-login", "#submitForm")),
        Sign("error", (".xyz-errormessage", "#ERRORMSG", ".alert.alert-danger.margin-top-10")),
        Sign("waiting", (".xyzblock-notification", ".login-step-notification")),
        Sign("no-notification", ("a.xyz-showchallenge",)),
        Sign("challenge", (".xyz-goldchallenge", "#chlgtext")),
        Sign("response", ("#xyz-field-gold-response", "#chlginput")),
        Sign("confirm-response", ("form.xyzform-gold button[type=submit]", "#twofactbase [type=submit]")),
        Sign(
            "start-page.client-portal",
            ("main#cp-ib-app-main-content", ".portfolio-summary", "a[href='#/dashboard/positions']"),
        ),
        Sign("start-page.webtrader", ("main#webtrader-main",)),
        Sign("session-user.client-portal", (".cp-username",)),
        Sign("session-user.webtrader", (".wt-username",)),
        Sign("log-out", (".cp-logout", ".wt-logout", f"role=button[name={_OUT}]", f"role=link[name={_OUT}]")),
        Sign("user-menu", ("role=button[name=/^user menu$/i]", "summary[aria-label='User menu' i]")),
        Sign("activation.banner", ("#cp-activation-banner", f"{_OFFER}:has-text('QR')")),
        Sign("activation.qr-code", (".cp-activation-qr", f"{_OFFER} img")),
        Sign("activation.string", (".cp-activation-code", f"{_OFFER} :text-matches('{_CODE}')")),
        # Pages and banners that no article speaks of, and the one control that leads past them.
        Sign(
            "way-on",
            (
                "#gdpr-reject-all-banner",
                "#gdpr-reject-all",
                "#btn_accept_cookies-banner",
                "#btn_accept_cookies",
                ".ibkey-promo-skip",
            ),
        ),
        # The same for a page that is none of these, has no field, and one such control.
        Sign("way-on.only", (f"role=button[name=/^({_WORDS})$/i]", f"role=link[name=/^({_WORDS})$/i]")),
    ),
)
