"""The portal's pages: login, what comes after it, and the support articles."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from reference_system import login_rules
from reference_system.authority.authority import Authority
from reference_system.authority.factors.ib_key import IB_KEYS, ib_keys_of
from reference_system.authority.factors.kinds import KINDS
from reference_system.authority.support import CENTERS
from reference_system.deviations import rule
from reference_system.languages import Language
from reference_system.portal import articles
from reference_system.portal.accounts import SESSION_COOKIE, account_of, session_of
from reference_system.portal.banner import banner, picture_for_active_users
from reference_system.portal.languages import LANGUAGE_COOKIE, language_of
from reference_system.portal.texts import TEXTS

GATEWAY_FORWARD = "22"
WEBTRADER_FORWARD = "WEBTRADER"
LOGIN_SUCCEEDS = "Client login succeeds"

_AFTER_LOGIN: dict[Language, dict[str, str]] = {
    "en": {
        "log_out": "Log Out",
        "portfolio": "Portfolio",
        "positions": "Positions",
        "net_value": "Net Liquidation Value",
        "cash": "Cash",
        "no_positions": "There are no positions in this account.",
        "account": "Account",
        "order": "Order entry",
        "watchlist": "Watchlist",
        "no_data": "This system knows no markets.",
        "no_orders": "This system takes no orders.",
        "simulated": "Simulated Trading",
    },
    "zh-Hant": {
        "log_out": "退出",
        "portfolio": "投資組合",
        "positions": "持倉",
        "net_value": "淨清算價值",
        "cash": "現金",
        "no_positions": "該賬戶沒有持倉。",
        "account": "賬戶",
        "order": "委託單",
        "watchlist": "觀察列表",
        "no_data": "本系統不提供市場數據。",
        "no_orders": "本系統不接受委託。",
        "simulated": "模擬交易",
    },
}


@rule
def logging_out_ends_session() -> bool:
    """The control that logs out does."""
    return True


@logging_out_ends_session.deviation(
    "logging-out-does-nothing",
    clauses=["AND-MANUAL-F14-06", "AND-QR-F14-06", "IOS-QR-F14-06"],
    breaks="after Log Out the user is still in Client Portal",
)
def _() -> bool:
    return False


@rule
def page_after_login(program: str) -> str:
    """Path of the page that a login to ``client-portal`` or ``webtrader`` leads to."""
    return "/WebTrader/" if program == "webtrader" else "/portal/"


@page_after_login.deviation(
    "webtrader-login-opens-client-portal",
    clauses=["LOGIN-SEAMLESS-INT04"],
    breaks="a login to WebTrader ends in Client Portal",
)
def _(program: str) -> str:  # noqa: ARG001
    return "/portal/"


@rule
def page_made(template: str, html: str) -> str:  # noqa: ARG001
    """A page is what its template makes."""
    return html


class Pages:
    """Endpoints that answer with a page."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    async def root(self, request: Request) -> Response:
        """``/``"""
        return RedirectResponse("/sso/Login", 303)

    async def login(self, request: Request) -> Response:
        """``/sso/Login``; what a form posts here was meant for the page's script, which does not run."""
        if request.method == "POST":
            return RedirectResponse(f"?{request.url.query}", 303)
        language = language_of(request)
        forward = request.query_params.get("forwardTo", "")
        return_to = request.query_params.get("RL", "")
        webtrader = forward == WEBTRADER_FORWARD
        surface = "webtrader" if webtrader else "client-portal"
        self._authority.journal.record(
            "portal",
            "login page opened",
            program="WebTrader" if webtrader else "Client Portal",
            language=language,
        )
        words = TEXTS[language]
        response = self._page(
            "login.html",
            language,
            text=words,
            program=words["webtrader" if webtrader else "client_portal"],
            channel=surface,
            forward_to=forward,
            return_to=return_to,
            devices=[(kind.method, kind.label, kind.names[language]) for kind in KINDS.values()],
            challenge_links={
                kind.method: login_rules.challenge_link(surface, language, kind.method)
                for kind in IB_KEYS.values()
            },
            **_ruled(surface, language),
            other_language=_other_language(request, language),
        )
        if "JSESSIONID" not in request.cookies:
            response.set_cookie("JSESSIONID", secrets.token_hex(16).upper(), httponly=True, samesite="lax")
            response.set_cookie("SBID", secrets.token_hex(12), samesite="lax")
        if "lang" in request.query_params:
            response.set_cookie(LANGUAGE_COOKIE, language, samesite="lax")
        response.set_cookie("IB_PRIV_PREFS", "0|0|0", samesite="lax")
        return response

    async def dispatcher(self, request: Request) -> Response:
        """``/sso/Dispatcher``: where a completed login goes; by GET for who opens the address once more."""
        session = session_of(request, self._authority)
        if session is None:
            return RedirectResponse("/sso/Login", 303)
        self._authority.journal.record("portal", "login page left", username=session.username)
        fields = await request.form() if request.method == "POST" else request.query_params
        forward, return_to = fields.get("forwardTo", ""), fields.get("RL", "")
        if forward == WEBTRADER_FORWARD:
            return RedirectResponse(page_after_login("webtrader"), 303)
        if forward == GATEWAY_FORWARD or not return_to:
            return PlainTextResponse(LOGIN_SUCCEEDS)
        return RedirectResponse(page_after_login("client-portal"), 303)

    async def portal(self, request: Request) -> Response:
        """``/portal/``: Client Portal after login."""
        return self._after_login(request, "portal.html", "/sso/Login?RL=1")

    async def webtrader_entry(self, request: Request) -> Response:
        """``/WebTrader``: the way in."""
        lang = request.query_params.get("lang")
        suffix = f"&lang={lang}" if lang in ("en", "zh-Hant") else ""
        return RedirectResponse(f"/sso/Login?forwardTo={WEBTRADER_FORWARD}{suffix}", 303)

    async def webtrader(self, request: Request) -> Response:
        """``/WebTrader/``: WebTrader after login."""
        return self._after_login(request, "webtrader.html", f"/sso/Login?forwardTo={WEBTRADER_FORWARD}")

    async def logout(self, request: Request) -> Response:
        """``POST /sso/Logout``: the pages' log-out control."""
        session = session_of(request, self._authority)
        back = "/WebTrader" if session is not None and session.surface == "webtrader" else "/sso/Login?RL=1"
        if session is not None:
            if not logging_out_ends_session():
                return RedirectResponse("/portal/", 303)
            self._authority.sessions.close(session)
        response = RedirectResponse(back, 303)
        for cookie in (SESSION_COOKIE, "XYZAB", "USERID"):
            response.delete_cookie(cookie)
        return response

    async def article(self, request: Request) -> Response:
        """``/kb/{number}``"""
        number = request.path_params["number"]
        template = articles.template_of(int(number)) if re.fullmatch("[0-9]{1,6}", number) else None
        if template is None:
            raise HTTPException(404)
        return self._page(
            template,
            language_of(request),
            number=number,
            refers_to_closing_section=articles.refers_to_closing_section(),
            closing_section=articles.closing_section_is_there(),
            closing_section_is_filled=articles.closing_section_is_filled(),
        )

    async def missing(self, request: Request, why: Exception) -> Response:
        """Any other address."""
        page = self._page("missing.html", language_of(request))
        page.status_code = 404
        return page

    async def support(self, request: Request) -> Response:
        """``/support``: the service centers."""
        return self._page("support.html", language_of(request), centers=CENTERS)

    def _after_login(self, request: Request, template: str, login: str) -> Response:
        session = session_of(request, self._authority)
        if session is None:
            return RedirectResponse(login, 303)
        language = language_of(request)
        code = self._authority.activations.offer(session)
        active = bool(ib_keys_of(session.user)) and session.surface == "client-portal"
        return self._page(
            template,
            language,
            text=_AFTER_LOGIN[language],
            banner=None if code is None else banner(code, language),
            stray=banner("", language) if active and picture_for_active_users() else None,
            username=session.username,
            name=session.user.name,
            account=account_of(session),
            paper=session.paper,
        )

    def _page(self, template: str, language: Language, **context: Any) -> HTMLResponse:
        html = page_made(
            template, self._templates.get_template(template).render(language=language, **context)
        )
        return HTMLResponse(html, headers={"cache-control": "no-store", "content-language": language})


def _ruled(surface: str, language: Language) -> dict[str, object]:
    """What the rules say of the login page of a surface."""
    return {
        "login_button": login_rules.login_button(surface, language, False),
        "paper_login_button": login_rules.login_button(surface, language, True),
        "confirm_button": login_rules.confirm_button(surface, language),
        "on_login_button": login_rules.on_login_button(surface),
        "on_malformed_username": login_rules.on_malformed_username(surface),
        "challenge_link_is_shown": login_rules.challenge_link_is_shown(surface),
        "response_box_is_shown": login_rules.response_box_is_shown(surface),
        "response_box_length": login_rules.response_box_length(surface),
        "after_right_response": login_rules.after_right_response(surface),
    }


def _other_language(request: Request, language: Language) -> str:
    other = "zh-Hant" if language == "en" else "en"
    return str(request.url.include_query_params(lang=other).query)
