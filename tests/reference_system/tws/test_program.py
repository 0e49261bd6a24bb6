"""The course of a login in the windows themselves (Qt's offscreen platform), and each deviation of TWS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

pytest.importorskip(
    "PySide6.QtWidgets", reason="Qt's libraries: apt-get install libegl1 libgl1", exc_type=ImportError
)

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)

from reference_system import deviations
from reference_system.languages import Language
from reference_system.tws.main_window import MainWindow
from reference_system.tws.portal import UNREACHABLE, Answer, Device, Portal
from reference_system.tws.program import Program

WAITING = Answer(True, "waiting", login_id="L1", method="5.2a")
APPROVED = Answer(True, "approved", login_id="L1", method="5.2a", account="U1234567")
Then = Callable[[Answer], None]


class ScriptedPortal(Portal):
    """Keeps what it is asked; the test gives the answers. ``asked``: action and its plain arguments."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1", "en")
        self.asked: list[tuple[object, ...]] = []
        self.then: dict[str, Then] = {}
        self.forgotten = 0

    def begin(self, username: str, password: str, *, paper: bool, then: Then) -> None:
        self._note("begin", then, username, password, paper)

    def choose(self, login_id: str, method: str, then: Then) -> None:
        self._note("choose", then, login_id, method)

    def await_approval(self, login_id: str, then: Then) -> None:
        self._note("await", then, login_id)

    def forget(self) -> None:
        self.forgotten += 1
        self.then.pop("await", None)

    def challenge(self, login_id: str, then: Then) -> None:
        self._note("challenge", then, login_id)

    def respond(self, login_id: str, response: str, then: Then) -> None:
        self._note("respond", then, login_id, response)

    def enter_read_only(self, login_id: str, then: Then) -> None:
        self._note("read only", then, login_id)

    def resend(self, login_id: str, then: Then) -> None:
        self._note("resend", then, login_id)

    def log_out(self, then: Callable[[], None]) -> None:
        self.asked.append(("log out",))
        then()

    def _note(self, action: str, then: Then, *arguments: object) -> None:
        self.asked.append((action, *arguments))
        self.then[action] = then

    def answer(self, action: str, answer: Answer) -> None:
        self.then.pop(action)(answer)


class Tws:
    """A program under test and what a person sees of it."""

    def __init__(self, language: Language = "en") -> None:
        self.portal = ScriptedPortal()
        self.program = Program(self.portal, language)
        self.program.start()

    def top(self) -> QWidget:
        """The window in front: a message, else the main window, else the login."""
        windows = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        rank = {QDialog: 0, MainWindow: 1}
        return min(windows, key=lambda window: rank.get(type(window), 2))

    def shown(self, kind: type[QWidget]) -> list[QWidget]:
        return [w for w in self.top().findChildren(kind) if w.isVisible()]

    def labels(self) -> list[str]:
        return [w.text() for w in self.shown(QLabel) if isinstance(w, QLabel)]

    def buttons(self) -> list[str]:
        return [w.text() for w in self.shown(QPushButton) if isinstance(w, QPushButton)]

    def field(self, name: str) -> QLineEdit:
        return next(
            w for w in self.shown(QLineEdit) if isinstance(w, QLineEdit) and w.accessibleName() == name
        )

    def click(self, text: str) -> None:
        button = next(w for w in self.shown(QPushButton) if isinstance(w, QPushButton) and w.text() == text)
        button.click()

    def log_in(self, username: str = "demo", password: str = "s3cret") -> None:
        for name, text in (("Username", username), ("Password", password)):
            self.field(name).clear()
            QTest.keyClicks(self.field(name), text)
        self.click("Log In")

    def title(self) -> str:
        return self.top().windowTitle()

    def close(self) -> None:
        for window in QApplication.topLevelWidgets():
            window.hide()
            window.deleteLater()


pytestmark = pytest.mark.usefixtures("application")


@pytest.fixture
def tws() -> Iterator[Tws]:
    started = Tws()
    yield started
    started.close()


