"""How a browser is started, whoever starts it."""

from __future__ import annotations


def browser_arguments() -> list[str]:
    """What Playwright starts the browser with, beside its own: silent on the network."""
    return [
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
