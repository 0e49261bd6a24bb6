"""The bare Playwright script: logins to Client Portal, a new context each.

python -m benchmarks.web.script LOGINS PORTAL_URL LAB_URL LAB_TOKEN (ENDPOINT | BROWSER)
"""

from __future__ import annotations

import json
import sys
from http.client import HTTPConnection
from typing import Any

from playwright.sync_api import sync_playwright


def main(logins: int, portal_url: str, lab_url: str, token: str, browser_at: str) -> None:
    lab = HTTPConnection(lab_url.removeprefix("http://"))
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def user() -> dict[str, Any]:
        lab.request("POST", "/users", json.dumps({"second_factor": "none"}), headers)
        made: dict[str, Any] = json.loads(lab.getresponse().read())
        return made

    with sync_playwright() as playwright:
        if browser_at.endswith(".sock"):
            browser = playwright.chromium.connect(browser_at)
        else:
            browser = playwright.chromium.launch(
                executable_path=browser_at, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
            )
        for _ in range(logins):
            credentials = user()
            context = browser.new_context(base_url=portal_url, locale="en-US")
            page = context.new_page()
            page.goto("/sso/Login?RL=1")
            page.locator("#xyz-field-username").wait_for()
            page.locator("#xyz-field-username").fill(credentials["username"])
            page.locator("#xyz-field-password").fill(credentials["password"])
            page.locator(".xyz-button-login").click()
            page.locator("main#cp-ib-app-main-content").wait_for()
            context.close()
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:6])