def at_challenge(tws: Tws) -> None:
    tws.log_in()
    tws.portal.answer("begin", WAITING)
    tws.click("Log in with Challenge/Response")
    tws.portal.answer("challenge", Answer(True, "", challenge="012345"))


def test_approval_on_the_phone_opens_tws_by_itself(tws: Tws) -> None:
    assert "LOGIN" in tws.labels()
    tws.log_in()
    assert tws.portal.asked == [("begin", "demo", "s3cret", False)]
    tws.portal.answer("begin", WAITING)
    assert "SECOND FACTOR AUTHENTICATION" in tws.labels()
    assert "Notification sent" in tws.labels()
    tws.portal.answer("await", APPROVED)
    assert tws.title() == "U1234567 Interactive Brokers"


def test_no_second_factor(tws: Tws) -> None:
    tws.log_in()
    tws.portal.answer("begin", APPROVED)
    assert tws.title() == "U1234567 Interactive Brokers"


def test_paper_mode(tws: Tws) -> None:
    tws.click("Paper Trading")
    for name, text in (("Username", "demo"), ("Password", "x")):
        QTest.keyClicks(tws.field(name), text)
    tws.click("Paper Log In")
    assert tws.portal.asked == [("begin", "demo", "x", True)]


def test_challenge_and_response(tws: Tws) -> None:
    at_challenge(tws)
    assert "012345" in tws.labels()
    assert tws.field("Response").text() == ""
    QTest.keyClicks(tws.field("Response"), "98765432")
    assert tws.field("Response").text() == "98765432"
    tws.click("OK")
    assert tws.portal.asked[-1] == ("respond", "L1", "98765432")
    tws.portal.answer("respond", APPROVED)
    assert tws.title() == "U1234567 Interactive Brokers"


def test_wrong_response_can_be_typed_again_or_approved_on_the_phone(tws: Tws) -> None:
    at_challenge(tws)
    QTest.keyClicks(tws.field("Response"), "1")
    tws.click("OK")
    tws.portal.answer("respond", Answer(False, "second-factor", "Authentication failed"))
    assert tws.labels() == ["Login failed", "Authentication failed"]
    tws.click("OK")
    assert "012345" in tws.labels()
    tws.portal.answer("await", APPROVED)
    assert tws.title() == "U1234567 Interactive Brokers"


@pytest.mark.parametrize(
    ("code", "title", "told"),
    [
        ("credentials", "Unrecognized Username or Password", "text of the server"),
        ("username-format", "Unrecognized Username or Password", "text of the server"),
        ("paper-user-in-live-mode", "Login failed", "text of the server"),
        (UNREACHABLE, "Login failed", "The server cannot be reached."),
    ],
)
def test_refused_credentials(tws: Tws, code: str, title: str, told: str) -> None:
    tws.log_in()
    tws.portal.answer("begin", Answer(False, code, "" if code == UNREACHABLE else "text of the server"))
    assert tws.title() == title
    assert tws.labels() == [title, told]
    tws.click("OK")
    tws.log_in("other")
    assert tws.portal.asked[-1] == ("begin", "other", "s3cret", False)


def test_a_locked_user_is_told_how_long_to_wait(tws: Tws) -> None:
    tws.log_in()
    tws.portal.answer("begin", Answer(False, "locked", "text of the server", wait_s=53))
    waits = "Too many failed login attempts. Please wait 53 seconds before attempting to re-login again."
    assert (tws.title(), tws.labels()) == ("", [f"{waits} text of the server"])
    tws.click("OK")
    assert "LOGIN" in tws.labels()


def at_devices(tws: Tws) -> None:
    tws.log_in()
    tws.portal.answer("begin", TestDevices.CHOICE)


def at_notification(tws: Tws) -> None:
    tws.log_in()
    tws.portal.answer("begin", WAITING)


