"""``python -m harness.services.kept_browser BROWSER``: a browser that runs attach to by a Unix socket.

Says in one line of JSON where: ``{"endpoint": PATH}``, the socket being in XDG_RUNTIME_DIR. There is no port
of DevTools: with one, whoever can connect to it reads any file that the browser's owner can read. What a line
on standard input asks for is done and then answered by a line: ``begin`` closes the pages that a killed run
left open, ``answer`` asks the browser for a sign of life. Ends with standard input, or with the browser.
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
        devtools = await browser.new_browser_cdp_session()
        while line := await lines.readline():
            if line == b"begin\n":
                for context in browser.contexts:
                    await context.close()
            await devtools.send("Browser.getVersion")
            print("{}", flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(_keep(sys.argv[1]))
