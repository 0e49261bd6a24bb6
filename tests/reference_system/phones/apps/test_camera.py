"""The iPhone's camera app: what it reads, what its banner offers, and where a tap on that leads."""

from __future__ import annotations

import asyncio
import io

import pytest
from PIL import Image, ImageFilter

from reference_system.phones.apps.browser import Browser
from reference_system.phones.out_of_the_box import new_phone
from tests.reference_system.phones.conftest import CODE, LINK, Hand, MovedClock, Server
from tests.reference_system.phones.photos import photo, png, qr_code, scene

BLURRED = png(scene(qr_code(LINK)).filter(ImageFilter.GaussianBlur(12)))


@pytest.fixture
def camera(iphone: Hand) -> Hand:
    """An iPhone with the Camera app in front."""
    iphone.phone.apps.activate("com.apple.camera")
    return iphone


def banner(hand: Hand) -> str | None:
    """What a screen reader says of the banner; None: there is none."""
    return hand.find("QRCodeBanner").label if hand.has("QRCodeBanner") else None


def test_reads_by_itself(camera: Hand) -> None:
    assert camera.find("Viewfinder").value == "live"
    assert banner(camera) is None
    camera.phone.camera.show(BLURRED)
    assert banner(camera) is None
    camera.phone.camera.show(photo(LINK))
    assert banner(camera) == "App QR Code, Open in “IBKR”"
    assert camera.find("QRCodeBanner").bounds.bottom < camera.phone.metrics.height / 4
    camera.phone.camera.show(None)
    assert banner(camera) is None


def test_is_reading_already_when_it_opens(iphone: Hand) -> None:
    iphone.phone.camera.show(photo(LINK))
    iphone.phone.apps.activate("com.apple.camera")
    assert banner(iphone) == "App QR Code, Open in “IBKR”"


@pytest.mark.parametrize(
    ("text", "locale", "says"),
    [
        (LINK, "zh-Hant", "App QR碼, 在“IBKR”中開啟"),
        ("ibkr://login?id=1", "en", "App QR Code, Open in “IBKR”"),
        ("https://www.example.org/a", "en", "Website QR Code, Open “example.org” in Safari"),
        ("https://example.org:8443/", "zh-Hant", "網站QR碼, 在Safari中開啟“example.org”"),
        ("https://[", "en", "Text QR Code, https://["),
        ("word " * 20, "en", f"Text QR Code, {('word ' * 20)[:60]}"),
    ],
)
def test_banner_with_ibkr_mobile(camera: Hand, text: str, locale: str, says: str) -> None:
    camera.phone.configure(locale=locale)
    camera.phone.camera.show(photo(text))
    assert banner(camera) == says


@pytest.mark.parametrize(
    ("text", "locale", "says"),
    [
        (LINK, "en", "Website QR Code, Open “interactivebrokers.com” in Safari"),
        (LINK, "zh-Hant", "網站QR碼, 在Safari中開啟“interactivebrokers.com”"),
        ("ibkr://login?id=1", "en", "Text QR Code, ibkr://login?id=1"),
    ],
)
def test_banner_without_ibkr_mobile(camera: Hand, text: str, locale: str, says: str) -> None:
    camera.phone.configure(locale=locale)
    camera.phone.apps.uninstall(camera.ibkr)
    camera.phone.camera.show(photo(text))
    assert banner(camera) == says


def test_banner_opens_ibkr_mobile_with_the_code(camera: Hand) -> None:
    camera.fresh_install()
    camera.phone.camera.show(photo(LINK))
    camera.tap("QRCodeBanner")
    assert camera.phone.apps.front is camera.ibkr
    assert camera.find("scanned_code").text.endswith(CODE[-3:])


def test_banner_leads_to_the_store(camera: Hand) -> None:
    camera.phone.apps.uninstall(camera.ibkr)
    camera.phone.camera.show(photo(LINK))
    camera.tap("QRCodeBanner")
    assert camera.phone.apps.front is camera.phone.apps.named("App Store")
    assert camera.sees("IBKR Mobile")


