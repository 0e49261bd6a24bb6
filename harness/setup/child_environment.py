"""The environment variables of the programs that a run starts: what they need and no more.

They get neither the secrets of a target file, nor a proxy on their way to servers of this machine, nor what
tells Node, Python, adb, Playwright, Qt... to behave otherwise than for everybody else, nor the user's home.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

_NEEDED = re.compile(r"PATH|LD_LIBRARY_PATH|LANG|LANGUAGE|LC_\w+|TZ")
WINDOWS = re.compile(r"DISPLAY|XAUTHORITY|WAYLAND_DISPLAY|XDG_RUNTIME_DIR")
"""What a program needs besides to show a window to the user."""
PROXIES = re.compile(r"(?:https?|all|no)_proxy", re.IGNORECASE)
"""What a program needs besides to reach servers elsewhere."""
_NOTHING = re.compile(r"(?!)")

_HEEDED = re.compile(
    r"(?:ADB|ANDROID|APPIUM|PLAYWRIGHT|CHROME|CHROMIUM|SE|QT|QSG|XCB|GTK|DBUS|ELECTRON)_\w+"
    r"|(?:NODE|PYTHON|PW)(?!D$)\w*|DEBUGP?|LD_PRELOAD|SSLKEYLOGFILE|(?:https?|all)_proxy",
    re.IGNORECASE,
)
_USED = re.compile(r"PLAYWRIGHT_BROWSERS_PATH|NODE_EXTRA_CA_CERTS|DBUS_SESSION_BUS_ADDRESS")
"""Of those: what set-up goes by, and what every desktop has."""
UNSET_BY_THE_LAUNCHER = "IBKEY_UNSET"
_LOOPBACK = ("127.0.0.1", "localhost")


def child_environment(
    home: Path,
    *,
    temporary: Path | None = None,
    also: re.Pattern[str] = _NOTHING,
    environ: Mapping[str, str] = os.environ,
) -> dict[str, str]:
    """The environment for a program at home in ``home``, a folder of the run's own.

    Args:
        temporary: Its folder for temporary files; ``home`` where it is not given.
        also: Names of variables that it gets, too: ``WINDOWS``, ``PROXIES``.
    """
    passed = {
        name: value for name, value in environ.items() if _NEEDED.fullmatch(name) or also.fullmatch(name)
    }
    return {**passed, "HOME": str(home), "TMPDIR": str(temporary or home)}


def set_aside(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Names of the user's variables that programs of a run would heed if they were told."""
    unset = environ.get(UNSET_BY_THE_LAUNCHER, "").split()
    return sorted(
        {*unset, *(name for name in environ if _HEEDED.fullmatch(name) and not _USED.fullmatch(name))}
    )


def loopback_without_proxy(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Variables by which this process's own clients reach this machine directly, and others by the proxy.

    urllib, requests, urllib3 in Selenium's client, and httpx go by them; some by the one in capitals only.
    """
    if not any(re.fullmatch("(?:https?|all)_proxy", name, re.IGNORECASE) for name in environ):
        return {}
    exempt = [*environ.get("no_proxy", environ.get("NO_PROXY", "")).split(","), *_LOOPBACK]
    value = ",".join(dict.fromkeys(filter(None, map(str.strip, exempt))))
    return {"no_proxy": value, "NO_PROXY": value}
