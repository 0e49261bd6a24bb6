"""What TWS says, in English and Traditional Chinese; labels that an article demands are in
`reference_system.login_rules`."""

from __future__ import annotations

from collections.abc import Mapping

from reference_system.deviations import rule
from reference_system.languages import Language

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
        "read_only": "Enter Read Only",
        "cancel": "Cancel",
        "ok": "OK",
        "wrong": "Unrecognized Username or Password",
        "failed": "Login failed",
        "too_many": "Too many failed login attempts.",
        "wait": "Please wait {duration} before attempting to re-login again.",
        "minute": "1 minute",
        "minutes": "{} minutes",
        "second": "1 second",
        "seconds": "{} seconds",
        "and": " & ",
        "unreachable": "The server cannot be reached.",
        "file": "File",
        "lock": "Lock Application",
        "log_out": "Log Out",
        "exit": "Exit",
        "account": "Account",
        "user": "User",
        "mode": "Mode",
        "read_only_mode": "Read only",
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
        "read_only": "以只讀方式進入",
        "cancel": "取消",
        "ok": "確定",
        "wrong": "無法識別的用戶名或密碼",
        "failed": "登錄失敗",
        "too_many": "登錄失敗次數過多。",
        "wait": "請等待{duration}後再重新登錄。",
        "minute": "1分鐘",
        "minutes": "{}分鐘",
        "second": "1秒",
        "seconds": "{}秒",
        "and": "",
        "unreachable": "無法連接服務器。",
        "file": "文件",
        "lock": "鎖定應用程序",
        "log_out": "註銷",
        "exit": "退出",
        "account": "賬戶",
        "user": "用戶",
        "mode": "模式",
        "read_only_mode": "只讀",
        "session": "會話已開啟。",
        "locked": "應用程序已鎖定",
        "unlock": "解鎖",
        "not_unlocked": "密碼錯誤",
    },
}


@rule
def texts(language: Language) -> Mapping[str, str]:
    """What TWS says, by key."""
    return TEXTS[language]


def too_many_attempts(language: Language, wait_s: int) -> str:
    """That the user is locked, and for how long: ``... Please wait 4 minutes & 47 seconds before ...``.

    Args:
        wait_s: 0: not known.
    """
    text = texts(language)
    minutes, seconds = divmod(wait_s, 60)
    counted = [("minute", minutes), ("second", seconds)]
    parts = [text[unit if count == 1 else f"{unit}s"].format(count) for unit, count in counted if count]
    waits = [text["wait"].format(duration=text["and"].join(parts))] if parts else []
    return " ".join([text["too_many"], *waits])


@rule
def login_title() -> str:
    """Title of the login window, in every language."""
    return "Login"


@rule
def main_title(account: str) -> str:
    """Title of the main window, e.g. ``U1234567 Interactive Brokers``."""
    return f"{account} Interactive Brokers"
