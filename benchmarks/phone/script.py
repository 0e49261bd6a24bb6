"""The bare Appium-Python-Client script: logins approved on the Android phone.

python -m benchmarks.phone.script APPROVALS < what `./ibkey up --json` says
"""

from __future__ import annotations

import json
import sys
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from appium.options.common import AppiumOptions
from appium.webdriver.webdriver import WebDriver
from appium.webdriver.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

UIAUTOMATOR = "-android uiautomator"
FROM_IBKR = 'new UiSelector().resourceId("android:id/app_name_text").text("IBKR Mobile")'
FINGERPRINT_ASKED = 'new UiSelector().resourceId("com.android.systemui:id/biometric_icon")'
PHONE = {"locale": "en", "passcode": "283746", "sensor": "fingerprint", "enrolled": True}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def main(approvals: int, system: dict[str, Any]) -> None:
    lab = HTTPConnection(urlsplit(system["lab_url"]).netloc)
    portal = HTTPConnection(urlsplit(system["portal_url"]).netloc)
    headers = {"Authorization": f"Bearer {system['lab_token']}", "Content-Type": "application/json"}

    def arrange(method: str, path: str, **body: Any) -> Any:
        lab.request(method, path, json.dumps(body), headers)
        return json.loads(lab.getresponse().read() or b"null")

    phone = next(one for one in system["phones"] if one["surface"] == "android")
    options = AppiumOptions()
    options.load_capabilities(phone["capabilities"])
    arrange("POST", "/reset")
    driver = WebDriver(system["appium_url"], options=options)

    def shown(selector: str) -> list[WebElement]:
        found: list[WebElement] = WebDriverWait(driver, 5, poll_frequency=0.03).until(
            lambda here: here.find_elements(UIAUTOMATOR, selector)
        )
        return found

    for _ in range(approvals):
        arrange("POST", "/reset")
        arrange("PUT", "/phones/android", **PHONE)
        user = arrange("POST", "/users", second_factor="ib-key-android")
        fields = {"ACTION": "INIT", "LANG": "en", "USER": user["username"], "PASSWORD": user["password"]}
        portal.request("POST", "/sso/Authenticator", urlencode(fields), FORM)
        assert b"<login_id>" in portal.getresponse().read()
        size = driver.get_window_size()
        middle = size["width"] // 2
        driver.swipe(middle, 2, middle, round(size["height"] * 0.7), 250)
        assert len(shown(FROM_IBKR)) == 1
        shown(FROM_IBKR)[0].click()
        shown(FINGERPRINT_ASKED)
        driver.execute_script("mobile: fingerprint", {"fingerprintId": 1})
        shown('new UiSelector().text("Login authorized")')
    driver.quit()


if __name__ == "__main__":
    main(int(sys.argv[1]), json.load(sys.stdin))
