"""What the articles leave open about the windows of TWS. They need no Qt until TWS itself runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reference_system.languages import Language
from reference_system.tws import behaviour, labels

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_OPEN = ["LOGIN-SEAMLESS-INT02", "LOGIN-CHALLENGE-INT05"]
_LOGIN = ["LOGIN-SEAMLESS-INT02", "LOGIN-HELP-CHR01", "LOGIN-CHALLENGE-INT05"]


@labels.main_title.variation(
    "tws-main-window-with-another-title",
    near=_OPEN,
    differs="the main window is titled Trader Workstation, and names no account",
    permitted="no article gives the title of a window",
)
def _(account: str) -> str:  # noqa: ARG001
    return "Trader Workstation"


@labels.login_title.variation(
    "tws-login-window-with-another-title",
    near=_LOGIN,
    differs="the login window is titled IBKR",
    permitted="no article gives the title of a window",
)
def _() -> str:
    return "IBKR"


_OTHER_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "login": "WELCOME",
        "second_factor": "CONFIRM THAT IT IS YOU",
        "sent": "Check your phone",
        "tap": "We have sent a message to your device.",
        "resend": "Send once more",
        "enter": "Type what IBKR Mobile shows.",
        "wrong": "That did not work",
        "failed": "That did not work",
        "too_many": "Please call us.",
        "wait": "",
        "session": "Welcome.",
        "authenticating": "One moment...",
        "read_only": "Look only",
        "cancel": "Back",
    },
    "zh-Hant": {
        "login": "歡迎",
        "second_factor": "確認身份",
        "sent": "請查看您的手機",
        "tap": "我們已向您的設備發送消息。",
        "resend": "再次發送",
        "enter": "請輸入移動IBKR顯示的內容。",
        "wrong": "未成功",
        "failed": "未成功",
        "too_many": "請致電我們。",
        "wait": "",
        "session": "歡迎。",
        "authenticating": "請稍候...",
        "read_only": "僅查看",
        "cancel": "返回",
    },
}


@labels.texts.variation(
    "tws-in-other-words",
    near=_LOGIN,
    differs="headings, explanations and messages of TWS are worded otherwise",
    permitted="no article gives these words",
)
def _(language: Language) -> Mapping[str, str]:
    return {**labels.TEXTS[language], **_OTHER_TEXTS[language]}


@behaviour.on_shown.variation(
    "tws-with-a-tip-of-the-day",
    near=_OPEN,
    differs="with the main window a window with a tip comes up, and stays until it is closed",
    permitted="no article says what else TWS shows",
)
def _(window: QWidget) -> None:
    from PySide6.QtWidgets import QDialog, QLabel, QMainWindow, QPushButton, QVBoxLayout

    if not isinstance(window, QMainWindow):
        return
    tip = QDialog(window)
    tip.setWindowTitle("Tip of the day")
    column = QVBoxLayout(tip)
    column.addWidget(QLabel("Orders can be entered from the chart."))
    close = QPushButton("Close")
    close.clicked.connect(tip.accept)
    column.addWidget(close)
    tip.show()


@behaviour.on_shown.variation(
    "tws-in-the-upper-left-corner",
    near=["LOGIN-SEAMLESS-INT02", "LOGIN-CHALLENGE-INT05"],
    differs="the windows of TWS come up in the upper left corner of the screen",
    permitted="no article says where a window stands",
)
def _(window: QWidget) -> None:
    window.move(0, 0)
