"""What is open after the login: the main window with its menu, and the lock."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from reference_system.languages import Language
from reference_system.tws import labels
from reference_system.tws.login_window import band, column_in
from reference_system.tws.login_window import field as text_field
from reference_system.tws.style import button, label

WIDTH, HEIGHT = 1000, 620


@dataclass(frozen=True, slots=True)
class Session:
    """Whose session is open. ``digest`` recognises the password that opened it, for the lock."""

    account: str
    username: str
    paper: bool
    read_only: bool
    salt: bytes = field(repr=False)
    digest: bytes = field(repr=False)

    @classmethod
    def opened(cls, account: str, username: str, password: str, *, paper: bool, read_only: bool) -> Session:
        """A session just opened with this password, which itself is not kept."""
        salt = os.urandom(16)
        return cls(account, username, paper, read_only, salt, _digest(password, salt))

    def unlocked_by(self, password: str) -> bool:
        """Whether this is the password that opened the session."""
        return hmac.compare_digest(_digest(password, self.salt), self.digest)


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**10, r=8, p=1)


class MainWindow(QMainWindow):
    """Titled ``<account> Interactive Brokers``; ``File`` has Lock Application, Log Out and Exit."""

    logged_out = Signal()

    def __init__(self, language: Language, session: Session) -> None:
        super().__init__()
        self._text = labels.texts(language)
        self._session = session
        self.setWindowTitle(labels.main_title(session.account))
        self.setFixedSize(WIDTH, HEIGHT)
        menu = self.menuBar().addMenu(self._text["file"])
        menu.addAction(self._text["lock"], self.lock)
        menu.addAction(self._text["log_out"], self.logged_out.emit)
        menu.addSeparator()
        menu.addAction(self._text["exit"], self.close)
        self._desk, self._lock_screen = self._make_desk(), self._make_lock_screen()
        self._parts = QStackedWidget()
        self._parts.addWidget(self._desk)
        self._parts.addWidget(self._lock_screen)
        self.setCentralWidget(self._parts)

    def lock(self) -> None:
        """Hide the session until the password is given again."""
        self.menuBar().hide()
        self._password.clear()
        self._refusal.clear()
        self._parts.setCurrentWidget(self._lock_screen)
        self._password.setFocus()

    def _unlock(self) -> None:
        if self._session.unlocked_by(self._password.text()):
            self.menuBar().show()
            self._parts.setCurrentWidget(self._desk)
        else:
            self._refusal.setText(self._text["not_unlocked"])
        self._password.clear()

    def _make_desk(self) -> QWidget:
        session, text = self._session, self._text
        modes = [text["paper" if session.paper else "live"]]
        if session.read_only:
            modes.append(text["read_only_mode"])
        facts = {
            text["account"]: session.account,
            text["user"]: session.username,
            text["mode"]: ", ".join(modes),
        }
        card = QWidget()
        card.setObjectName("card")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        grid = QGridLayout(card)
        grid.setContentsMargins(28, 24, 28, 24)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(12)
        grid.addWidget(label(text["session"], "strong"), 0, 0, 1, 2)
        for row, (name, value) in enumerate(facts.items(), start=1):
            grid.addWidget(label(name, "quiet"), row, 0)
            grid.addWidget(label(value), row, 1)
        grid.setColumnStretch(1, 1)
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(band())
        inner = QVBoxLayout()
        inner.setContentsMargins(36, 28, 36, 28)
        inner.addWidget(card)
        inner.addStretch()
        column.addLayout(inner)
        return desk

    def _make_lock_screen(self) -> QWidget:
        text = self._text
        self._password = text_field(text["password"], password=True)
        self._refusal = label("", "warning")
        unlock = button(text["unlock"], "main")
        unlock.clicked.connect(self._unlock)
        self._password.returnPressed.connect(unlock.click)
        card = QWidget()
        card.setFixedWidth(320)
        column = column_in(card)
        column.addStretch()
        column.addWidget(label(text["locked"], "heading"))
        column.addWidget(label(text["password"]))
        for widget in (self._password, self._refusal, unlock):
            column.addWidget(widget)
        column.addStretch()
        screen = QWidget()
        row = QHBoxLayout(screen)
        row.addStretch()
        row.addWidget(card)
        row.addStretch()
        return screen
