"""The course of a login: what the windows ask for goes to the portal, what it says moves them on."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QApplication, QWidget

from reference_system import login_rules
from reference_system.languages import Language
from reference_system.tws import behaviour, labels
from reference_system.tws.behaviour import (
    APPROVED,
    CHOOSING,
    EXPIRED,
    READ_ONLY,
    SURFACE,
    WAITING,
    WRONG_RESPONSE,
)
from reference_system.tws.login_window import LoginWindow
from reference_system.tws.main_window import MainWindow, Session
from reference_system.tws.portal import UNREACHABLE, Answer, Portal

MALFORMED = "username-format"
WRONG_CREDENTIALS = ("credentials", MALFORMED)
LOCKED = "locked"


class Program(QObject):
    """TWS from the start to the end of the process, through any number of logins."""

    def __init__(self, portal: Portal, language: Language) -> None:
        super().__init__()
        self._portal, self._language = portal, language
        self._text = labels.texts(language)
        self._login_id = ""
        self._typed = ("", "", False)
        self._malformed_before = False
        self._main: MainWindow | None = None
        self._login = LoginWindow(language)
        credentials, devices = self._login.credentials, self._login.devices
        waiting, challenge = self._login.waiting, self._login.challenge
        credentials.submitted.connect(self._begin)
        devices.chosen.connect(self._choose)
        waiting.challenge_wanted.connect(self._ask_for_challenge)
        waiting.resend_wanted.connect(self._resend)
        challenge.submitted.connect(self._respond)
        self._login.read_only_wanted.connect(self._enter_read_only)
        for part in (devices, waiting, challenge):
            part.cancelled.connect(lambda: self._start_over())

    def start(self) -> None:
        """Show the login window."""
        _show(self._login)
        self._login.credentials.username.setFocus()

    # --- credentials

    def _begin(self, username: str, password: str, paper: bool) -> None:
        if self._malformed_before and login_rules.on_malformed_username(SURFACE) == "refuse":
            self._refused(Answer(False, MALFORMED))
            return
        self._typed = (username, password, paper)
        self._login.credentials.set_busy(True)
        self._portal.begin(behaviour.username_sent(username), password, paper=paper, then=self._begun)

    def _begun(self, answer: Answer) -> None:
        self._login.credentials.set_busy(False)
        self._login_id = answer.login_id
        if behaviour.opens_on(answer.said):
            self._open(answer.account)
        elif answer.ok and answer.said == CHOOSING:
            self._login.devices.begin(answer.devices)
            self._login.show_part(self._login.devices)
        elif answer.ok and answer.said == WAITING:
            self._wait(answer)
        else:
            self._malformed_before |= answer.said == MALFORMED
            self._refused(answer)

    # --- second factor

    def _choose(self, method: str) -> None:
        self._portal.choose(self._login_id, method, self._chosen)

    def _chosen(self, answer: Answer) -> None:
        if answer.ok:
            self._wait(answer)
        else:
            self._ended(answer)

    def _wait(self, answer: Answer) -> None:
        self._login.waiting.begin(answer.method)
        self._login.show_part(self._login.waiting)
        self._portal.await_approval(answer.login_id, self._settled)

    def _settled(self, answer: Answer) -> None:
        """The login waits no more: approved on the phone, refused there, or expired."""
        if not behaviour.opens_on(answer.said):
            self._ended(answer)
        elif behaviour.after_approval() == "on":
            self._open(answer.account)

    def _ask_for_challenge(self) -> None:
        self._portal.challenge(self._login_id, self._challenged)

    def _challenged(self, answer: Answer) -> None:
        if not answer.ok:
            self._ended(answer)
            return
        self._login.challenge.begin(answer.challenge)
        self._login.show_part(self._login.challenge)

    def _resend(self) -> None:
        def resent(answer: Answer) -> None:
            if answer.ok:
                self._login.waiting.say_resent()
            elif answer.said == EXPIRED:
                self._ended(answer)
            else:
                self._refused(answer)

        self._portal.resend(self._login_id, resent)

    def _respond(self, response: str) -> None:
        # The answer to the response says all; the waiting request would say it once more.
        self._portal.forget()
        self._portal.respond(self._login_id, response, self._responded)

    def _responded(self, answer: Answer) -> None:
        if behaviour.opens_on(answer.said):
            if answer.said != APPROVED or login_rules.after_right_response(SURFACE) == "on":
                self._open(answer.account)
            return
        if answer.said == WRONG_RESPONSE:
            # The login waits on, for another try or for the phone.
            self._portal.await_approval(self._login_id, self._settled)
        if answer.said in (WRONG_RESPONSE, UNREACHABLE):
            self._refused(answer)
        else:
            self._ended(answer)

    def _enter_read_only(self) -> None:
        self._portal.forget()
        self._portal.enter_read_only(self._login_id, self._entered_read_only)

    def _entered_read_only(self, answer: Answer) -> None:
        if answer.ok and answer.said == READ_ONLY:
            self._open(answer.account, read_only=True)
        else:
            self._ended(answer)

    # --- ways on and back

    def _open(self, account: str, *, read_only: bool = False) -> None:
        username, password, paper = self._typed
        self._typed = ("", "", False)
        self._portal.forget()
        session = Session.opened(account, username, password, paper=paper, read_only=read_only)
        self._main = MainWindow(self._language, session)
        self._main.logged_out.connect(self._log_out)
        _show(self._main)
        self._login.hide()
        self._login.credentials.start_over()

    def _log_out(self) -> None:
        self._portal.log_out(self._logged_out)

    def _logged_out(self) -> None:
        if self._main is not None:
            self._login.show_part(self._login.credentials)
            _show(self._login)
            self._main.hide()
            self._main.deleteLater()
            self._main = None
        self._login.credentials.start_over()

    def _ended(self, answer: Answer) -> None:
        """Nothing came of the login. To have waited too long is no failure: the window just takes another."""
        if answer.said == EXPIRED:
            self._start_over(answer.text)
        else:
            self._start_over()
            self._refused(answer)

    def _start_over(self, why: str = "") -> None:
        self._portal.forget()
        self._login_id = ""
        self._login.credentials.start_over(why)
        self._login.show_part(self._login.credentials)

    def _refused(self, answer: Answer) -> None:
        text = self._text
        if answer.said in WRONG_CREDENTIALS:
            self._login.complain(text["wrong"], answer.text)
        elif answer.said == LOCKED:
            told = labels.too_many_attempts(self._language, answer.wait_s)
            self._login.complain("", f"{told} {answer.text}".strip())
        elif answer.said == UNREACHABLE:
            self._login.complain(text["failed"], text["unreachable"])
        else:
            self._login.complain(text["failed"], answer.text)


def _show(window: QWidget) -> None:
    """Show a window in the middle of the screen."""
    middle: QPoint = QApplication.primaryScreen().availableGeometry().center()
    window.move(middle - window.rect().center())
    window.show()
    window.activateWindow()
    behaviour.on_shown(window)
