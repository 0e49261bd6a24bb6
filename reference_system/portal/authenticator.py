"""``POST /sso/Authenticator``: the exchange of credentials, form fields in, XML out.

Used by the login page's script and by TWS. Names of actions and elements are those that public clients of the
real one use; CHALLENGE, QRCODE and RESEND are actions, LOGIN_ID, CHANNEL, LANG and WAIT_MS fields of our own.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from xml.etree import ElementTree

import segno
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reference_system.authority.authority import Authority
from reference_system.authority.logins import PROGRAMS, Progress, Refused
from reference_system.authority.second_factor import EXPIRED, REFUSED
from reference_system.authority.store import OpenSession
from reference_system.portal.accounts import SESSION_COOKIE, account_of
from reference_system.portal.languages import language_named
from reference_system.portal.texts import ERRORS
from reference_system.portal.waiting import LONGEST_WAIT_S, LoginWatch

PAPER = "2"


class BadRequest(ValueError):
    """A form field is missing or has an unknown value; the message names the field, never its value."""


Fields = Mapping[str, str]
Shown = Mapping[str, str]
"""What the surface is to show: names of elements and their texts."""

Outcome = Progress | Refused | Shown


class Authenticator:
    """Answers the actions of a login surface."""

    def __init__(self, authority: Authority, watch: LoginWatch) -> None:
        self._logins = authority.logins
        self._watch = watch
        self._actions: dict[str, Callable[[Fields], Awaitable[Outcome]]] = {
            "INIT": self._init,
            "COMPLETEAUTH": self._completeauth,
            "COMPLETEAUTH_1": self._choose,
            "COMPLETETWOFACT": self._second_factor,
            "CHALLENGE": self._challenge,
            "QRCODE": self._qr_code,
            "RESEND": self._resend,
        }

    async def answer(self, request: Request) -> Response:
        """The endpoint."""
        try:
            fields = await _fields(request)
            outcome = await self._action(fields)
        except BadRequest as wrong:
            return _xml(_failure("bad-request", str(wrong)), status=400)
        root = _answer(outcome, ERRORS[language_named(fields.get("LANG", "en"))])
        response = _xml(root)
        if isinstance(outcome, Progress) and outcome.session is not None:
            set_session_cookies(response, outcome.session)
        return response

    async def _action(self, fields: Fields) -> Outcome:
        action = self._actions.get(_field(fields, "ACTION"))
        if action is None:
            raise BadRequest(f"unknown ACTION (known: {', '.join(self._actions)})")
        return await action(fields)

    async def _init(self, fields: Fields) -> Outcome:
        channel = fields.get("CHANNEL", "client-portal")
        if channel not in PROGRAMS:
            raise BadRequest(f"unknown CHANNEL (known: {', '.join(PROGRAMS)})")
        login_type = fields.get("LOGIN_TYPE", "1")
        if login_type not in ("1", PAPER):
            raise BadRequest("LOGIN_TYPE is 1 (live) or 2 (paper)")
        username, password = _field(fields, "USER"), _field(fields, "PASSWORD")
        return self._logins.begin(username, password, channel, paper=login_type == PAPER)

    async def _completeauth(self, fields: Fields) -> Outcome:
        return self._logins.standing(_field(fields, "LOGIN_ID"))

    async def _choose(self, fields: Fields) -> Outcome:
        return self._logins.choose(_field(fields, "LOGIN_ID"), _field(fields, "SF"))

    async def _second_factor(self, fields: Fields) -> Outcome:
        login_id = _field(fields, "LOGIN_ID")
        if "RESPONSE" in fields:
            return self._logins.respond(login_id, fields["RESPONSE"].strip())
        if "PUSH" not in fields:
            raise BadRequest("COMPLETETWOFACT takes RESPONSE or PUSH")
        wait = fields.get("WAIT_MS", "0")
        if not re.fullmatch("[0-9]{1,5}", wait) or int(wait) > LONGEST_WAIT_S * 1000:
            raise BadRequest(f"WAIT_MS is a whole number of milliseconds up to {LONGEST_WAIT_S * 1000:.0f}")
        return await self._watch.settled(login_id, int(wait) / 1000)

    async def _challenge(self, fields: Fields) -> Outcome:
        challenge = self._logins.challenge(_field(fields, "LOGIN_ID"))
        return challenge if isinstance(challenge, Refused) else {"challenge": challenge}

    async def _qr_code(self, fields: Fields) -> Outcome:
        code = self._logins.qr_code(_field(fields, "LOGIN_ID"))
        if isinstance(code, Refused):
            return code
        picture = segno.make(f"ibkr://sso/login?code={code}", error="m")
        return {"qr_code": picture.svg_data_uri(scale=6, border=4, light="#fff")}

    async def _resend(self, fields: Fields) -> Outcome:
        return self._logins.resend(_field(fields, "LOGIN_ID"))


def set_session_cookies(response: Response, session: OpenSession) -> None:
    """Make the browser carry the session."""
    response.set_cookie(SESSION_COOKIE, session.token, httponly=True, samesite="lax")
    response.set_cookie("XYZAB", secrets.token_hex(16), httponly=True, samesite="lax")
    response.set_cookie("USERID", str(session.user.user_id), samesite="lax")


async def _fields(request: Request) -> Fields:
    try:
        form = await request.form()
    except HTTPException as unreadable:
        raise BadRequest(f"the form cannot be read: {unreadable.detail}") from unreadable
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _field(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if value is None:
        raise BadRequest(f"the field {name} is missing")
    return value


def _answer(outcome: Outcome, errors: Mapping[str, str]) -> ElementTree.Element:
    if isinstance(outcome, Refused):
        return _failure(outcome.code, errors[outcome.code])
    if isinstance(outcome, Mapping):
        root = _root("ok")
        for name, text in outcome.items():
            ElementTree.SubElement(root, name).text = text
        return root
    failed = outcome.state in (REFUSED, EXPIRED)
    root = _failure(outcome.state, errors[outcome.state]) if failed else _root("ok")
    ElementTree.SubElement(root, "login_id").text = outcome.login_id
    if root.find("state") is None:
        ElementTree.SubElement(root, "state").text = outcome.state
    ElementTree.SubElement(root, "sftypes").text = ",".join(outcome.methods)
    two_factor = ElementTree.SubElement(root, "two_factor")
    ElementTree.SubElement(two_factor, "type").text = "SWCR" if outcome.methods else ""
    ElementTree.SubElement(two_factor, "method").text = outcome.method or "none"
    ElementTree.SubElement(two_factor, "pushed").text = "true" if outcome.pushed else "false"
    if outcome.session is not None:
        ElementTree.SubElement(root, "account").text = account_of(outcome.session)
    return root


def _root(auth_res: str) -> ElementTree.Element:
    root = ElementTree.Element("ib_auth_res")
    ElementTree.SubElement(root, "auth_res").text = auth_res
    return root


def _failure(code: str, text: str) -> ElementTree.Element:
    root = _root("failed")
    ElementTree.SubElement(root, "error", code=code).text = text
    if code in (REFUSED, EXPIRED):
        ElementTree.SubElement(root, "state").text = code
    if code == "locked":
        info = ElementTree.SubElement(root, "auth_info")
        ElementTree.SubElement(info, "reached_max_login").text = "true"
    return root


def _xml(root: ElementTree.Element, status: int = 200) -> Response:
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, status, {"cache-control": "no-store"}, media_type="text/xml")
