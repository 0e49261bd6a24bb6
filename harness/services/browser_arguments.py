"""How a browser is started, whoever starts it."""

from __future__ import annotations


def browser_arguments() -> list[str]:
    """What the browser is started with, here and by Playwright: headless, and silent on the network."""
    return [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