def test_a_login_that_was_refused_on_the_phone(tws: Tws) -> None:
    at_challenge(tws)
    tws.portal.answer("await", Answer(False, "refused", "why"))
    assert tws.labels() == ["Login failed", "why"]
    tws.click("OK")
    assert "LOGIN" in tws.labels()
    assert tws.field("Password").text() == ""


EXPIRED = Answer(False, "expired", "why")


def test_a_login_that_waited_too_long_can_be_tried_again_at_once(tws: Tws) -> None:
    at_challenge(tws)
    tws.portal.answer("await", EXPIRED)
    assert tws.title() == "Login", "there is no message to acknowledge"
    assert {"LOGIN", "why"} <= set(tws.labels())
    assert tws.field("Password").text() == ""
    tws.log_in("again")
    assert tws.portal.asked[-1] == ("begin", "again", "s3cret", False)
    assert "why" not in tws.labels()


@pytest.mark.parametrize(
    ("link", "action"), [("Log in with Challenge/Response", "challenge"), ("Resend notification", "resend")]
)
def test_expiry_is_found_out_by_a_click(tws: Tws, link: str, action: str) -> None:
    tws.log_in()
    tws.portal.answer("begin", WAITING)
    tws.click(link)
    tws.portal.answer(action, EXPIRED)
    assert tws.title() == "Login"
    assert {"LOGIN", "why"} <= set(tws.labels())


def test_expiry_is_found_out_by_a_response(tws: Tws) -> None:
    at_challenge(tws)
    QTest.keyClicks(tws.field("Response"), "12345678")
    tws.click("OK")
    tws.portal.answer("respond", EXPIRED)
    assert {"LOGIN", "why"} <= set(tws.labels())


class TestDevices:
    """A user of several second factors is asked which."""

    CHOICE = Answer(
        True,
        "choosing",
        login_id="L1",
        devices=(
            Device("5.2a", "IB Key", "IB Key (Android)"),
            Device("5.2i", "IB Key", "IB Key (iPhone)"),
            Device("4", "Mobile Authenticator App", "Mobile Authenticator App"),
        ),
    )

    def offered(self, tws: Tws) -> QListWidget:
        tws.log_in()
        tws.portal.answer("begin", self.CHOICE)
        (offered,) = tws.shown(QListWidget)
        assert isinstance(offered, QListWidget)
        return offered

    def test_list(self, tws: Tws) -> None:
        offered = self.offered(tws)
        assert {"SECOND FACTOR AUTHENTICATION", "Select second factor device"} <= set(tws.labels())
        names = [offered.item(row).text() for row in range(offered.count())]
        assert names == ["IB Key (Android)", "IB Key (iPhone)", "Mobile Authenticator App"]
        assert (offered.currentRow(), tws.buttons()) == (0, ["OK", "Cancel", "Enter Read Only"])

    @pytest.mark.parametrize(("row", "method"), [(0, "5.2a"), (1, "5.2i"), (2, "4")])
    def test_choice(self, tws: Tws, row: int, method: str) -> None:
        self.offered(tws).setCurrentRow(row)
        tws.click("OK")
        assert tws.portal.asked[-1] == ("choose", "L1", method)
        tws.portal.answer("choose", WAITING)
        assert "Notification sent" in tws.labels()
        tws.portal.answer("await", APPROVED)
        assert tws.title() == "U1234567 Interactive Brokers"

    def test_one_ib_key_is_called_as_programs_know_it(self, tws: Tws) -> None:
        tws.log_in()
        tws.portal.answer("begin", replace(self.CHOICE, devices=self.CHOICE.devices[1:]))
        (offered,) = tws.shown(QListWidget)
        assert isinstance(offered, QListWidget)
        assert offered.item(0).text() == "IB Key"

    def test_cancel(self, tws: Tws) -> None:
        self.offered(tws)
        tws.click("Cancel")
        assert "LOGIN" in tws.labels()

    def test_chosen_too_late(self, tws: Tws) -> None:
        self.offered(tws)
        tws.click("OK")
        tws.portal.answer("choose", EXPIRED)
        assert tws.title() == "Login"
        assert {"LOGIN", "why"} <= set(tws.labels())

    def test_by_the_keyboard(self, tws: Tws) -> None:
        offered = self.offered(tws)
        QTest.keyClick(offered, Qt.Key.Key_Down)
        QTest.keyClick(offered, Qt.Key.Key_Return)
        assert tws.portal.asked[-1] == ("choose", "L1", "5.2i")


