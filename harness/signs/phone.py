"""What IBKR Mobile and the phones are recognised by.

A form is a text, which something shows exactly; ``id:NAME``, a resource id of any package on Android and an
accessibility id on an iPhone; ``uiselector:`` or ``predicate:`` and an expression of the platform; or XPath.

IBKR Mobile has no public ids: those here are this project's own, as are texts without a source. Those of the
systems are Android's and iOS's.
"""

from __future__ import annotations

from harness.signs.sign import Sign, Table

_PLACES = (
    "start",
    "approval.authorize",
    "approval.over",
    "not-active",
    "challenge",
    "activation.code",
    "activation.scanned",
    "trading-login",
)
"""Pages of IBKR Mobile that are known: where one of them is in front, another is not."""
_ASKED = ("proof.fingerprint", "proof.touch-id", "proof.face-id", "proof.passcode", "approval.pin")
_ENDS = ("activation.confirmed", "activation.error", "no-answer")
_UNASKED = (*_PLACES, *_ASKED, *_ENDS, "approval.authorized", "response")
"""What is in front where nothing, or something else, is asked for."""


def _but(name: str, *names: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != name)


def _app(
    code: tuple[str, ...], pin: tuple[str, ...], field: str, confirmed: tuple[str, ...]
) -> tuple[Sign, ...]:
    """IBKR Mobile, whose pages are much the same on both platforms."""
    return (
        Sign("services", ("Services", "服務"), documented="NOTIF-TROUBLESHOOT-e2"),
        Sign("authenticate", ("Authenticate", "驗證"), documented="LOGIN-CHALLENGE-03a"),
        Sign("start", ("Services", "服務"), instead=(*_but("start", *_PLACES), *_ENDS)),
        Sign("start.state", ("id:ib_key_state",)),
        Sign("not-active", ("IB Key is not active on this phone", "此手機尚未激活IB Key")),
        Sign("approval.over", ("This login no longer waits", "此登錄已不再等待")),
        Sign(
            "trading-login",
            tuple(field.replace("{label}", label) for label in ("Username", "用戶名")),
        ),
        Sign(
            "approval.authorize",
            ("Authorize", "Approve", "授權"),
            instead=_but("approval.authorize", *_PLACES),
        ),
        Sign("approval.pin", pin, instead=_but("approval.pin", *_UNASKED)),
        Sign(
            "approval.authorized",
            ("Login authorized", "登錄已授權"),
            instead=("approval.authorize", *_ASKED, "no-answer"),
            told=True,
        ),
        Sign(
            "challenge",
            tuple(field.replace("{label}", label) for label in ("Challenge", "挑戰碼")),
            documented="NOTIF-TROUBLESHOOT-f1",
        ),
        Sign("activation.code", code, documented="AND-MANUAL-07b, IOS-MANUAL-07b"),
        Sign("activation.scanned", ("id:scanned_code",)),
        Sign("activation.guidelines", ("id:guidelines",), told=True),
        Sign(
            "activation.confirmed",
            ("id:activation_result", *confirmed),
            instead=(*_ENDS[1:], *_ASKED, "activation.code", "activation.scanned", "start"),
            told=True,
        ),
        Sign(
            "activation.error",
            ("id:activation_error",),
            instead=("activation.confirmed", "start"),
            told=True,
        ),
        Sign("activation.pin-refused", ("id:pin_error",), instead=(*_ENDS, "start"), told=True),
        Sign("no-answer", ("id:network_error",), instead=(*_ENDS[:2], "start"), told=True),
        Sign(
            "camera.other-controls",
            ("id:PhotoCapture", "id:LastPicture", "id:close", "Take picture", "Take Picture"),
        ),
        Sign("back", ("id:back", "Back", "返回")),
        # What stands on a page that no article speaks of, and leads past it.
        Sign(
            "way-on",
            (
                *("OK", "Continue", "Next", "Skip", "Not now", "Not Now", "Got it", "Close"),
                *("確定", "繼續", "下一步", "跳過", "以後再說", "知道了", "關閉"),
            ),
        ),
    )


_CODE = "[0-9０-９][0-9０-９ \u00a0-]{4,}[0-9０-９]"
"""Digits in whatever groups."""
_ANDROID_FIELD = '//android.widget.EditText[@content-desc="{label}" or @hint="{label}"]'
_IPHONE_FIELD = "predicate:type == 'XCUIElementTypeTextField' AND label == '{label}'"

