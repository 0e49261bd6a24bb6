"""Every deviation of the cameras does what it says, and nothing is broken while it is off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import ImageFilter

from reference_system import deviations
from reference_system.phones.apps.camera import CameraPage
from reference_system.phones.apps.ibkr.activation.code import code_of
from reference_system.phones.apps.ibkr.scanner import open_scanner
from reference_system.phones.model.app import App
from reference_system.phones.model.camera import Permission
from tests.reference_system.phones.conftest import CODE, LINK, Hand, hand_of
from tests.reference_system.phones.photos import photo, png, qr_code, scene

ALLOW = "com.android.permissioncontroller:id/permission_allow_button"
BLURRED = png(scene(qr_code(LINK)).filter(ImageFilter.GaussianBlur(12)))
MODULES = (
    "apps.viewfinder",
    "apps.camera",
    "apps.browser",
    "apps.settings",
    "apps.ibkr.scanner",
    "model.glass",
)


def scan(hand: Hand, permission: Permission = "granted") -> Callable[[], list[str]]:
    """Open the phone's scanner; tells the codes that it has read since then, or reads now."""
    if hand.phone.surface == "iphone":
        hand.phone.apps.activate("com.apple.camera")
        return lambda: _read_by(hand.phone.apps.front)
    read: list[str] = []
    hand.phone.camera.allow("IBKR Mobile", permission)
    hand.open_ibkr()
    open_scanner(hand.ibkr, read.append)
    return lambda: read


def _read_by(camera: App | None) -> list[str]:
    assert camera is not None
    assert isinstance(camera.page, CameraPage)
    code = code_of(camera.page.read or "")
    return [] if code is None else [code]


def reads_the_code(hand: Hand) -> bool:
    read = scan(hand)
    hand.phone.camera.show(photo(LINK))
    return read() == [CODE]


def reads_another_code(hand: Hand) -> bool:
    read = scan(hand)
    hand.phone.camera.show(photo(LINK))
    return len(read()) == 1 and read()[0] != CODE and read()[0][:-1] == CODE[:-1]


def reads_after_blurred(hand: Hand) -> bool:
    read = scan(hand)
    hand.phone.camera.show(BLURRED)
    hand.phone.camera.show(photo(LINK))
    return read() == [CODE]


def reads_after_many_blurred(hand: Hand) -> bool:
    read = scan(hand)
    for _ in range(5):
        hand.phone.camera.show(BLURRED)
    hand.phone.camera.show(photo(LINK))
    return read() == [CODE]


def takes_the_code_of_another_site(android: Hand) -> bool:
    read = scan(android)
    android.phone.camera.show(photo("https://www.example.org/sso/ibkey?code=ABCDEFGH1234"))
    return read() == ["ABCDEFGH1234"]


def switch_is_called_as_in_the_articles(hand: Hand) -> bool:
    settings = hand.phone.apps.named("Settings")
    hand.phone.apps.activate(settings.app_id)
    hand.tap("camera")
    return hand.sees("Scan QR codes")


def reads_after_switching_on(hand: Hand) -> bool:
    hand.phone.configure(camera_scans_qr=False)
    read = scan(hand)
    hand.phone.camera.show(photo(LINK))
    hand.phone.configure(camera_scans_qr=True)
    return read() == [CODE]


def reads_after_lens_button(hand: Hand) -> bool:
    hand.phone.configure(lens="front")
    read = scan(hand)
    hand.phone.camera.show(photo(LINK))
    button = "switch_camera" if hand.phone.surface == "android" else "FrontBackFacingCameraChooser"
    if not hand.has(button):
        return False
    hand.tap(button)
    return read() == [CODE]


def scanner_starts_after_allow(android: Hand) -> bool:
    read = scan(android, "ask")
    android.tap(ALLOW)
    dark = android.find("viewfinder").value == "off"
    android.phone.camera.show(photo(LINK))
    assert dark is (read() == [])
    return read() == [CODE]


def asked_although_granted(android: Hand) -> bool:
    scan(android)
    return android.has(ALLOW)


def viewfinder_is_live(iphone: Hand) -> bool:
    read = scan(iphone)
    iphone.phone.camera.show(photo(LINK))
    shown = iphone.find("Viewfinder")
    return shown.pixels is not None and shown.value == "live" and read() == [CODE]


def banner_appears(iphone: Hand) -> bool:
    scan(iphone)
    iphone.phone.camera.show(photo(LINK))
    return iphone.has("QRCodeBanner")


def scan_leaves_the_code_unused(iphone: Hand) -> bool:
    assert banner_appears(iphone)
    return [request.code for request in iphone.server.activations] != [CODE]


def banner_lies_at_the_top(iphone: Hand) -> bool:
    assert banner_appears(iphone)
    return iphone.find("QRCodeBanner").bounds.bottom < iphone.phone.metrics.height / 4


def site_offered_without_app(iphone: Hand) -> bool:
    iphone.phone.apps.uninstall(iphone.ibkr)
    banner_appears(iphone)
    offered = "“interactivebrokers.com”" in iphone.find("QRCodeBanner").label
    iphone.tap("QRCodeBanner")
    left = iphone.phone.apps.front is not iphone.phone.apps.named("Camera")
    assert left is offered
    return offered


def tap_reaches_store_page(iphone: Hand) -> bool:
    iphone.phone.apps.uninstall(iphone.ibkr)
    banner_appears(iphone)
    iphone.tap("QRCodeBanner")
    return iphone.phone.apps.front is iphone.phone.apps.named("App Store") and iphone.sees("IBKR Mobile")


