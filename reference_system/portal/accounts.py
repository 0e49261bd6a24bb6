"""What the portal tells about accounts and sessions."""

from __future__ import annotations

from starlette.requests import Request

from reference_system.authority.authority import Authority
from reference_system.authority.store import OpenSession

SESSION_COOKIE = "XYZAB_AM.LOGIN"


def account_of(session: OpenSession) -> str:
    """The account a session works on: in paper mode a live user's paper account, ``D`` before the number."""
    account = session.user.account
    return f"D{account}" if session.paper and not session.user.paper else account


def session_of(request: Request, authority: Authority) -> OpenSession | None:
    """The live session of the browser that sent the request."""
    return authority.sessions.find(request.cookies.get(SESSION_COOKIE, ""))