@pytest.mark.parametrize(("network", "title"), [("online", "no way"), ("offline", "not connected")])
def test_other_links_end_in_safari(camera: Hand, network: str, title: str) -> None:
    camera.phone.camera.show(photo("https://example.org/a"))
    camera.phone.configure(network=network)
    camera.tap("QRCodeBanner")
    assert camera.phone.apps.front is Browser.on(camera.phone)
    assert camera.sees("https://example.org/a")
    assert title in camera.find("page_title").text


def test_the_store_cannot_be_reached_offline(camera: Hand) -> None:
    camera.phone.apps.uninstall(camera.ibkr)
    camera.phone.configure(network="offline")
    camera.phone.camera.show(photo(LINK))
    camera.tap("QRCodeBanner")
    assert camera.phone.apps.front is Browser.on(camera.phone)


def test_a_scan_alone_tells_the_server_nothing(camera: Hand) -> None:
    camera.phone.camera.show(photo(LINK))
    assert banner(camera) is not None
    assert camera.server.activations == []


def test_without_a_network_codes_are_read_all_the_same(camera: Hand) -> None:
    camera.phone.configure(network="offline")
    camera.phone.camera.show(photo(LINK))
    assert banner(camera) is not None


def test_banner_only_over_the_camera(camera: Hand) -> None:
    camera.phone.camera.show(photo(LINK))
    camera.phone.shade.open()
    assert banner(camera) is None
    camera.phone.shade.close()
    assert banner(camera) is not None
    camera.phone.lock.close()
    assert banner(camera) is None


def test_switch_is_honoured_at_each_look(camera: Hand) -> None:
    camera.phone.configure(camera_scans_qr=False)
    camera.phone.camera.show(photo(LINK))
    assert banner(camera) is None
    camera.phone.apps.activate("com.apple.Preferences")
    camera.tap("camera")
    camera.tap("scan_qr_codes_switch")
    camera.phone.apps.activate("com.apple.camera")
    assert banner(camera) is not None
    camera.phone.configure(camera_scans_qr=False)
    assert banner(camera) is None


def test_lens_button(camera: Hand) -> None:
    camera.phone.configure(lens="front")
    camera.phone.camera.show(photo(LINK))
    assert banner(camera) is None
    assert camera.find("Viewfinder").pixels is None
    camera.tap("FrontBackFacingCameraChooser")
    assert banner(camera) is not None
    assert camera.find("Viewfinder").pixels is not None


def test_shutter_takes_a_picture(camera: Hand) -> None:
    camera.phone.camera.show(photo("words"))
    assert not camera.has("LastPicture")
    camera.tap("PhotoCapture")
    assert camera.has("LastPicture")


def test_viewfinder_is_drawn(camera: Hand) -> None:
    """In the middle of the glass stands what is before the lens; behind the notification list it is dark."""
    camera.phone.camera.show(png(Image.new("RGB", (600, 800), "#20c040")))

    def middle() -> tuple[int, ...]:
        picture = Image.open(io.BytesIO(asyncio.run(camera.phone.glass.picture()))).convert("RGB")
        seen = picture.getpixel((picture.width // 2, picture.height // 2))
        assert isinstance(seen, tuple)
        return seen

    red, green, blue = middle()
    assert (green > 180, red < 60, blue < 90) == (True, True, True)
    camera.phone.shade.open()
    assert max(middle()) < 60


def test_reset_puts_everything_away(camera: Hand) -> None:
    camera.phone.camera.show(photo(LINK))
    camera.phone.configure(lens="front", camera_scans_qr=False)
    camera.phone.camera.allow("IBKR Mobile", "granted")
    camera.phone.reset()
    assert camera.phone.camera.picture("rear") is None
    assert (camera.phone.camera.lens, camera.phone.camera.scans_qr) == ("rear", True)
    assert camera.phone.camera.permission("IBKR Mobile") == "ask"


def test_android_has_chrome_and_no_camera_app() -> None:
    phone = new_phone("android", server=Server(), clock=MovedClock())
    phone.apps.open_link("https://example.org/")
    assert phone.apps.front is Browser.on(phone)
    assert Browser.on(phone).title == "Chrome"
    assert "Camera" not in [app.name for app in phone.apps.values()]
