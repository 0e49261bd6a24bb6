"""``python -m harness.services.kept_browser BROWSER``: a browser that runs attach to by a Unix socket.

Says in one line of JSON where: ``{"endpoint": PATH}``, the socket being in XDG_RUNTIME_DIR. There is no port
of DevTools: with one, whoever can connect to it reads any file that the browser's owner can read. A line on
standard input says that a new run begins: pages that a killed one left open are closed, and a line says so.
Ends with standard input, or with the browser.
"""

from __future__ import annotations

import asyncio
import json
import sys

from playwright.async_api import async_playwright

from harness.services.browser_arguments import browser_arguments


async def _keep(browser_path: str) -> None:
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=browser_arguments())
        browser.on("disconnected", lambda _: lines.feed_eof())
        print(json.dumps(await browser.bind("ibkey")), flush=True)  # noqa: T201
        while await lines.readline():
            for context in browser.contexts:
                await context.close()
            print("{}", flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(_keep(sys.argv[1]))
