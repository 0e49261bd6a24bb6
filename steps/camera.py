"""Steps in the words of the person who holds the phone's camera before a QR code."""

from __future__ import annotations

import io
import re

from pytest_bdd import given, parsers, then, when

from harness.camera.view import HELD_WELL, View
from harness.errors import NotArranged
from harness.people import People
from harness.sessions.device import Device
from harness.spec.vocabulary import PHONES
from harness.targets.needs import granted
from harness.targets.system import Clock
from harness.targets.system import Settings as PhoneSettings
from harness.waiting import appeared, lasting, settled
from harness.words import Words
from pages.phone.activation import FIELD_OF, Activation
from pages.phone.apps import Apps
from pages.phone.camera import CAMERA, Camera
from pages.phone.home import HomeScreen
from pages.phone.prompts import PermissionPrompt
from pages.phone.settings import Settings
from pages.portal.login import PortalLogin
from steps.phone import watched
from steps.portal import Offer, offer_of

SITS_AT = PHONES
TREMBLING = (0.97, 1.02, 0.98, 1.03, 1.0)

VIEWS = Words(
    "view of the QR code",
    {
        "the QR code in Client Portal": HELD_WELL,
        "the QR code, which is turned": View(turned_deg=25),
        "the QR code, which is at a slant": View(tilted=0.3),
        "the QR code, which is pale": View(contrast=0.4),
    },
)


@given("IBKR Mobile may use the camera")
def may_use_camera(phone_settings: PhoneSettings) -> None:
    phone_settings.allow_camera()


@given("the phone does not scan QR codes")
def scans_no_codes(phone_settings: PhoneSettings) -> None:
    phone_settings.scan_codes(on=False)


@given("the phone's camera looks through the front lens")
def front_lens(phone: Device) -> None:
    granted(phone.phone.camera, "camera-lens").look_through("front")


@given(parsers.parse('the user has opened the app "{app}"'))
def has_opened(phone: Device, app: str) -> None:
    HomeScreen(phone).tap_icon(app)
    if not Camera(phone).is_open(within_s=phone.patience.shown_s):
        raise NotArranged(f"{app} shows no viewfinder")


@given("the user has opened the scanner")
def has_opened_scanner(phone: Device) -> None:
    open_scanner(phone)


def open_scanner(phone: Device) -> None:
    """From the icon of IBKR Mobile to the live scanner (Android)."""
    Apps(phone).start_ibkr_mobile()
    Activation(phone).open_scanner()
    allow_camera_where_asked(phone)
    if not Camera(phone).is_open(within_s=phone.patience.shown_s):
        raise NotArranged("IBKR Mobile shows no viewfinder")


def point_at(phone: Device, offer: Offer, view: View = HELD_WELL) -> None:
    """Hold the camera before the code of an offer."""
    from harness.camera.photograph import photograph  # Pillow: 20 ms that only those pay who take pictures

    phone.show_to_camera(photograph(offer.picture, view))


@when(parsers.re(r"the user points the camera at (?P<view>.*\bthe QR code\b.*)"), converters={"view": VIEWS})
def point_at_code(phone: Device, login: PortalLogin, view: View) -> None:
    point_at(phone, offer_of(login), view)


@when(parsers.parse("the user holds the camera {distance_cm:g} cm before the QR code"))
def hold(phone: Device, login: PortalLogin, distance_cm: float) -> None:
    """By a hand that is not quite still: the camera sees more than one picture."""
    for trembling in TREMBLING:
        point_from(phone, login, distance_cm * trembling)


@when(parsers.parse("the user moves the camera to {distance_cm:g} cm before it, where it was not recognised"))
def move(phone: Device, login: PortalLogin, distance_cm: float) -> None:
    """A better camera has read it before, and no article forbids that."""
    if not recognised(phone):
        point_from(phone, login, distance_cm)


def point_from(phone: Device, login: PortalLogin, distance_cm: float) -> None:
    point_at(phone, offer_of(login), View(distance_cm=distance_cm))


@when("the user points the camera at a desk without a code")
def point_at_desk(phone: Device) -> None:
    from harness.camera.photograph import nothing

    phone.show_to_camera(nothing())


@when("the user points the camera at a QR code of somebody else's")
def point_at_foreign(phone: Device, people: People) -> None:
    _point_at_qr_code_of(phone, people.foreign_content())


@when("the user points the camera at another web site's activation code")
def point_at_other_site(phone: Device, people: People) -> None:
    _point_at_qr_code_of(phone, people.foreign_activation_link())


def _point_at_qr_code_of(phone: Device, content: str) -> None:
    import segno  # 30 ms

    drawn = io.BytesIO()
    segno.make(content, error="m").save(drawn, kind="png", scale=6, border=4)
    point_at(phone, Offer("", drawn.getvalue()))


@given("the user has pointed the camera at the QR code in vain")
def pointed_in_vain(phone: Device, clock: Clock, login: PortalLogin) -> None:
    point_at(phone, offer_of(login))
    if appeared(lambda: recognised(phone), clock.passing(phone.patience.recognised_s)):
        raise NotArranged("the camera has recognised the code already")


def recognised(phone: Device) -> bool:
    """Whether a code has been read: the scanner has made room for the form, or a banner has come."""
    if phone.surface == "iphone":
        return bool(Camera(phone).banner(within_s=0))
    return Activation(phone).has_field(FIELD_OF[phone.surface], within_s=0)


