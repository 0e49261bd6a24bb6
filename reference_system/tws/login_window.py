"""The login window: credentials, then the second factor in the same window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reference_system import login_rules
from reference_system.languages import Language
from reference_system.tws import behaviour, labels
from reference_system.tws.behaviour import SURFACE
from reference_system.tws.portal import Device
from reference_system.tws.style import button, label

WIDTH, HEIGHT = 460, 510


class Credentials(QWidget):
    """Username, password, live or paper. ``submitted(username, password, paper)``."""

    submitted = Signal(str, str, bool)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._text = text = labels.texts(language)
        self.username, self.password = field(text["username"]), field(text["password"], password=True)
        self._live, self._paper = button(text["live"]), button(text["paper"])
        self._mode = QButtonGroup(self)
        for choice in (self._live, self._paper):
            choice.setCheckable(True)
            choice.setAutoExclusive(True)
            self._mode.addButton(choice)
        self._live.setChecked(True)
        # There is nothing that this TWS would store.
        self._settings = QCheckBox(text["settings"])
        self._hint = label("", "warning", wraps=True)
        self._log_in = button("", "main")
        self._status = label("", "quiet", wraps=True)
        self._lay_out()
        self._log_in.clicked.connect(self._submit)
        self._mode.buttonToggled.connect(self._name_button)
        self.username.textChanged.connect(self._hint_at_capitals)
        self.username.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._log_in.click)
        self._name_button()
        self.set_busy(False)

    def _lay_out(self) -> None:
        column = column_in(self)
        modes = QHBoxLayout()
        modes.setSpacing(8)
        for choice in (self._live, self._paper):
            modes.addWidget(choice)
        column.addLayout(modes)
        column.addSpacing(6)
        for line in (self.username, self.password):
            column.addWidget(label(line.accessibleName()))
            column.addWidget(line)
        column.addWidget(self._hint)
        column.addWidget(self._settings)
        column.addSpacing(6)
        column.addWidget(self._log_in)
        column.addWidget(self._status)
        column.addStretch()

    def set_busy(self, busy: bool) -> None:
        """Show that the server is being asked; no second click meanwhile."""
        self._log_in.setDisabled(busy or login_rules.on_login_button(SURFACE) == "disabled")
        self._status.setText(self._text["authenticating"] if busy else "")

    def start_over(self, why: str = "") -> None:
        """Empty the fields and take input; ``why`` is told below."""
        self.set_busy(False)
        self._status.setText(why)
        self.username.clear()
        self.password.clear()
        self.username.setFocus()

    def _name_button(self) -> None:
        self._log_in.setText(login_rules.login_button(SURFACE, self._language, self._paper.isChecked()))

    def _hint_at_capitals(self, typed: str) -> None:
        self._hint.setText(self._text["caps"] if typed != typed.lower() else "")

    def _submit(self) -> None:
        if login_rules.on_login_button(SURFACE) == "submit":
            self.submitted.emit(self.username.text(), self.password.text(), self._paper.isChecked())


class Devices(QWidget):
    """The user's second factor devices, where there are several. ``chosen(method)``."""

    chosen, cancelled = Signal(str), Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        text = labels.texts(language)
        self._methods: tuple[str, ...] = ()
        self._list = QListWidget()
        self._list.setAccessibleName(text["select_device"])
        ok, cancel = button(text["ok"], "main"), button(text["cancel"])
        column = column_in(self)
        column.addWidget(label(text["select_device"], "strong"))
        column.addWidget(self._list)
        column.addWidget(ok)
        column.addWidget(cancel)
        ok.clicked.connect(self._choose)
        self._list.itemActivated.connect(self._choose)
        cancel.clicked.connect(self.cancelled)

    def begin(self, devices: Sequence[Device]) -> None:
        """Offer these; the first is selected."""
        alike = Counter(device.label for device in devices)
        self._methods = tuple(device.method for device in devices)
        self._list.clear()
        self._list.addItems([one.label if alike[one.label] == 1 else one.name for one in devices])
        self._list.setCurrentRow(0)
        self._list.setFocus()

    def _choose(self) -> None:
        self.chosen.emit(self._methods[self._list.currentRow()])


