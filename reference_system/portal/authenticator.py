"""``POST /sso/Authenticator``: the exchange of credentials, form fields in, XML out.

Used by the login page's script and by TWS. Names of actions and elements are those that public clients of the
real one use; CHALLENGE, QRCODE and RESEND are actions, LOGIN_ID, CHANNEL, LANG and WAIT_MS fields of our own.
"""

from __future__ import annotations

import asyncio
import math
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from xml.etree import ElementTree

import segno
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reference_system.authority.authority import Authority
from reference_system.authority.logins import Progress, Refused
from reference_system.authority.store import LoginState, OpenSession
from reference_system.authority.surfaces import PROGRAMS
from reference_system.deviations import rule
from reference_system.languages import Language
from reference_system.portal.accounts import SESSION_COOKIE, account_of
from reference_system.portal.languages import language_named
from reference_system.portal.texts import error_text
from reference_system.portal.waiting import LONGEST_WAIT_S, LoginWatch

PAPER = "2"

OPTIONS = {"CHALLENGE": "challenge", "QRCODE": "qr_code", "RESEND": "notification"}
"""Options of second factors that have an action of their own; all can be had by action and field OPTION."""


class BadRequest(ValueError):
    """A form field is missing or has an unknown value; the message names the field, never its value."""


@rule
def thinks_for_s(action: str) -> float:  # noqa: ARG001
    """How long an answer to what a person did takes to come, in seconds."""
    return 0.0


Fields = Mapping[str, str]
Outcome = Progress | Refused


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
            "OPTION": self._option,
            "READONLY": self._read_only,
            **dict.fromkeys(OPTIONS, self._option),
        }

    async def answer(self, request: Request) -> Response:
        """The endpoint."""
        try:
            fields = await _fields(request)
            await asyncio.sleep(thinks_for_s(fields.get("ACTION", "")))
            outcome = await self._action(fields)
        except BadRequest as wrong:
            return _xml(_failure("bad-request", str(wrong)), status=400)
        root = _answer(outcome, language_named(fields.get("LANG", "en")))
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
            return self._logins.answer(login_id, fields["RESPONSE"].strip())
        if "PUSH" not in fields:
            raise BadRequest("COMPLETETWOFACT takes RESPONSE or PUSH")
        wait = fields.get("WAIT_MS", "0")
        if not re.fullmatch("[0-9]{1,5}", wait) or int(wait) > LONGEST_WAIT_S * 1000:
            raise BadRequest(f"WAIT_MS is a whole number of milliseconds up to {LONGEST_WAIT_S * 1000:.0f}")
        return await self._watch.settled(login_id, int(wait) / 1000)

    async def _option(self, fields: Fields) -> Outcome:
        option = OPTIONS.get(fields["ACTION"]) or _field(fields, "OPTION")
        return self._logins.take(_field(fields, "LOGIN_ID"), option)

    async def _read_only(self, fields: Fields) -> Outcome:
        return self._logins.enter_read_only(_field(fields, "LOGIN_ID"))


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


def _answer(outcome: Outcome, language: Language) -> ElementTree.Element:
    if isinstance(outcome, Refused):
        return _failure(outcome.code, error_text(outcome.code, language), outcome.wait_s)
    failed = outcome.state in (LoginState.REFUSED, LoginState.EXPIRED)
    root = _failure(outcome.state, error_text(outcome.state, language)) if failed else _root("ok")
    ElementTree.SubElement(root, "login_id").text = outcome.login_id
    if root.find("state") is None:
        ElementTree.SubElement(root, "state").text = outcome.state
    ElementTree.SubElement(root, "sftypes").text = ",".join(outcome.methods)
    for choice in outcome.choices:
        device = ElementTree.SubElement(root, "sfdevice", method=choice.method, label=choice.label)
        device.text = choice.names[language]
    known = outcome.factor or next(iter(outcome.choices), None)
    two_factor = ElementTree.SubElement(root, "two_factor")
    ElementTree.SubElement(two_factor, "type").text = known.message_type if known else ""
    ElementTree.SubElement(two_factor, "method").text = outcome.method or "none"
    ElementTree.SubElement(two_factor, "pushed").text = "true" if outcome.pushed else "false"
    for name, text in outcome.shown.items():
        ElementTree.SubElement(root, name).text = _qr_code(text) if name == "qr_code" else text
    if outcome.session is not None:
        ElementTree.SubElement(root, "account").text = account_of(outcome.session)
    return root


def _qr_code(code: str) -> str:
    """The picture that a phone reads the code from, as a data URI."""
    picture = segno.make(f"ibkr://sso/login?code={code}", error="m")
    return str(picture.svg_data_uri(scale=6, border=4, light="#fff"))


def _root(auth_res: str) -> ElementTree.Element:
    root = ElementTree.Element("ib_auth_res")
    ElementTree.SubElement(root, "auth_res").text = auth_res
    return root


def _failure(code: str, text: str, wait_s: float | None = None) -> ElementTree.Element:
    root = _root("failed")
    ElementTree.SubElement(root, "error", code=code).text = text
    if code in (LoginState.REFUSED, LoginState.EXPIRED):
        ElementTree.SubElement(root, "state").text = code
    if code == "locked":
        info = ElementTree.SubElement(root, "auth_info")
        ElementTree.SubElement(info, "reached_max_login").text = "true"
        if wait_s is not None:
            ElementTree.SubElement(info, "wait_s").text = str(math.ceil(wait_s))
    return root


def _xml(root: ElementTree.Element, status: int = 200) -> Response:
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, status, {"cache-control": "no-store"}, media_type="text/xml")
