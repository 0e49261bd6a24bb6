"""The Qt program that the desktop driver is tried on: ``python qt_window.py [--end CODE]``."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QRegularExpression, QThread, QTimer
from PySide6.QtGui import QCloseEvent, QRegularExpressionValidator
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


def field(name: str, *, password: bool = False, longest: int = 100, only: str = "") -> QLineEdit:
    line = QLineEdit(maxLength=longest)
    line.setAccessibleName(name)
    if password:
        line.setEchoMode(QLineEdit.EchoMode.Password)
    if only:
        line.setValidator(QRegularExpressionValidator(QRegularExpression(only)))
    return line


class Window(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Login")
        self.guarded = False
        self.form = QFormLayout()
        middle = QWidget()
        middle.setLayout(self.form)
        self.setCentralWidget(middle)
        self.status = QLabel("Not logged in")
        self.user = field("Username")
        self.user.setAccessibleIdentifier("the-user")
        self.password = field("Password", password=True)
        self.device = QComboBox()
        self.device.addItems(["IB Key", "Security Code Card", "Mobile Authenticator App"])
        self.doomed = QLabel("Doomed")
        hidden = QLabel("Hidden")
        off = QPushButton("Off")
        off.setEnabled(False)
        slow = field("Slow")
        slow.textChanged.connect(lambda: QThread.msleep(30))
        fixed = field("Fixed")
        fixed.setReadOnly(True)
        for line in (self.status, self.user, self.password, field("Short", longest=8), slow):
            self.form.addRow(line)
        for widget in (
            field("Digits", only="[0-9]*"),
            fixed,
            QCheckBox("Remember"),
            self.device,
            self.doomed,
            hidden,
            off,
        ):
            self.form.addRow(widget)
        hidden.hide()
        many = QListWidget()
        many.addItems([f"Item {number}" for number in range(60)])
        many.setFixedHeight(44)
        many.itemClicked.connect(lambda item: self.say(f"Chose {item.text()}"))
        self.form.addRow(many)
        self.button("Log In", self.log_in)
        self.button("Destroy", self.doomed.deleteLater)
        self.button("Later", lambda: QTimer.singleShot(300, lambda: self.say("Came later")))
        self.button("Ask", self.ask)
        self.button("Hide", self.hide)
        self.button("Guard", self.guard)
        self.button("Crash", self.crash)
        self.menuBar().addMenu("File").addAction("Lock Application", lambda: self.say("Locked"))

    def button(self, text: str, action: Callable[[], object]) -> None:
        button = QPushButton(text)
        button.clicked.connect(lambda: action())
        self.form.addRow(button)

    def say(self, text: str) -> None:
        self.status.setText(text)

    def log_in(self) -> None:
        right = (self.user.text(), self.password.text()) == ("demo", "s3cret-ü")
        self.say(f"Logged in with {self.device.currentText()}" if right else "Wrong")

    def ask(self) -> None:
        dialog = QDialog(self)
        dialog.setWindowTitle("Question")
        answer = QPushButton("Answer")
        answer.clicked.connect(dialog.accept)
        QVBoxLayout(dialog).addWidget(answer)
        dialog.finished.connect(lambda: self.say("Answered"))
        dialog.open()

    def guard(self) -> None:
        self.guarded = True

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.guarded:
            event.ignore()
            self.ask()

    def crash(self) -> None:
        sys.stderr.write("it hurts here\n")
        QApplication.exit(7)


if "--end" in sys.argv:
    sys.stderr.write("cannot find my settings\n")
    sys.exit(int(sys.argv[sys.argv.index("--end") + 1]))
app = QApplication(sys.argv)
app.setQuitOnLastWindowClosed(False)
window = Window()
window.setGeometry(40, 40, 420, 600)
window.show()
sys.exit(app.exec())
