"""Whether the servers of a target are what the target file says, found out without a login."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from harness.errors import HarnessError


class NotReady(HarnessError):
    """A server that a scenario needs is not there, or is another one; says which, where, what it said."""


def fault_of_driver(url: str, within_s: float) -> str | None:
    """Why no session can be had of the WebDriver server (Appium, desktop driver) at ``url``; None: it can.

    Source: W3C WebDriver, "Status"; Appium answers so, too.
    """
    try:
        with _opener(url).open(f"{url}/status", timeout=within_s) as answer:
            body = answer.read(100_000)
            status = json.loads(body)["value"]
            ready = status["ready"]
    except (ValueError, KeyError, TypeError):
        return f"{url}/status answers, but not as a WebDriver server does"
    except urllib.error.HTTPError as error:
        return f"{url}/status answers with status {error.code}: is there a path missing in the address?"
    except (OSError, ssl.SSLError) as error:
        return f"{url}/status does not answer: {_reason(error)}"
    return None if ready else f"{url} takes no session: {status.get('message', 'it does not say why')}"


def fault_of_page(url: str, within_s: float, ca: Path | None = None) -> str | None:
    """Why no page can be had from ``url``; None when one can.

    Args:
        ca: Certificates (PEM) that are trusted for it instead of those of the system.
    """
    try:
        with _opener(url, ca).open(url, timeout=within_s) as answer:
            answer.read(1)
    except urllib.error.HTTPError as error:
        return f"{url} answers with status {error.code}"
    except (OSError, ValueError) as error:
        return f"{url} does not answer: {_reason(error)}"
    return None


def _reason(error: Exception) -> str:
    """In words, with what to do about a certificate."""
    cause = getattr(error, "reason", error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted here ({cause.verify_message}); name its CA: portal.ca"
    if isinstance(cause, TimeoutError):
        return "no answer came in time"
    return str(cause) or type(cause).__name__


def _opener(url: str, ca: Path | None = None) -> urllib.request.OpenerDirector:
    """What opens ``url``: past any proxy where that is this machine."""
    handlers: list[urllib.request.BaseHandler] = []
    if ca is not None:
        handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=ca)))
    if _is_here(urlsplit(url).hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
