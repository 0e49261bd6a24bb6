"""A login begun where no surface is driven, so that only the phone is measured; a plugin with its step."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from pytest_bdd import when

from harness.targets.needs import granted
from harness.targets.system import User, World

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def begin_login(portal_url: str, username: str, password: str) -> None:
    """Hand in the credentials, as the login page's script does. Raises: RuntimeError."""
    fields = {"ACTION": "INIT", "LANG": "en", "USER": username, "PASSWORD": password}
    portal = HTTPConnection(urlsplit(portal_url).netloc, timeout=10)
    portal.request("POST", "/sso/Authenticator", urlencode(fields), FORM)
    answer = portal.getresponse()
    if b"<login_id>" not in answer.read():
        raise RuntimeError(f"the portal has begun no login ({answer.status})")
    portal.close()


@when("the user logs in elsewhere")
def log_in_elsewhere(world: World, user: User) -> None:
    begin_login(granted(world.portal, "login-surface").url, user.username, user.password)