class Waiting(QWidget):
    """A notification is on its way to the phone."""

    challenge_wanted, resend_wanted, cancelled = Signal(), Signal(), Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._text = text = labels.texts(language)
        self._resend, self._challenge = button(text["resend"], "link"), button("", "link")
        cancel = button(text["cancel"])
        self._status = label("", "quiet")
        column = column_in(self)
        column.addWidget(label(text["sent"], "strong"))
        column.addWidget(label(text["tap"], wraps=True))
        column.addWidget(self._status)
        column.addStretch()
        for link in (self._resend, self._challenge):
            column.addWidget(link, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(cancel)
        self._resend.clicked.connect(self.resend_wanted)
        self._challenge.clicked.connect(self.challenge_wanted)
        cancel.clicked.connect(self.cancelled)

    def begin(self, method: str) -> None:
        """Wait for the phone of a login whose second factor is ``method``, ``5.2a`` or ``5.2i``."""
        self._status.clear()
        self._challenge.setText(login_rules.challenge_link(SURFACE, self._language, method))
        self._challenge.setVisible(login_rules.challenge_link_is_shown(SURFACE))

    def say_resent(self) -> None:
        self._status.setText(self._text["resent"])


class Challenge(QWidget):
    """The challenge and the box for its response. ``submitted(response)``."""

    submitted, cancelled = Signal(str), Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        text = labels.texts(language)
        self._number = label("", "number")
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # A label has no letter spacing in the sheet.
        spaced = QFont(self._number.font())
        spaced.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 6)
        self._number.setFont(spaced)
        self.response = field(text["response"])
        self._response_label = label(text["response"])
        confirm, cancel = (
            button(login_rules.confirm_button(SURFACE, language), "main"),
            button(text["cancel"]),
        )
        column = column_in(self)
        column.addWidget(label(text["enter"], wraps=True))
        column.addSpacing(4)
        column.addWidget(label(text["challenge"]))
        column.addWidget(self._number)
        column.addWidget(self._response_label)
        column.addWidget(self.response)
        column.addStretch()
        column.addWidget(confirm)
        column.addWidget(cancel)
        confirm.clicked.connect(self._submit)
        self.response.returnPressed.connect(confirm.click)
        cancel.clicked.connect(self.cancelled)

    def begin(self, challenge: str) -> None:
        """Show a challenge and an empty box."""
        self._number.setText(behaviour.challenge_shown(challenge))
        longest = login_rules.response_box_length(SURFACE)
        self.response.setMaxLength(32767 if longest is None else longest)
        self.response.setReadOnly(not behaviour.response_box_is_editable())
        self.response.clear()
        for part in (self._response_label, self.response):
            part.setVisible(login_rules.response_box_is_shown(SURFACE))
        self.response.setFocus()

    def _submit(self) -> None:
        if behaviour.on_confirm_button() == "submit":
            self.submitted.emit(self.response.text())


class LoginWindow(QWidget):
    """Shows one of its parts at a time: ``credentials``, ``devices``, ``waiting``, ``challenge``.

    ``read_only_wanted``: the user wants to do without the second factor.
    """

    read_only_wanted = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._text: Mapping[str, str] = labels.texts(language)
        self.setObjectName("login")
        self.setWindowTitle(labels.login_title())
        self.setFixedSize(WIDTH, HEIGHT)
        self._heading = label("", "heading")
        self.credentials, self.devices = Credentials(language), Devices(language)
        self.waiting, self.challenge = Waiting(language), Challenge(language)
        self._parts = QStackedWidget()
        for part in (self.credentials, self.devices, self.waiting, self.challenge):
            self._parts.addWidget(part)
        self._read_only = button(self._text["read_only"], "link")
        self._read_only.clicked.connect(self.read_only_wanted)
        body = QVBoxLayout()
        body.setContentsMargins(36, 24, 36, 30)
        body.setSpacing(16)
        body.addWidget(self._heading)
        body.addWidget(self._parts)
        body.addWidget(self._read_only, alignment=Qt.AlignmentFlag.AlignLeft)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(band())
        whole.addLayout(body)
        self.show_part(self.credentials)

    def show_part(self, part: QWidget) -> None:
        """Show a part and its heading."""
        first = part is self.credentials
        self._heading.setText(self._text["login" if first else "second_factor"])
        self._parts.setCurrentWidget(part)
        self._read_only.setVisible(not first)

    def complain(self, title: str, told: str) -> None:
        """Show a message that has to be acknowledged; ``title`` may be empty."""
        dialog = QDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        acknowledge = button(self._text["ok"], "main")
        acknowledge.clicked.connect(dialog.accept)
        column = column_in(dialog)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        heading = [label(title, "strong", wraps=True)] if title else []
        for line in (*heading, label(told, wraps=True)):
            line.setFixedWidth(330)
            column.addWidget(line)
        column.addSpacing(6)
        column.addWidget(acknowledge)
        dialog.adjustSize()
        dialog.move(self.geometry().center() - dialog.rect().center())
        dialog.open()


def column_in(widget: QWidget) -> QVBoxLayout:
    """A column over the whole of a widget."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    return column


def field(name: str, *, password: bool = False) -> QLineEdit:
    """An empty text field with an accessible name."""
    line = QLineEdit()
    line.setAccessibleName(name)
    if password:
        line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def band() -> QWidget:
    """The dark band with the name of the house at the head of a window."""
    made = QWidget()
    made.setObjectName("band")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(made)
    row.setContentsMargins(36, 18, 36, 18)
    row.addWidget(label("Interactive Brokers", "brand"))
    row.addStretch()
    row.addWidget(label("Trader Workstation", "product"))
    return made