class TestReadOnly:
    """A user may do without the second factor, and then look but not trade."""

    def test_not_before_the_credentials(self, tws: Tws) -> None:
        assert "Enter Read Only" not in tws.buttons()

    @pytest.mark.parametrize("at", [at_devices, at_notification, at_challenge])
    def test_instead_of_the_second_factor(self, tws: Tws, at: Callable[[Tws], None]) -> None:
        at(tws)
        tws.click("Enter Read Only")
        assert tws.portal.asked[-1] == ("read only", "L1")
        tws.portal.answer("read only", Answer(True, "read-only", login_id="L1", account="U1234567"))
        assert tws.title() == "U1234567 Interactive Brokers"
        assert "Live Trading, Read only" in tws.labels()

    def test_too_late(self, tws: Tws) -> None:
        at_notification(tws)
        tws.click("Enter Read Only")
        tws.portal.answer("read only", EXPIRED)
        assert {"LOGIN", "why"} <= set(tws.labels())
        assert "Enter Read Only" not in tws.buttons()


def test_settings_need_not_be_stored_on_the_server(tws: Tws) -> None:
    (box,) = tws.shown(QCheckBox)
    assert isinstance(box, QCheckBox)
    assert (box.text(), box.isChecked(), box.isEnabled()) == ("Use/store settings on server", False, True)


def test_cancel_forgets_the_login(tws: Tws) -> None:
    tws.log_in()
    tws.portal.answer("begin", WAITING)
    tws.click("Cancel")
    assert "await" not in tws.portal.then
    assert tws.field("Username").text() == ""


def test_resend(tws: Tws) -> None:
    tws.log_in()
    tws.portal.answer("begin", WAITING)
    tws.click("Resend notification")
    tws.portal.answer("resend", WAITING)
    assert "Sent again." in tws.labels()


def test_lock_and_log_out(tws: Tws) -> None:
    tws.log_in()
    tws.portal.answer("begin", APPROVED)
    main = tws.top()
    assert isinstance(main, MainWindow)
    assert [action.text() for action in main.menuBar().actions()] == ["File"]
    main.lock()
    assert "The session is open." not in tws.labels()
    QTest.keyClicks(tws.field("Password"), "wrong")
    tws.click("Unlock")
    assert "Wrong password" in tws.labels()
    QTest.keyClicks(tws.field("Password"), "s3cret")
    tws.click("Unlock")
    assert "The session is open." in tws.labels()
    main.logged_out.emit()
    assert tws.portal.asked[-1] == ("log out",)
    assert "LOGIN" in tws.labels()


def test_capitals_in_the_username_are_hinted_at_and_sent_as_typed(tws: Tws) -> None:
    tws.log_in("DEMO x!")
    assert any("Caps Lock" in text for text in tws.labels())
    assert tws.portal.asked == [("begin", "DEMO x!", "s3cret", False)]


def test_chinese() -> None:
    tws = Tws("zh-Hant")
    assert "登錄" in tws.buttons()
    tws.click("登錄")
    tws.portal.answer("begin", Answer(True, "waiting", login_id="L1", method="5.2i"))
    assert "如您未收到通知,點擊此處" in tws.buttons()
    tws.click("如您未收到通知,點擊此處")
    tws.portal.answer("challenge", Answer(True, "", challenge="012345"))
    assert "確定" in tws.buttons()
    tws.close()


# --- deviations: each is seen by what the documented window does at this point, and it does not


