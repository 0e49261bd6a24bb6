"""Rules of the phones: IBKR Mobile, the camera, the stores, and the phone itself."""

from __future__ import annotations

from reference_system.operators.broken.entries import (
    NO_CASE,
    NO_SPACES,
    NO_WIDTH,
    NOBODYS,
    NOT_SO_SOON,
    STYLE,
    Nothing,
    Table,
    broken,
    chinese_label,
    done,
    harmless,
    label,
    only,
    opposite,
)

_NOTIFIED = "LOGIN-SEAMLESS-01b TOUCHID-01b FACEID-01b"
_LISTED = "LOGIN-SEAMLESS-02a TOUCHID-02a FACEID-02a"
_ACTIVATED = "IOS-MANUAL-09a AND-MANUAL-09a AND-QR-11a IOS-QR-11a"
_COMPLETED = "IOS-MANUAL-09b AND-MANUAL-09b AND-QR-11b IOS-QR-11b"
_ENTRY = "IOS-MANUAL-06 AND-MANUAL-05 AND-QR-05"
_OFFERED = " ".join(f"AND-MANUAL-REQ0{number} AND-QR-REQ0{number}" for number in (1, 2, 3))
_OFFERED += " IOS-MANUAL-INT01"
_RESPONSE = "LOGIN-CHALLENGE-04 FACE-TOUCH-CHALLENGE-04c FACE-TOUCH-CHALLENGE-05c"
_RIGHT_RESPONSE = "LOGIN-CHALLENGE-06 FACE-TOUCH-CHALLENGE-07"
_QUESTION = "LOGIN-CHALLENGE-03c FACE-TOUCH-CHALLENGE-03b"
_READ = "AND-QR-09a IOS-QR-03a"
_SWITCH = "AND-QR-ISS01 IOS-QR-ISS01"

_ONE_HOLDER = Nothing("a phone has one holder")
_NO_FIELD = Nothing("the app has a field for a PIN at the approval only")
_PREFIX = Nothing("the beginning of a term finds as well")