ANDROID = Table(
    "android",
    (
        *_app(
            (_ANDROID_FIELD.replace("{label}", "Session ID"),),
            # Of the app, and beside no field for a name: that would be a login for trading.
            (
                '//android.widget.EditText[@password="true" and @package="{app}"'
                ' and not(//android.widget.EditText[@password="false"])]',
            ),
            _ANDROID_FIELD,
            # The message names IB Key, and DONE completes the procedure (AND-MANUAL-09a).
            (
                "//android.widget.TextView[contains(@text, 'IB Key') and //*[@text='DONE' or @text='完成']"
                " and not(//android.widget.EditText)]",
            ),
        ),
        Sign("field", (_ANDROID_FIELD,)),
        Sign(
            "response",
            (f'uiselector:new UiSelector().className("android.widget.TextView").textMatches("{_CODE}")',),
            instead=("response.empty", "challenge", *_ASKED, "start"),
            told=True,
        ),
        # Its page is known by its title's id, and what holds the response is empty, or not there: Android
        # tells nothing of a text without width.
        Sign(
            "response.empty",
            (
                "//*[contains(@resource-id, ':id/response_title')]"
                "[not(//*[contains(@resource-id, ':id/response_string') and string-length(@text) > 0])]",
            ),
        ),
        Sign(
            "notification",
            ('uiselector:new UiSelector().resourceId("android:id/app_name_text").text("{app}")',),
        ),
        Sign("notification.login", ("Login request", "登錄請求")),
        Sign("notifications.clear", ("id:dismiss_text", "id:clear_all")),
        Sign("proof.fingerprint", ("id:biometric_icon",), instead=_but("proof.fingerprint", *_UNASKED)),
        Sign("proof.touch-id", ("Touch ID",)),
        Sign("proof.face-id", ("Face ID",)),
        Sign(
            "proof.passcode",
            ('//android.widget.EditText[@password="true" and not(@package="{app}")]',),
            instead=_but("proof.passcode", *_UNASKED),
        ),
        Sign(
            "permission.allow",
            ('uiselector:new UiSelector().resourceIdMatches(".*:id/permission_allow.*button")',),
        ),
        Sign("notification.sender", ("IBKR Mobile", "移動IBKR", "IBKR")),
        Sign(
            "camera.viewfinder",
            ("id:viewfinder", 'uiselector:new UiSelector().descriptionMatches("(?i).*viewfinder.*|取景.*")'),
            instead=("activation.code", "start"),
        ),
        Sign("camera.lens", ('uiselector:new UiSelector().description("Switch camera")',)),
        Sign("camera.banner", ()),
        Sign("store.search-bar", ("//android.widget.EditText",)),
        Sign("store.search", ('uiselector:new UiSelector().description("Search")',)),
        Sign(
            "store.entry",
            ("//*[contains(@resource-id, 'app_entry')][.//*[@text='{publisher}'] and .//*[@text='{name}']]",),
        ),
        Sign(
            "store.entry.button",
            (
                "//*[contains(@resource-id, 'app_entry')][.//*[@text='{publisher}'] and .//*[@text='{name}']]"
                "//android.widget.Button",
            ),
        ),
        Sign(
            "store.result",
            (
                "//*[contains(@resource-id, ':id/results')]//*[contains(@resource-id, 'app_entry')]"
                "//*[contains(@text, '{term}')]",
            ),
        ),
        Sign("store.progress", ('uiselector:new UiSelector().textMatches("[0-9]+ ?%")',)),
    ),
)

IPHONE = Table(
    "iphone",
    (
        *_app(
            (_IPHONE_FIELD.replace("{label}", "Activation Code"),),
            (),
            _IPHONE_FIELD,
            (
                "//XCUIElementTypeStaticText[contains(@label, 'IB Key') and not(//XCUIElementTypeTextField)"
                " and //XCUIElementTypeButton[@label='DONE' or @label='Done' or @label='完成']]",
            ),
        ),
        Sign("field", (_IPHONE_FIELD,)),
        Sign(
            "response",
            (f"predicate:type == 'XCUIElementTypeStaticText' AND label MATCHES '{_CODE}'",),
            instead=("response.empty", "challenge", *_ASKED, "start"),
            told=True,
        ),
        Sign(
            "response.empty",
            ("//*[@name='response_title'][not(//*[@name='response_string' and string-length(@label) > 0])]",),
        ),
        # A screen reader reads a notification as "app, when, title, text".
        Sign("notification", ("predicate:name == 'NotificationCell' AND label BEGINSWITH '{app}, '",)),
        Sign(
            "notification.login",
            tuple(
                f"predicate:name == 'NotificationCell' AND label CONTAINS ', {title}, '"
                for title in ("Login request", "登錄請求")
            ),
        ),
        Sign(
            "notifications.clear",
            ("predicate:type == 'XCUIElementTypeButton' AND (name == 'dismiss_text' OR label == 'Clear')",),
        ),
        Sign("proof.fingerprint", ()),
        Sign(
            "proof.touch-id",
            ("predicate:type == 'XCUIElementTypeAlert' AND label CONTAINS 'Touch ID'",),
            instead=_but("proof.touch-id", *_UNASKED),
        ),
        Sign(
            "proof.face-id",
            ("predicate:type == 'XCUIElementTypeAlert' AND label CONTAINS 'Face ID'",),
            instead=_but("proof.face-id", *_UNASKED),
        ),
        Sign(
            "proof.passcode",
            # The system's own name for its field; an app's field for a password or a PIN is another one.
            ("predicate:type == 'XCUIElementTypeSecureTextField' AND name == 'Passcode field'",),
            instead=_but("proof.passcode", *_UNASKED),
        ),
        Sign(
            "permission.allow", ("predicate:type == 'XCUIElementTypeButton' AND label IN {'Allow', '允許'}",)
        ),
        Sign("notification.sender", ("IBKR Mobile", "移動IBKR", "IBKR")),
        Sign("camera.viewfinder", ("id:Viewfinder",)),
        Sign("camera.lens", ("id:FrontBackFacingCameraChooser",)),
        Sign("camera.banner", ("id:QRCodeBanner",)),
        Sign("store.search-bar", ("predicate:type == 'XCUIElementTypeSearchField'",)),
        Sign("store.search", ("predicate:type == 'XCUIElementTypeButton' AND label == 'Search'",)),
        Sign(
            "store.entry",
            ("//XCUIElementTypeCell[.//*[@label='{publisher}'] and .//*[@label='{name}']]",),
        ),
        Sign(
            "store.entry.button",
            (
                "//XCUIElementTypeCell[.//*[@label='{publisher}'] and .//*[@label='{name}']]"
                "//XCUIElementTypeButton",
            ),
        ),
        Sign(
            "store.result",
            ("//*[@name='results']//XCUIElementTypeCell//*[contains(@label, '{term}')]",),
        ),
        Sign("store.progress", ("predicate:label MATCHES '[0-9]+ ?%'",)),
    ),
)