@pytest.mark.parametrize(
    ("name", "typed", "sent"),
    [
        ("tws-folds-the-case-of-the-username", "DEMO", "demo"),
        ("tws-strips-spaces-from-the-username", " d em o ", "demo"),
        ("tws-drops-special-characters-from-the-username", "d!e@m:o", "demo"),
    ],
)
def test_username_altered(tws: Tws, name: str, typed: str, sent: str) -> None:
    deviations.switch_on([name])
    tws.log_in(typed)
    assert tws.portal.asked == [("begin", sent, "s3cret", False)]


def test_login_button_does_nothing(tws: Tws) -> None:
    deviations.switch_on(["tws-login-button-does-nothing"])
    tws.log_in()
    assert tws.portal.asked == []


def test_login_button_is_disabled(tws: Tws) -> None:
    deviations.switch_on(["tws-login-button-is-disabled"])
    tws.close()
    started_anew = Tws()
    started_anew.log_in()
    assert started_anew.portal.asked == []
    started_anew.close()


def test_refuses_every_username_after_a_malformed_one(tws: Tws) -> None:
    deviations.switch_on(["tws-refuses-every-username-after-a-malformed-one"])
    tws.log_in("d x")
    tws.portal.answer("begin", Answer(False, "username-format", "no"))
    tws.click("OK")
    tws.log_in()
    assert len(tws.portal.asked) == 1
    assert tws.title() == "Unrecognized Username or Password"


def test_opens_before_the_approval(tws: Tws) -> None:
    deviations.switch_on(["tws-opens-before-the-approval"])
    tws.log_in()
    tws.portal.answer("begin", WAITING)
    assert isinstance(tws.top(), MainWindow)


def test_stays_after_the_approval(tws: Tws) -> None:
    deviations.switch_on(["tws-stays-after-the-approval"])
    tws.log_in()
    tws.portal.answer("begin", WAITING)
    tws.portal.answer("await", APPROVED)
    assert "Notification sent" in tws.labels()


def test_no_challenge_link(tws: Tws) -> None:
    deviations.switch_on(["tws-no-challenge-link"])
    tws.log_in()
    tws.portal.answer("begin", WAITING)
    assert tws.buttons() == ["Resend notification", "Cancel", "Enter Read Only"]


@pytest.mark.parametrize("name", ["tws-shows-no-challenge", "tws-shows-the-same-challenge-at-every-login"])
def test_challenge_not_shown(tws: Tws, name: str) -> None:
    deviations.switch_on([name])
    at_challenge(tws)
    assert "012345" not in tws.labels()


def test_no_response_box(tws: Tws) -> None:
    deviations.switch_on(["tws-no-response-box"])
    at_challenge(tws)
    assert tws.shown(QLineEdit) == []


def test_response_box_is_read_only(tws: Tws) -> None:
    deviations.switch_on(["tws-response-box-is-read-only"])
    at_challenge(tws)
    QTest.keyClicks(tws.field("Response"), "98765432")
    assert tws.field("Response").text() == ""


def test_response_box_cuts_off(tws: Tws) -> None:
    deviations.switch_on(["tws-response-box-cuts-off"])
    at_challenge(tws)
    QTest.keyClicks(tws.field("Response"), "98765432")
    assert tws.field("Response").text() == "987654"


def test_confirm_button_does_nothing(tws: Tws) -> None:
    deviations.switch_on(["tws-confirm-button-does-nothing"])
    at_challenge(tws)
    tws.click("OK")
    assert tws.portal.asked[-1] == ("challenge", "L1")


def test_opens_on_a_wrong_response(tws: Tws) -> None:
    deviations.switch_on(["tws-opens-on-a-wrong-response"])
    at_challenge(tws)
    tws.click("OK")
    tws.portal.answer("respond", Answer(False, "second-factor", "no"))
    assert isinstance(tws.top(), MainWindow)


def test_stays_after_the_right_response(tws: Tws) -> None:
    deviations.switch_on(["tws-stays-after-the-right-response"])
    at_challenge(tws)
    tws.click("OK")
    tws.portal.answer("respond", APPROVED)
    assert "012345" in tws.labels()
