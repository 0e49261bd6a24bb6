"""What the login page says, in English and Traditional Chinese; labels that an article demands are in
`reference_system.login_rules`."""

from __future__ import annotations

from collections.abc import Mapping

from reference_system.deviations import rule
from reference_system.languages import Language

TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "client_portal": "Client Portal",
        "webtrader": "WebTrader",
        "heading": "Log in",
        "username": "Username",
        "password": "Password",
        "live": "Live",
        "paper": "Paper",
        "switch": "Paper trading mode",
        "simulated": "This is a simulated trading session: no order reaches a market.",
        "username_hint": (
            "A username has lower-case letters and digits only, without spaces. Is Caps Lock on?"
        ),
        "select_device": "Select Second Factor Device",
        "select_type": "Select Type",
        "notification_heading": "Notification sent",
        "notification": (
            "Please open the IBKR notification on your phone: tap the notification and confirm that it is "
            "you. This page goes on by itself."
        ),
        "resend": "Resend notification",
        "resent": "Sent again.",
        "show_qrcode": "Log in with QR Code",
        "help": "Why is there no notification?",
        "qrcode_heading": "Log in with QR Code",
        "qrcode": "Point the camera of your phone at the code and open it in IBKR Mobile.",
        "gold_heading": "Challenge/Response",
        "gold": (
            "Start IBKR Mobile on your phone, choose Authenticate and enter this challenge. Then enter here "
            "the response that the phone shows."
        ),
        "challenge": "Challenge",
        "response": "Response",
        "start_over": "Start over",
        "loading": "One moment…",
        "lost": "The server cannot be reached. Please try again.",
        "no_script": "This page works only where JavaScript is allowed.",
        "finished": "You are logged in.",
        "support": "Contact and support",
        "footer": "Reference system for conformance tests. It keeps no money and knows no markets.",
    },
    "zh-Hant": {
        "client_portal": "客戶端",
        "webtrader": "WebTrader",
        "heading": "登錄賬戶",
        "username": "用戶名",
        "password": "密碼",
        "live": "真實",
        "paper": "模擬",
        "switch": "模擬交易模式",
        "simulated": "這是模擬交易會話,委託單不會進入市場。",
        "username_hint": "用戶名只能包含小寫字母和數字,不能有空格。請確認未開啟大寫鎖定。",
        "select_device": "選擇第二因素設備",
        "select_type": "選擇類型",
        "notification_heading": "消息已發送至您的手機",
        "notification": "請在手機上打開移動IBKR通知並完成驗證。驗證成功後,本頁面會自動進入下一步。",
        "resend": "重新發送通知",
        "resent": "已重新發送。",
        "show_qrcode": "使用二維碼登錄",
        "help": "為什麼沒有通知?",
        "qrcode_heading": "使用二維碼登錄",
        "qrcode": "請用手機相機對準二維碼,然後在移動IBKR中打開。",
        "gold_heading": "挑戰/響應",
        "gold": "在手機上啟動移動IBKR,選擇驗證並輸入以下挑戰碼,然後在此處輸入手機顯示的響應字符串。",
        "challenge": "挑戰碼",
        "response": "響應",
        "start_over": "重新開始",
        "loading": "請稍候…",
        "lost": "無法連接服務器,請重試。",
        "no_script": "本頁面需要啟用JavaScript。",
        "finished": "登錄成功。",
        "support": "聯繫客服",
        "footer": "用於一致性測試的參考系統,不涉及任何資金或市場。",
    },
}

ERRORS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "credentials": "Invalid username password combination",
        "username-format": "Invalid username password combination",
        "locked": (
            "This user has been locked after too many failed login attempts. "
            "Please call your local client service center."
        ),
        "paper-user-in-live-mode": (
            "You have selected the Live Account Mode, but the specified user is a Paper Trading user. "
            "Please select the correct Login mode."
        ),
        "second-factor": "Authentication failed",
        "expired": "The login request has expired. Please log in again.",
        "refused": "Login failed. The request was refused on your phone.",
        "unknown-login": "Login failed. Please log in again.",
        "unknown-method": "Login failed. Please log in again.",
        "unknown-option": "This cannot be done with your second factor device.",
        "bad-request": "Login failed. Please log in again.",
    },
    "zh-Hant": {
        "credentials": "用戶名與密碼組合無效",
        "username-format": "用戶名與密碼組合無效",
        "locked": "登錄失敗次數過多,該用戶已被鎖定。請致電您當地的客戶服務中心。",
        "paper-user-in-live-mode": "您選擇了真實賬戶模式,但該用戶是模擬交易用戶。請選擇正確的登錄模式。",
        "second-factor": "驗證失敗",
        "expired": "登錄請求已過期,請重新登錄。",
        "refused": "登錄失敗。您已在手機上拒絕該請求。",
        "unknown-login": "登錄失敗,請重新登錄。",
        "unknown-method": "登錄失敗,請重新登錄。",
        "unknown-option": "您的第二因素設備無法使用此功能。",
        "bad-request": "登錄失敗,請重新登錄。",
    },
}


@rule
def error_text(code: str, language: Language) -> str:
    """What is said of a login that failed. Codes: `reference_system.authority.logins.Refused`."""
    return ERRORS[language][code]