def names_the_site_of_the_link(iphone: Hand) -> bool:
    iphone.phone.apps.uninstall(iphone.ibkr)
    banner_appears(iphone)
    return "interactivebrokers.com.example" not in iphone.find("QRCodeBanner").label


def app_offered_when_installed(iphone: Hand) -> bool:
    banner_appears(iphone)
    return iphone.find("QRCodeBanner").label == "App QR Code, Open in “IBKR”"


def banner_opens_fresh_app(iphone: Hand) -> bool:
    iphone.fresh_install()
    banner_appears(iphone)
    iphone.tap("QRCodeBanner")
    return iphone.phone.apps.front is iphone.ibkr


Check = Callable[[Hand], bool]

# name, phone, what is looked at, how it is as documented
BREACHES: list[tuple[str, str, Check, bool]] = [
    ("sharp-code-not-read", "android", reads_the_code, True),
    ("sharp-code-not-read", "iphone", reads_the_code, True),
    ("another-code-read", "android", reads_another_code, False),
    ("another-code-read", "iphone", reads_another_code, False),
    ("code-waits-for-shutter", "android", reads_the_code, True),
    ("code-waits-for-shutter", "iphone", reads_the_code, True),
    ("gives-up-after-unreadable-frame", "android", reads_after_blurred, True),
    ("gives-up-after-unreadable-frame", "iphone", reads_after_blurred, True),
    ("gives-up-after-some-unreadable-frames", "android", reads_after_many_blurred, True),
    ("gives-up-after-some-unreadable-frames", "iphone", reads_after_many_blurred, True),
    ("scanner-takes-codes-of-other-sites", "android", takes_the_code_of_another_site, False),
    ("scan-switch-of-another-name", "android", switch_is_called_as_in_the_articles, True),
    ("scan-switch-of-another-name", "iphone", switch_is_called_as_in_the_articles, True),
    ("scan-switch-read-once", "android", reads_after_switching_on, True),
    ("scan-switch-read-once", "iphone", reads_after_switching_on, True),
    ("lens-button-missing", "android", reads_after_lens_button, True),
    ("lens-button-missing", "iphone", reads_after_lens_button, True),
    ("lens-change-keeps-reading-first", "android", reads_after_lens_button, True),
    ("lens-change-keeps-reading-first", "iphone", reads_after_lens_button, True),
    ("scanner-black-until-restart", "android", scanner_starts_after_allow, True),
    ("camera-permission-asked-at-every-scan", "android", asked_although_granted, False),
    ("camera-app-stays-dark", "iphone", viewfinder_is_live, True),
    ("qr-code-without-banner", "iphone", banner_appears, True),
    ("scan-uses-the-code-up", "iphone", scan_leaves_the_code_unused, True),
    ("banner-at-the-bottom", "iphone", banner_lies_at_the_top, True),
    ("banner-offers-absent-app", "iphone", site_offered_without_app, True),
    ("activation-link-ends-on-web-page", "iphone", tap_reaches_store_page, True),
    ("activation-link-opens-another-app-in-store", "iphone", tap_reaches_store_page, True),
    ("banner-offers-look-alike-site", "iphone", names_the_site_of_the_link, True),
    ("banner-still-offers-web-site", "iphone", app_offered_when_installed, True),
    ("code-needs-launch-by-hand", "iphone", banner_opens_fresh_app, True),
]


@pytest.mark.parametrize(("name", "surface", "check", "documented"), BREACHES)
def test_deviation_breaches(
    name: str, surface: str, check: Check, documented: bool, android: Hand, iphone: Hand
) -> None:
    deviations.switch_on([name])
    assert check(hand_of(surface, android, iphone)) is not documented


@pytest.mark.parametrize(("surface", "check", "documented"), sorted({b[1:] for b in BREACHES}, key=str))
def test_documented(surface: str, check: Check, documented: bool, android: Hand, iphone: Hand) -> None:
    assert check(hand_of(surface, android, iphone)) is documented


# What a deviation leaves as it is


def test_black_scanner_lives_after_a_restart(android: Hand) -> None:
    deviations.switch_on(["scanner-black-until-restart"])
    assert not scanner_starts_after_allow(android)
    android.phone.apps.terminate(android.ibkr.app_id)
    android.phone.camera.show(None)
    assert reads_the_code(android)


def test_launched_by_hand_the_banner_opens_it(iphone: Hand) -> None:
    deviations.switch_on(["code-needs-launch-by-hand"])
    iphone.open_ibkr()
    banner_appears(iphone)
    iphone.tap("QRCodeBanner")
    assert iphone.phone.apps.front is iphone.ibkr


def test_sharp_first_frame_does_not_give_up(iphone: Hand) -> None:
    deviations.switch_on(["gives-up-after-unreadable-frame"])
    assert reads_the_code(iphone)


def test_web_site_offer_leads_to_the_store_in_a_loop(iphone: Hand) -> None:
    deviations.switch_on(["banner-still-offers-web-site"])
    banner_appears(iphone)
    iphone.tap("QRCodeBanner")
    assert iphone.phone.apps.front is iphone.phone.apps.named("App Store")


def test_every_deviation_of_the_cameras_is_tried() -> None:
    places = tuple(f"reference_system.phones.{module}." for module in MODULES)
    registered = {one.name for one in deviations.registered() if one.rule.startswith(places)}
    assert registered == {name for name, *_ in BREACHES}
