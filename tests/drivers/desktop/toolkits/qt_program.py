"""The Qt program that stands beside those of the other toolkits: all of them show and say the same."""

import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)


def field(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    return line


class Window(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Login")
        middle = QWidget()
        self.column = QVBoxLayout(middle)
        self.setCentralWidget(middle)
        self.menuBar().addMenu("File").addAction("Lock Application", lambda: self.say("Locked"))
        self.status = QLabel("Ready")
        self.user, self.password = field("Username"), field("Password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.device = QComboBox()
        self.device.addItems(["IB Key", "Security Code Card", "Mobile Authenticator App"])
        stay, one, two = QPushButton("Stay"), QRadioButton("One"), QRadioButton("Two")
        stay.setCheckable(True)
        stay.setChecked(True)
        stay.toggled.connect(lambda _: stay.setChecked(True))
        one.setChecked(True)
        for widget in (self.status, self.user, self.password, self.device, QCheckBox("Remember"), stay, one,
                       two):  # fmt: skip
            self.column.addWidget(widget)
        self.button("Log In", self.log_in)
        self.button("Alert", self.alert)
        self.button("Prompt", self.prompt)
        self.button("Other", self.other)
        rows = QWidget()
        inner = QVBoxLayout(rows)
        for number in range(12):
            row = QPushButton(f"Row {number}")
            row.clicked.connect(partial(self.say, f"Clicked Row {number}"))
            inner.addWidget(row)
        scrolled = QScrollArea()
        scrolled.setWidget(rows)
        scrolled.setFixedHeight(70)
        self.column.addWidget(scrolled)

    def button(self, label: str, action: Callable[[], object]) -> None:
        button = QPushButton(label)
        button.clicked.connect(lambda: action())
        self.column.addWidget(button)

    def say(self, text: str, _checked: bool = False) -> None:
        self.status.setText(text)

    def log_in(self) -> None:
        right = (self.user.text(), self.password.text()) == ("demo", "s3cret")
        self.say(f"Logged in with {self.device.currentText()}" if right else "Wrong")

    def alert(self) -> None:
        dialog = QMessageBox(self)
        dialog.setText("Really?")
        dialog.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
        accepted = QMessageBox.StandardButton.Ok
        dialog.finished.connect(lambda answer: self.say("Accepted" if answer == accepted else "Dismissed"))
        dialog.open()

    def prompt(self) -> None:
        dialog = QInputDialog(self)
        dialog.setLabelText("Your name")
        dialog.setTextValue("nobody")
        dialog.finished.connect(
            lambda answer: self.say(f"{'Accepted' if answer else 'Dismissed'} {dialog.textValue()}")
        )
        dialog.open()

    def other(self) -> None:
        self.second = QMainWindow()
        self.second.setWindowTitle("Other window")
        self.second.setCentralWidget(QLabel("Here"))
        self.second.resize(200, 100)
        self.second.show()


application = QApplication(sys.argv)
window = Window()
window.show()
sys.exit(application.exec())
