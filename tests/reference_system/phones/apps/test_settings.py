"""The settings app does what the lab's switches do."""

from __future__ import annotations

from tests.reference_system.phones.conftest import Hand


def test_notifications_of_ibkr_mobile(hand: Hand) -> None:
    hand.phone.apps.activate(hand.phone.apps.named("Settings").app_id)
    hand.tap("notifications")
    hand.tap("app_ibkr_mobile")
    assert hand.find("allow_notifications_switch").checked is True
    hand.tap("allow_notifications_switch")
    assert hand.find("allow_notifications_switch").checked is False
    assert not hand.push_login()
    hand.tap("allow_notifications_switch")
    assert hand.push_login()


def test_airplane_mode(hand: Hand) -> None:
    hand.phone.apps.activate(hand.phone.apps.named("Settings").app_id)
    seen = []
    for _ in range(2):
        hand.tap("airplane_mode_switch")
        seen.append(hand.phone.network.state)
    assert seen == ["offline", "online"]


def test_camera_reads_qr_codes(hand: Hand) -> None:
    hand.phone.apps.activate(hand.phone.apps.named("Settings").app_id)
    hand.tap("camera")
    hand.tap("scan_qr_codes_switch")
    assert not hand.phone.camera.scans_qr
    hand.tap("back")
    assert hand.page == "settings.root"
