"""The Camera app through WebDriverAgent."""

from __future__ import annotations

import pytest

from tests.reference_system.phones.conftest import LINK, Hand
from tests.reference_system.phones.ios.conftest import IBKR, Client
from tests.reference_system.phones.photos import photo

CAMERA = "com.apple.camera"
SAFARI = "com.apple.mobilesafari"
SAYS = "App QR Code, Open in “IBKR”"


@pytest.fixture
def on_camera(wda: Client) -> Client:
    wda.post("/wda/apps/activate", bundleId=CAMERA)
    return wda


@pytest.mark.parametrize(
    ("using", "value"),
    [
        ("accessibility id", "QRCodeBanner"),
        ("predicate string", "label CONTAINS 'Open in' AND visible == true"),
        ("class chain", f"**/XCUIElementTypeWindow/XCUIElementTypeCell[`label == '{SAYS}'`]"),
        ("xpath", f"//XCUIElementTypeCell[@label='{SAYS}']"),
    ],
)
def test_banner(on_camera: Client, iphone: Hand, using: str, value: str) -> None:
    assert on_camera.find_all(using, value) == []
    iphone.phone.camera.show(photo(LINK))
    banner = on_camera.find_all(using, value)[0]
    assert on_camera.get(f"/element/{banner}/attribute/visible") in (True, "true", "1")
    assert on_camera.get(f"/element/{banner}/rect")["y"] < 100
    on_camera.post(f"/element/{banner}/click")
    assert iphone.phone.apps.front is iphone.ibkr


def test_page_source(on_camera: Client, iphone: Hand) -> None:
    iphone.phone.camera.show(photo(LINK))
    source = on_camera.get("/source")
    for ident in ("Viewfinder", "PhotoCapture", "FrontBackFacingCameraChooser", "QRCodeBanner"):
        assert f'name="{ident}"' in source
    assert 'label="Take Picture"' in source
    assert 'label="Camera chooser"' in source
    assert on_camera.get(f"/element/{on_camera.id('Viewfinder')}/attribute/value") == "live"


def test_links_that_a_driver_opens(wda: Client, iphone: Hand) -> None:
    def front() -> str:
        return iphone.phone.apps.front.app_id if iphone.phone.apps.front else "home"

    wda.post("/url", url=LINK)
    assert front() == IBKR
    wda.post("/url", url="https://example.org/")
    assert front() == SAFARI
    wda.post("/url", url="ibkr://login", bundleId=IBKR)
    assert front() == IBKR
    wda.fails("POST", "/url", "unknown error", 500, url="made-up:link")