PHONES: Table = {
    "phones.apps.browser.store-product": only("none", "IOS-QR-05b"),
    "phones.apps.camera.is-live": opposite("IOS-QR-02"),
    "phones.apps.camera.note-code": harmless("it is noted, and nobody looks"),
    "phones.apps.camera.offered-app": only("none", "IOS-QR-08a"),
    "phones.apps.camera.offered-site": {
        "other-case": Nothing("names of hosts have no case"),
        **NO_SPACES,
        **NO_WIDTH,
        **NOBODYS,
        "*": broken("IOS-QR-05a"),
    },
    "phones.apps.camera.offers-what-it-read": opposite("IOS-QR-04"),
    "phones.apps.camera.open-offered": done("IOS-QR-08b"),
    "phones.apps.ibkr.activation.android.offers-qr-code": opposite("AND-QR-07"),
    "phones.apps.ibkr.activation.android.offers-session-id": opposite("AND-MANUAL-06 AND-QR-06"),
    "phones.apps.ibkr.activation.android.open-guidelines": done("AND-MANUAL-08e AND-QR-10e"),
    "phones.apps.ibkr.activation.android.open-session": done("AND-MANUAL-06 AND-QR-06"),
    "phones.apps.ibkr.activation.page.activate": only("none", _ACTIVATED),
    "phones.apps.ibkr.activation.page.leave-activation": done(_COMPLETED),
    "phones.apps.ibkr.app.stored-keys": {
        "none": broken(_COMPLETED),
        "*": Nothing("a user has one IB Key"),
    },
    "phones.apps.ibkr.approval.approvalpage.typed-pin": {
        **NO_SPACES,
        "an-earlier-one": broken("LOGIN-SEAMLESS-03c"),
        "another-user-s": _ONE_HOLDER,
        "*": broken("LOGIN-SEAMLESS-04"),
    },
    "phones.apps.ibkr.challenge.challengepage.can-generate": opposite(
        "LOGIN-CHALLENGE-INT05 FACE-TOUCH-CHALLENGE-INT04"
    ),
    "phones.apps.ibkr.challenge.challengepage.give-up": harmless("no response is shown, either way"),
    "phones.apps.ibkr.challenge.challengepage.question": {
        **NO_CASE,
        **NO_SPACES,
        "another-user-s": _ONE_HOLDER,
        "*": broken(_QUESTION),
    },
    "phones.apps.ibkr.challenge.challengepage.typed-pin": {
        **NO_SPACES,
        "another-user-s": _ONE_HOLDER,
        "*": broken("LOGIN-CHALLENGE-03b"),
    },
    "phones.apps.ibkr.challenge.generate-label": chinese_label("LOGIN-CHALLENGE-03d"),
    "phones.apps.ibkr.keys.key.answer-to-show": {
        **NO_CASE,
        **NO_SPACES,
        **NO_WIDTH,
        "another-user-s": _ONE_HOLDER,
        "an-earlier-one": broken(_RESPONSE),
        "empty": broken(_RESPONSE),
        "*": broken(_RIGHT_RESPONSE),
    },
    "phones.apps.ibkr.mobile.continue-activation": done("IOS-QR-08b"),
    "phones.apps.ibkr.mobile.open-approval": done("LOGIN-SEAMLESS-03a TOUCHID-03a FACEID-03a"),
    "phones.apps.ibkr.mobile.open-authentication": done(
        "LOGIN-CHALLENGE-03a FACE-TOUCH-CHALLENGE-03a TOUCHID-INT02 FACEID-INT02"
    ),
    "phones.apps.ibkr.mobile.open-registration": done(_ENTRY),
    "phones.apps.ibkr.scanner.asks-for-camera": opposite("AND-QR-08"),
    "phones.apps.ibkr.scanner.code-in": only("none", "AND-QR-09a"),
    "phones.apps.ibkr.scanner.scannerpage.is-live": opposite("AND-QR-08"),
    "phones.apps.ibkr.security.element-for-activation": {
        "is-nothing": broken("IOS-QR-10a"),
        "is-passcode": Nothing("a phone is unlocked with its passcode, too"),
        "is-pin": _NO_FIELD,
        "*": broken("IOS-QR-10b"),
    },
    "phones.apps.ibkr.security.element-for-approval": {
        "is-passcode": broken("LOGIN-SEAMLESS-03b TOUCHID-03b FACEID-03b"),
        "is-touch-id": broken("LOGIN-SEAMLESS-03b TOUCHID-03c FACEID-03b FACEID-03c"),
        "is-face-id": broken("LOGIN-SEAMLESS-03b TOUCHID-03b TOUCHID-03c FACEID-03c"),
        "*": broken("LOGIN-SEAMLESS-03b TOUCHID-03c FACEID-03c"),
    },
    "phones.apps.ibkr.security.element-for-response": {
        "is-passcode": broken("FACE-TOUCH-CHALLENGE-04a FACE-TOUCH-CHALLENGE-05a"),
        "is-touch-id": broken(
            "FACE-TOUCH-CHALLENGE-04b FACE-TOUCH-CHALLENGE-04d",
            "FACE-TOUCH-CHALLENGE-05a FACE-TOUCH-CHALLENGE-05b",
        ),
        "is-pin": _NO_FIELD,
        "is-face-id": broken("FACE-TOUCH-CHALLENGE-04a FACE-TOUCH-CHALLENGE-04b FACE-TOUCH-CHALLENGE-05b"),
        "*": broken("FACE-TOUCH-CHALLENGE-04b FACE-TOUCH-CHALLENGE-05b"),
    },
    "phones.apps.ibkr.security.passcode-activates": opposite("IOS-QR-10b"),
    "phones.apps.ibkr.start.registration-label": label(_ENTRY),
    "phones.apps.settings.scan-switch-label": label(_SWITCH),
    "phones.apps.stores.android.start-search": done("AND-MANUAL-02b AND-QR-02b"),
    "phones.apps.stores.app-store.edge-of-search-bar": only("is-bottom", "IOS-MANUAL-03b"),
    "phones.apps.stores.app-store.edge-of-tabs": only("is-top", "IOS-MANUAL-02"),
    "phones.apps.stores.app-store.searchpage.listed-term": {
        "one-character-fewer": _PREFIX,
        "an-earlier-one": _PREFIX,
        "another-user-s": _ONE_HOLDER,
        "other-case": Nothing("a search knows no case"),
        "*": broken("IOS-MANUAL-03b"),
    },
    "phones.apps.stores.app-store.tab-opened": {
        "is-search": Nothing("that is the tab the article speaks of"),
        "*": broken("IOS-MANUAL-02"),
    },
    "phones.apps.stores.apple-id.downloadprompt.given-up": harmless("nothing is downloaded, either way"),
    "phones.apps.stores.apple-id.downloadprompt.lets-download": opposite("IOS-MANUAL-04c"),
    "phones.apps.stores.listing.found": {
        "none": broken("IOS-MANUAL-03b AND-MANUAL-02b AND-QR-02b"),
        "*": Nothing("no article says what else is listed"),
    },
    "phones.apps.stores.listing.listing.can-be-had": opposite(_OFFERED),
    "phones.apps.stores.listing.publisher-of-ibkr-mobile": label("IOS-MANUAL-04a AND-MANUAL-03a AND-QR-03a"),
    "phones.apps.stores.store.download": done("IOS-MANUAL-04b AND-MANUAL-03b AND-QR-03b IOS-QR-06"),
    "phones.apps.stores.store.kept-term": {
        **STYLE,
        **NO_WIDTH,
        "an-earlier-one": _PREFIX,
        "another-user-s": _ONE_HOLDER,
        "*": broken("IOS-MANUAL-03a AND-MANUAL-02a AND-QR-02a"),
    },
    "phones.apps.stores.store.offer-of": {
        "is-open": broken("IOS-MANUAL-04b AND-MANUAL-03b AND-QR-03b"),
        "*": broken("IOS-MANUAL-05a AND-MANUAL-04a AND-QR-04a"),
    },
    "phones.apps.stores.store.open-from-icon": done("IOS-MANUAL-01 AND-MANUAL-01 AND-QR-01"),
    "phones.apps.stores.store.open-installed": done("IOS-MANUAL-05b AND-MANUAL-04b AND-QR-04b"),
    "phones.apps.stores.store.store.listings": {
        "none": broken(_OFFERED),
        "*": Nothing("no article says what else is offered"),
    },
    "phones.apps.viewfinder.captures-by-itself": opposite("AND-QR-09b IOS-QR-03b"),
    "phones.apps.viewfinder.viewfinder.lens": {
        "is-front": broken(_READ),
        "is-rear": Nothing("the code is read, whichever lens the user believes to be in use"),
    },
    "phones.apps.viewfinder.viewfinder.read": {
        "none": broken(_READ),
        "*": Nothing("there is one code before the lens"),
    },
    "phones.apps.viewfinder.viewfinder.scans": opposite(_SWITCH),
    "phones.model.apps.deliver-tap": done("LOGIN-SEAMLESS-02b TOUCHID-02b FACEID-02b"),
    "phones.model.notifications.put-in-list": {
        "not-done": broken(_LISTED),
        **NOT_SO_SOON,
        "late-*": broken(_LISTED),
        "*": broken(_NOTIFIED),
    },
    "phones.model.passcode.is-passcode": {
        **NO_CASE,
        **NO_WIDTH,
        "spaces-pass": Nothing("a passcode is typed on keys for digits"),
        "an-earlier-one-passes": Nothing("nobody changes a passcode in any article"),
        "another-user-s-passes": _ONE_HOLDER,
        "right-one-fails": broken("TOUCHID-03c FACEID-03c"),
        "*": broken("TOUCHID-03c FACEID-03c FACE-TOUCH-CHALLENGE-04b FACE-TOUCH-CHALLENGE-05b IOS-QR-10a"),
    },
    "phones.model.permissions.keep-answer": done("IOS-QR-09"),
    "phones.model.prompts.biometricprompt.accepts": opposite(
        "LOGIN-SEAMLESS-03c TOUCHID-03b FACEID-03b FACE-TOUCH-CHALLENGE-04a FACE-TOUCH-CHALLENGE-05a"
    ),
}
