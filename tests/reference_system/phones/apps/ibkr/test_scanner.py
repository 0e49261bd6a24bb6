"""The scanner of IBKR Mobile on Android: permission, reading by itself, and what it says of other codes."""

from __future__ import annotations

import pytest

from reference_system.phones.apps.ibkr.scanner import open_scanner
from tests.reference_system.phones.conftest import CODE, LINK, Hand
from tests.reference_system.phones.photos import photo

ALLOW = "com.android.permissioncontroller:id/permission_allow_button"
DENY = "com.android.permissioncontroller:id/permission_deny_button"


class Scanner:
    """A hand that has opened the scanner; ``read`` is what that handed over."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.phone = hand.phone
        self.read: list[str] = []
        hand.open_ibkr()
        self.open()

    def open(self) -> None:
        open_scanner(self.hand.ibkr, self.read.append)


@pytest.fixture
def scanner(android: Hand) -> Scanner:
    """A scanner that may use the camera."""
    android.phone.camera.allow("IBKR Mobile", "granted")
    return Scanner(android)


def test_asks_once_and_starts_after_allow(android: Hand) -> None:
    scanner = Scanner(android)
    assert android.sees("Allow IBKR Mobile to take pictures and record video?")
    assert android.find(ALLOW).text == "Allow"
    android.phone.camera.show(photo(LINK))
    assert scanner.read == []
    android.tap(ALLOW)
    assert scanner.read == [CODE]
    scanner.open()
    assert scanner.read == [CODE, CODE]


def test_granted_before(scanner: Scanner) -> None:
    hand = scanner.hand
    assert hand.page == "ibkr.scanner"
    assert hand.find("viewfinder").description == "Viewfinder, live"
    scanner.phone.camera.show(photo(LINK))
    assert scanner.read == [CODE]
    assert hand.page == "ibkr.start"


def test_denied_is_remembered_and_explained(android: Hand) -> None:
    scanner = Scanner(android)
    android.tap(DENY)
    assert android.has("camera_denied_note")
    assert not android.has("viewfinder")
    android.phone.camera.show(photo(LINK))
    android.tap("close")
    scanner.open()
    assert android.has("camera_denied_note")
    android.phone.apps.activate("com.android.settings")
    android.tap("camera")
    android.tap("camera_access_switch")
    assert scanner.read == []
    android.open_ibkr()
    assert scanner.read == [CODE]


def test_left_without_an_answer_nothing_is_decided(android: Hand) -> None:
    scanner = Scanner(android)
    android.phone.hand.press("back")
    assert android.has("camera_denied_note")
    android.tap("close")
    scanner.open()
    assert android.has(ALLOW)


def test_question_in_chinese(android: Hand) -> None:
    android.phone.configure(locale="zh-Hant")
    Scanner(android)
    assert android.sees("要允許“移動IBKR”拍照和錄影嗎?")


@pytest.mark.parametrize("text", ["https://example.org/?code=ABC", "ibkr://login", "words"])
def test_other_codes_do_not_end_the_scan(scanner: Scanner, text: str) -> None:
    hand = scanner.hand
    scanner.phone.camera.show(photo(text))
    assert hand.find("scan_message").text == "This is not an activation code of IBKR"
    scanner.phone.camera.show(None)
    assert hand.has("scan_hint")
    scanner.phone.camera.show(photo(LINK))
    assert scanner.read == [CODE]


def test_lens(scanner: Scanner) -> None:
    hand = scanner.hand
    scanner.phone.configure(lens="front")
    scanner.phone.camera.show(photo(LINK))
    assert scanner.read == []
    assert hand.find("switch_camera").label == "Switch camera"
    hand.tap("switch_camera")
    assert scanner.read == [CODE]


def test_switch(scanner: Scanner) -> None:
    scanner.phone.configure(camera_scans_qr=False)
    scanner.phone.camera.show(photo(LINK))
    assert scanner.read == []
    scanner.phone.configure(camera_scans_qr=True)
    assert scanner.read == [CODE]


def test_no_shutter(scanner: Scanner) -> None:
    assert not scanner.hand.has("take_picture")


def test_reads_nothing_while_another_app_is_in_front(scanner: Scanner) -> None:
    scanner.phone.hand.press("home")
    scanner.phone.camera.show(photo(LINK))
    assert scanner.read == []
    scanner.hand.open_ibkr()
    assert scanner.read == [CODE]


def test_fresh_install_asks_again(android: Hand) -> None:
    android.phone.camera.allow("IBKR Mobile", "denied")
    android.fresh_install()
    Scanner(android)
    assert android.has(ALLOW)


def test_code_reaches_the_session_page(android: Hand) -> None:
    android.fresh_install()
    android.phone.camera.allow("IBKR Mobile", "granted")
    android.open_typed_activation()
    android.tap("qr_code")
    android.phone.camera.show(photo(LINK))
    assert android.find("session_id").shown_text == CODE
