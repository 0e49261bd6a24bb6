"""What the phone's own screens say, in English and in Traditional Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from reference_system.deviations import rule
from reference_system.phones.model.widget import Locale

Words = Mapping[str, tuple[str, str]]
"""Key to the English and the Traditional Chinese wording; ``{name}`` is filled in."""


def say(words: Words, locale: Locale, key: str, **values: str) -> str:
    """The wording of ``key``, with ``values`` filled in. KeyError for an unknown key."""
    return wording(words, locale, key).format(**values)


@rule
def wording(words: Words, locale: Locale, key: str, /) -> str:
    """A page says what is written for it in the phone's language."""
    return words[key][1 if locale == "zh-Hant" else 0]


SYSTEM: Words = {
    "now": ("now", "現在"),
    "no-notifications": ("No notifications", "沒有通知"),
    "notifications": ("Notifications", "通知"),
    "notification-centre": ("Notification Center", "通知中心"),
    "clear-all": ("Clear all", "全部清除"),
    "swipe-up": ("Swipe up to open", "向上滑動即可開啟"),
    "swipe-to-unlock": ("Swipe up to unlock", "向上滑動即可解鎖"),
    "press-home": ("Press home to unlock", "按下主畫面按鈕即可解鎖"),
    "enter-pin": ("Enter PIN", "輸入 PIN 碼"),
    "enter-passcode": ("Enter Passcode", "輸入密碼"),
    "passcode-for": ("Enter iPhone passcode for “{app}”", "輸入“{app}”的鎖屏密碼"),
    "passcode-field": ("Passcode field", "鎖屏密碼"),
    "wrong-passcode": ("Wrong passcode. Try again.", "密碼錯誤。請再試一次。"),
    "blocked": ("Too many attempts. Try again in 1 minute.", "嘗試次數過多。請在 1 分鐘後再試。"),
    "cancel": ("Cancel", "取消"),
    "delete": ("Delete", "刪除"),
    "emergency": ("Emergency", "緊急服務"),
    "fingerprint-title": ("Verify it’s you", "驗證您的身份"),
    "fingerprint-ask": ("Touch the fingerprint sensor", "請輕觸指紋感應器"),
    "fingerprint-again": ("Not recognized. Try again.", "無法辨識。請再試一次。"),
    "touch-id-title": ("Touch ID for “{app}”", "“{app}”的Touch ID"),
    "touch-id-ask": ("Place your finger on the Home button.", "請將手指放在主畫面按鈕上。"),
    "touch-id-again": ("Try Again", "再試一次"),
    "face-id-title": ("Face ID", "Face ID"),
    "face-id-ask": ("Look at the iPhone.", "請看著iPhone。"),
    "face-not-recognized": ("Face Not Recognized", "無法辨識臉孔"),
    "face-id-again": ("Try Face ID Again", "再試一次Face ID"),
    "allow": ("Allow", "允許"),
    "dont-allow": ("Don’t Allow", "不允許"),
    "allow-notifications-ask": (
        "“{app}” Would Like to Send You Notifications",
        "“{app}”想要傳送通知給您",
    ),
    "allow-notifications-ask-android": (
        "Allow {app} to send you notifications?",
        "要允許“{app}”傳送通知給您嗎?",
    ),
    "allow-notifications-text": (
        "Notifications may include alerts, sounds, and icon badges.",
        "通知可能包含提示、聲音和圖標標記。",
    ),
    "settings": ("Settings", "設定"),
    "messages": ("Messages", "訊息"),
    "mail": ("Mail", "郵件"),
    "no-messages": ("No messages", "沒有訊息"),
    "camera": ("Camera", "相機"),
    "viewfinder": ("Viewfinder, live", "取景器,即時畫面"),
    "viewfinder-off": ("Viewfinder, off", "取景器,已關閉"),
    "camera-mode": ("PHOTO", "照片"),
    "take-picture": ("Take Picture", "拍照"),
    "camera-chooser": ("Camera chooser", "鏡頭選擇器"),
    "last-picture": ("Last picture", "最近的照片"),
    "web-qr": ("Website QR Code", "網站QR碼"),
    "web-qr-text": ("Open “{host}” in Safari", "在Safari中開啟“{host}”"),
    "app-qr": ("App QR Code", "App QR碼"),
    "app-qr-text": ("Open in “{app}”", "在“{app}”中開啟"),
    "text-qr": ("Text QR Code", "文字QR碼"),
    "camera-access": ("{app} may use the camera", "允許“{app}”使用相機"),
    "allow-camera-ask-android": (
        "Allow {app} to take pictures and record video?",
        "要允許“{app}”拍照和錄影嗎?",
    ),
    "allow-camera-text": ("You can change this in Settings.", "您可以在設定中更改。"),
    "no-web": ("This phone has no way to the web", "此手機無法連接網站"),
    "no-web-note": ("The page at this address is not shown here.", "此處不會顯示該網址的頁面。"),
    "no-web-offline": ("This phone is not connected", "此手機未連線"),
    "no-web-offline-note": ("Connect it and open the link again.", "請連線後重新開啟連結。"),
    "scan-qr": ("Scan QR codes", "掃描QR碼"),
    "airplane": ("Airplane mode", "飛航模式"),
    "network": ("Network", "網路"),
    "network-online": ("Connected", "已連線"),
    "network-offline": ("Not connected", "未連線"),
    "network-unstable": ("Weak signal", "訊號微弱"),
    "network-silent": ("Weak signal", "訊號微弱"),
    "apps-notifications": ("Apps & notifications", "應用程式與通知"),
    "app-notifications": ("App notifications", "應用程式通知"),
    "all-notifications": ("All {app} notifications", "所有“{app}”通知"),
    "allow-notifications": ("Allow Notifications", "允許通知"),
    "on": ("On", "開啟"),
    "off": ("Off", "關閉"),
    "back": ("Back", "返回"),
    "done": ("Done", "完成"),
    "return": ("return", "換行"),
    "search": ("search", "搜尋"),
    "space": ("space", "空格"),
}
