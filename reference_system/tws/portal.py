"""TWS's side of the exchange with the portal: form fields out, XML in, without blocking the window."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode
from xml.etree import ElementTree

from PySide6.QtCore import QEventLoop, QObject, QUrl
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from reference_system.tws.behaviour import SURFACE

UNREACHABLE = "unreachable"
"""Code of an answer that did not come, or was not one of the portal's."""

ANSWER_WITHIN_MS = 15_000
WAIT_MS = 2_000
"""How long the portal may hold back its answer about a login that still waits."""

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Device:
    """A second factor device to choose from.

    Attributes:
        method: The portal's value for it, such as ``5.2a``.
        label: What programs choose it by; several may have the same.
        name: Tells it from the others of its label.
    """

    method: str
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal said of a login.

    Attributes:
        ok: The step was accepted.
        said: The login's state (``choosing``, ``waiting``, ``approved``, ``refused``, ``expired``,
            ``read-only``) or the error's code.
        text: The error in words, empty when there is none.
        method: ``5.2a`` IB Key on Android, ``5.2i`` on iPhone, ``none`` without a second factor.
        challenge: 6 digits, where they were asked for.
        account: Account number of the session, once it is open.
        devices: Those that the login may use.
        wait_s: Seconds until a locked user may log in again; 0: not told.
    """

    ok: bool
    said: str
    text: str = ""
    login_id: str = field(default="", repr=False)
    method: str = "none"
    challenge: str = ""
    account: str = ""
    devices: tuple[Device, ...] = ()
    wait_s: int = 0


def read_answer(document: bytes) -> Answer:
    """Read an ``ib_auth_res`` document; what is not one is `UNREACHABLE`."""
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError:
        return Answer(False, UNREACHABLE)
    if root.tag != "ib_auth_res":
        return Answer(False, UNREACHABLE)
    error = root.find("error")
    state = root.findtext("state") or ""
    return Answer(
        ok=root.findtext("auth_res") == "ok",
        said=state if error is None else error.get("code", state),
        text="" if error is None else error.text or "",
        login_id=root.findtext("login_id") or "",
        method=root.findtext("two_factor/method") or "none",
        challenge=root.findtext("challenge") or "",
        account=root.findtext("account") or "",
        devices=tuple(
            Device(one.get("method", ""), one.get("label", ""), one.text or "")
            for one in root.iterfind("sfdevice")
        ),
        wait_s=int(root.findtext("auth_info/wait_s") or 0),
    )


class Portal(QObject):
    """The portal at ``url``. Answers come to the function given, on the thread of the window."""

    def __init__(self, url: str, language: str) -> None:
        super().__init__()
        self._url, self._language = url.rstrip("/"), language
        self._network = QNetworkAccessManager(self)
        self._awaited = ""

    def deviations(self) -> list[str]:
        """Names of the deviations in force, asked before there is a window; none when nobody answers."""
        reply = self._network.get(self._request("/tws/start"))
        loop = QEventLoop()
        reply.finished.connect(loop.quit)
        if not reply.isFinished():
            loop.exec()
        if reply.error() != QNetworkReply.NetworkError.NoError:
            return []
        return list(json.loads(_read(reply))["deviations"])

    def begin(self, username: str, password: str, *, paper: bool, then: Callable[[Answer], None]) -> None:
        """Submit the credentials."""
        fields = {"USER": username, "PASSWORD": password, "LOGIN_TYPE": "2" if paper else "1"}
        self._ask("INIT", {**fields, "CHANNEL": SURFACE}, then)

    def choose(self, login_id: str, method: str, then: Callable[[Answer], None]) -> None:
        """Use this one of the login's devices."""
        self._ask("COMPLETEAUTH_1", {"LOGIN_ID": login_id, "SF": method}, then)

    def await_approval(self, login_id: str, then: Callable[[Answer], None]) -> None:
        """Ask again and again until the login waits no more; `forget` ends the asking."""
        self._awaited = login_id

        def answered(answer: Answer) -> None:
            if self._awaited != login_id:
                return
            # What does not wait is passed on: a server that is gone is not asked in a busy loop.
            if answer.ok and answer.said == "waiting":
                self.await_approval(login_id, then)
            else:
                self._awaited = ""
                then(answer)

        fields = {"LOGIN_ID": login_id, "PUSH": "true", "WAIT_MS": str(WAIT_MS)}
        self._ask("COMPLETETWOFACT", fields, answered)

    def forget(self) -> None:
        """Wait for no approval any more: the answer still to come, within `WAIT_MS`, is dropped.

        Aborting the request would crash the process (Qt 6.12, abort of a POST).
        """
        self._awaited = ""

    def challenge(self, login_id: str, then: Callable[[Answer], None]) -> None:
        """Ask for the challenge of a waiting login."""
        self._ask("CHALLENGE", {"LOGIN_ID": login_id}, then)

    def respond(self, login_id: str, response: str, then: Callable[[Answer], None]) -> None:
        """Submit the response to the challenge."""
        self._ask("COMPLETETWOFACT", {"LOGIN_ID": login_id, "RESPONSE": response}, then)

    def enter_read_only(self, login_id: str, then: Callable[[Answer], None]) -> None:
        """Go on without the second factor."""
        self._ask("READONLY", {"LOGIN_ID": login_id}, then)

    def resend(self, login_id: str, then: Callable[[Answer], None]) -> None:
        """Have the notification sent once more."""
        self._ask("RESEND", {"LOGIN_ID": login_id}, then)

    def log_out(self, then: Callable[[], None]) -> None:
        """End the session; goes on whether or not the portal could be told."""
        request = self._request("/sso/Logout")
        # The portal answers with the way to its own login page, which is of no interest here.
        request.setAttribute(
            QNetworkRequest.Attribute.RedirectPolicyAttribute,
            QNetworkRequest.RedirectPolicy.ManualRedirectPolicy,
        )
        request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, _FORM)
        reply = self._network.post(request, b"")
        reply.finished.connect(reply.deleteLater)
        reply.finished.connect(then)

    def _request(self, path: str) -> QNetworkRequest:
        request = QNetworkRequest(QUrl(self._url + path))
        request.setTransferTimeout(WAIT_MS + ANSWER_WITHIN_MS)
        return request

    def _ask(self, action: str, fields: dict[str, str], then: Callable[[Answer], None]) -> None:
        request = self._request("/sso/Authenticator")
        request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, _FORM)
        body = urlencode({"ACTION": action, "LANG": self._language, **fields})
        reply = self._network.post(request, body.encode())

        def finished() -> None:
            # An error of HTTP has an answer in its body all the same.
            document = _read(reply)
            reply.deleteLater()
            then(read_answer(document))

        reply.finished.connect(finished)


def _read(reply: QNetworkReply) -> bytes:
    return bytes(reply.readAll().data())