@then("the scanner, or a request for the camera, is shown")
def scanner_or_request(phone: Device) -> None:
    camera = Camera(phone)
    shown = camera.asks_first(within_s=phone.patience.shown_s) or camera.is_open(within_s=0)
    assert shown, "neither a scanner nor a request for the camera is shown"


@when('the user taps "Allow" where the phone asks for the camera')
def allow_camera_where_asked(phone: Device) -> None:
    camera = Camera(phone)
    if camera.asks_first(within_s=phone.patience.shown_s):
        PermissionPrompt(phone).answer("Allow")


@then("the phone does not ask for the camera")
def does_not_ask(phone: Device, clock: Clock) -> None:
    assert not Camera(phone).asks_first(within_s=phone.patience.shown_s), "the phone asks once more"
    prompt = PermissionPrompt(phone)
    asks = appeared(lambda: prompt.asks(within_s=0), watched(phone, clock))
    assert not asks, "the phone asks once more"


@then("the viewfinder is live")
def viewfinder_is_live(phone: Device) -> None:
    """It shows what is before the lens: something else before another scene."""
    from harness.camera.photograph import nothing, wall

    camera = Camera(phone)
    assert camera.is_open(within_s=phone.patience.shown_s), "there is no viewfinder"
    phone.show_to_camera(wall())
    before = camera.picture()
    phone.show_to_camera(nothing())
    after = settled(camera.picture, lambda now: now != before, within_s=phone.patience.shown_s)
    assert after != before, "the viewfinder does not show what is before the lens"


@then("the scanner has recognised nothing")
def recognised_nothing(phone: Device, clock: Clock) -> None:
    taken = appeared(lambda: recognised(phone), watched(phone, clock))
    assert not taken, "the scanner has taken a code"
    assert Camera(phone).is_open(within_s=0), "the scanner was closed"


@then("the scanner takes the code without another touch")
def scanner_takes_code(phone: Device) -> None:
    """It makes room for the form."""
    taken = Activation(phone).has_field(FIELD_OF[phone.surface], within_s=phone.patience.shown_s)
    assert taken, "the scanner has recognised nothing"


@then(parsers.parse('the field "{label}" holds the string below the QR code'))
def field_holds_scanned(phone: Device, login: PortalLogin, label: str) -> None:
    string = login.activation.code(within_s=0)
    assert Activation(phone).content(label, string, within_s=0) == string, "another code was taken"


@then("a banner appears without another touch")
def banner_appears(phone: Device) -> None:
    assert Camera(phone).banner(within_s=phone.patience.shown_s), "no banner appears"


@then("the banner lies at the top of the phone's screen")
def banner_at_top(phone: Device) -> None:
    assert Camera(phone).banner_is_at_the_top(), "the banner is not at the top"


@then("no banner is shown")
def no_banner(phone: Device, clock: Clock) -> None:
    camera = Camera(phone)
    shown = appeared(lambda: camera.banner(within_s=0), watched(phone, clock))
    assert not shown, f"a banner reads {shown}"


WEB_SITE = re.compile(
    r"(?<![\w-])(?:[\w-]+\.)*(?:interactivebrokers|ibkr)\.(?:com|co\.uk|ie|ca|hu|eu)(?![\w.-])"
    r"|IBKR\W{1,3}web ?site",
    re.I,
)
"""The broker's web site as a banner may call it: by one of its hosts, or as the article does."""


@then("the banner offers the web site of IBKR")
def banner_offers_web_site(phone: Device) -> None:
    shown = Camera(phone).banner(within_s=phone.patience.shown_s)
    assert WEB_SITE.search(shown), f"the banner reads {shown}"


@then("the banner offers to open IBKR Mobile")
def banner_offers_app(phone: Device) -> None:
    """By its name, or by that under its icon."""
    shown = Camera(phone).banner(within_s=phone.patience.shown_s)
    assert "IBKR" in shown, f"the banner reads {shown!r}"
    assert not WEB_SITE.search(shown), f"the banner offers the web site; it reads {shown!r}"
    assert not re.search(r"\b(web ?site|browser|safari)\b", shown, re.I), f"the banner reads {shown!r}"


@then("the banner does not offer to open IBKR Mobile")
def banner_does_not_offer_app(phone: Device, clock: Clock) -> None:
    camera = Camera(phone)
    shown = lasting(lambda: camera.banner(within_s=0), lambda now: "IBKR" not in now, watched(phone, clock))
    assert "IBKR" not in shown, f"the banner reads {shown}"


@when("the user taps the banner")
def tap_banner(phone: Device) -> None:
    Camera(phone).tap_banner()


@when('the user turns on "Scan QR codes" in the settings of the camera')
def turn_on_scanning(phone: Device) -> None:
    settings = Settings(phone)
    settings.open_camera_settings()
    assert settings.has_switch("Scan QR codes", within_s=phone.patience.shown_s), (
        "there is no switch Scan QR codes"
    )
    settings.turn_on("Scan QR codes")


@when("the user changes the lens")
def change_lens(phone: Device) -> None:
    camera = Camera(phone)
    assert camera.has_lens_button(within_s=phone.patience.shown_s), "there is no button for the lens"
    camera.change_lens()


def open_camera(phone: Device) -> None:
    """Bring the Camera app of an iPhone to the front."""
    Apps(phone).start(CAMERA[phone.surface])
