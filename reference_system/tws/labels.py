"""What TWS says, in English and Traditional Chinese.

Labels that an article demands are rules, so that a deviation can replace each of them alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from reference_system.deviations import rule

Language = Literal["en", "zh-Hant"]

LOGIN_TITLE = "Login"
"""Title of the login window, in every language."""

TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "login": "LOGIN",
        "second_factor": "SECOND FACTOR AUTHENTICATION",
        "username": "Username",
        "password": "Password",
        "live": "Live Trading",
        "paper": "Paper Trading",
        "settings": "Use/store settings on server",
        "caps": "User names have lower-case letters and digits only. Is Caps Lock on?",
        "connecting": "Connecting to server...",
        "authenticating": "Authenticating...",
        "select_device": "Select second factor device",
        "sent": "Notification sent",
        "tap": "Open the IBKR notification on your phone and confirm that it is you. TWS goes on by itself.",
        "resend": "Resend notification",
        "resent": "Sent again.",
        "challenge": "Challenge",
        "enter": "In IBKR Mobile choose Authenticate, enter the challenge, and type the response here.",
        "response": "Response",
        "cancel": "Cancel",
        "ok": "OK",
        "wrong": "Unrecognized Username or Password",
        "failed": "Login failed",
        "too_many": "Too many failed login attempts.",
        "unreachable": "The server cannot be reached.",
        "file": "File",
        "lock": "Lock Application",
        "log_out": "Log Out",
        "exit": "Exit",
        "account": "Account",
        "user": "User",
        "mode": "Mode",
        "session": "The session is open.",
        "locked": "Application locked",
        "unlock": "Unlock",
        "not_unlocked": "Wrong password",
    },
    "zh-Hant": {
        "login": "登錄賬戶",
        "second_factor": "第二因素驗證",
        "username": "用戶名",
        "password": "密碼",
        "live": "真實交易",
        "paper": "模擬交易",
        "settings": "使用/存儲服務器上的設置",
        "caps": "用戶名只能包含小寫字母和數字。請確認未開啟大寫鎖定。",
        "connecting": "正在連接服務器...",
        "authenticating": "正在驗證...",
        "select_device": "選擇第二因素設備",
        "sent": "通知已發送",
        "tap": "請在手機上打開移動IBKR通知並完成驗證。驗證成功後,TWS會自動進入下一步。",
        "resend": "重新發送通知",
        "resent": "已重新發送。",
        "challenge": "挑戰碼",
        "enter": "在移動IBKR中選擇驗證,輸入挑戰碼,然後在此處輸入響應字符串。",
        "response": "響應",
        "cancel": "取消",
        "ok": "確定",
        "wrong": "無法識別的用戶名或密碼",
        "failed": "登錄失敗",
        "too_many": "登錄失敗次數過多。",
        "unreachable": "無法連接服務器。",
        "file": "文件",
        "lock": "鎖定應用程序",
        "log_out": "註銷",
        "exit": "退出",
        "account": "賬戶",
        "user": "用戶",
        "mode": "模式",
        "session": "會話已開啟。",
        "locked": "應用程序已鎖定",
        "unlock": "解鎖",
        "not_unlocked": "密碼錯誤",
    },
}


def main_title(account: str) -> str:
    """Title of the main window, e.g. ``U1234567 Interactive Brokers``."""
    return f"{account} Interactive Brokers"


@rule
def login_button(language: Language, paper: bool) -> str:
    """What the button under username and password says."""
    if language == "en":
        return "Paper Log In" if paper else "Log In"
    return "模擬登錄" if paper else "登錄"


@login_button.deviation(
    "tws-login-button-says-next",
    clauses=["LOGIN-SEAMLESS-01a", "TOUCHID-01a", "FACEID-01a"],
    breaks="the login button of TWS is not labelled as in the article",
)
def _(language: Language, paper: bool) -> str:  # noqa: ARG001
    return "Next" if language == "en" else "下一步"


@rule
def challenge_link(language: Language, method: str) -> str:
    """What the link to the challenge says; in Chinese the articles word it by the phone.

    Args:
        method: ``5.2a`` for IB Key on Android, ``5.2i`` on iPhone.
    """
    if language == "en":
        return "Log in with Challenge/Response"
    return "如您未收到通知,點擊此處" if method == "5.2i" else "如未收到通知,請點擊此處"


@challenge_link.deviation(
    "tws-challenge-link-says-something-else",
    clauses=["LOGIN-CHALLENGE-01", "FACE-TOUCH-CHALLENGE-01"],
    breaks="the link of TWS for a missing notification is worded otherwise than in the article",
)
def _(language: Language, method: str) -> str:  # noqa: ARG001
    return "Help" if language == "en" else "幫助"


@rule
def confirm_button(language: Language) -> str:
    """What the button under the response says."""
    return TEXTS[language]["ok"]


@confirm_button.deviation(
    "tws-confirm-button-says-submit",
    clauses=["LOGIN-CHALLENGE-05b", "FACE-TOUCH-CHALLENGE-06b"],
    breaks="the button of TWS under the response is not labelled as in the article",
)
def _(language: Language) -> str:
    return "Submit" if language == "en" else "提交"
