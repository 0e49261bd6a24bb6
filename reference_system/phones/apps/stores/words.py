"""What the stores say.

Named by the articles are Search, GET, OPEN, Install and Open; everything else is this project's own wording,
after the real stores.
"""

from __future__ import annotations

from reference_system.phones.model.words import Words

STORES: Words = {
    "app-store": ("App Store", "App Store"),
    "play-store": ("Play Store", "Play 商店"),
    "360-mobile-assistant": ("360 Mobile Assistant", "360手機助手"),
    "baidu-mobile-assistant": ("Baidu Mobile Assistant", "百度手機助手"),
    "get-iphone": ("GET", "取得"),
    "open-iphone": ("OPEN", "打開"),
    "get-android": ("Install", "安裝"),
    "open-android": ("Open", "開啟"),
    "today": ("Today", "Today"),
    "games": ("Games", "遊戲"),
    "apps": ("Apps", "App"),
    "search": ("Search", "搜尋"),
    "hint-iphone": ("Games, Apps, Stories and More", "遊戲、App、故事等"),
    "hint-android": ("Search for apps & games", "搜尋應用程式和遊戲"),
    "recommended": ("Recommended for you", "為您推薦"),
    "app-of-the-day": ("App of the Day", "本日App"),
    "no-results": ("No results for “{term}”", "找不到“{term}”的結果"),
    "no-network": (
        "No internet connection. Check your network and try again.",
        "沒有網絡連接。請檢查網絡後再試一次。",
    ),
    "not-available": ("“{app}” is not available for this phone.", "“{app}”不適用於此手機。"),
    "not-listed": ("This app is not available in the store.", "商店未提供此App。"),
    "back": ("Back", "返回"),
    "finance": ("Finance", "財經"),
    "education": ("Education", "教育"),
    "weather": ("Weather", "天氣"),
    "board-games": ("Board games", "棋盤遊戲"),
    "travel": ("Travel", "旅遊"),
    "productivity": ("Productivity", "生產力工具"),
    "category": ("Category", "類別"),
    "price": ("Price", "價格"),
    "free": ("Free", "免費"),
    "languages": ("Languages", "語言"),
    "about": ("About this app", "關於此應用程式"),
    "about-text": ("{app} is published by {publisher}.", "{app}由{publisher}發佈。"),
    "apple-id": ("Apple ID", "Apple ID"),
    "apple-id-ask": ("Enter your password to install “{app}”.", "請輸入密碼以安裝“{app}”。"),
    "password": ("Password", "密碼"),
    "sign-in": ("Sign In", "登入"),
    "cancel": ("Cancel", "取消"),
    "wrong-password": ("The password is not correct. Try again.", "密碼不正確。請再試一次。"),
    "reason-install": ("Install “{app}”", "安裝“{app}”"),
}
