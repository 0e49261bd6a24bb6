"""The lab's HTTP interface, documented at ``/openapi.json``. All else wants the token, as a bearer token.

Endpoints are coroutines throughout: they run on the event loop's thread, which owns the system's state.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Awaitable, Callable
from typing import Annotated, Literal, cast

from fastapi import Body, FastAPI, Query, Request, Response, Security
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException

from reference_system import deviations
from reference_system.authority import support
from reference_system.authority.clock import LATEST
from reference_system.authority.factors.ib_key import ib_keys_of
from reference_system.authority.store import User
from reference_system.authority.users import NONE, UserRefused, made_up_password
from reference_system.ib_key.wire import Notification
from reference_system.lab import models
from reference_system.operators import making
from reference_system.operators.broken.few import FEW
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.stores.app_store import AppStore
from reference_system.phones.model.camera import BadPicture
from reference_system.phones.model.phone import Phone
from reference_system.system import System

Surface = Literal["android", "iphone"]
OPEN = "/openapi.json"
AFTER_IT_FELL_DUE_S = 0.01


class Refused(Exception):
    """A request that cannot be fulfilled."""

    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(message)
        self.status, self.error, self.message = status, error, message


async def _at_rest() -> None:
    return None


def create_app(
    system: System,
    token: str,
    settled: Callable[[], Awaitable[None]] = _at_rest,
) -> FastAPI:
    """The lab over ``system``, answering to ``token`` only.

    Args:
        settled: Comes back when what has just happened has reached all that is driven from outside.
    """
    app = FastAPI(
        title="Lab of the reference system",
        description="Creates users, sets up phones, moves the clock, cuts networks, answers the telephone.",
        version="1",
        docs_url=None,  # both load scripts from elsewhere
        redoc_url=None,
        responses={status: {"model": models.Problem} for status in (401, 404, 422)},
        # Documents the token; the gate has looked at it before.
        dependencies=[Security(HTTPBearer(auto_error=False, description="The lab_token told at the start."))],
    )
    _add_gate(app, token)
    _add_problems(app)
    _add_system(app, system)
    _add_clock(app, system, settled)
    _add_deviations(app, system)
    _add_users(app, system)
    _add_phones(app, system)
    _add_support(app, system)
    return app


def _add_gate(app: FastAPI, token: str) -> None:
    expected = f"Bearer {token}".encode()

    @app.middleware("http")
    async def gate(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        offered = request.headers.get("authorization", "").encode()
        if request.url.path != OPEN and not secrets.compare_digest(offered, expected):
            return _problem(
                401, "unauthorized", "the header Authorization: Bearer <lab_token> is missing or wrong"
            )
        return await go_on(request)


def _add_problems(app: FastAPI) -> None:
    @app.exception_handler(Refused)
    async def refused(request: Request, why: Refused) -> Response:  # noqa: ARG001
        return _problem(why.status, why.error, why.message)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, why: RequestValidationError) -> Response:  # noqa: ARG001
        # The offending value stays out of the message: it may be a password under a misspelt key.
        wrong = [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in why.errors()]
        return _problem(422, "invalid", "; ".join(wrong))

    @app.exception_handler(HTTPException)
    async def other(request: Request, why: HTTPException) -> Response:
        if why.status_code == 400:
            return _problem(422, "invalid", "body: this is not JSON in UTF-8")
        missing = f"the lab has no {request.method} {request.url.path}; see {OPEN}"
        problem = _problem(why.status_code, "not-found", missing)
        problem.headers.update(why.headers or {})
        return problem


def _add_system(app: FastAPI, system: System) -> None:
    authority = system.authority

    @app.get("/health")
    async def health() -> models.Done:
        """It answers, so it is up."""
        return models.Done()

    @app.post("/reset")
    async def reset(nothing: models.Nothing | None = None) -> models.Done:  # noqa: ARG001
        """Forget everything but the seed users. Drivers' sessions and deviations in force stay."""
        system.reset()
        return models.Done()

    @app.put("/gateway")
    async def gateway(wanted: models.GatewaySettings) -> models.Done:
        """Choose how the Client Portal Gateway becomes authenticated."""
        authority.sessions.gateway_authenticates = wanted.authenticates == "by-itself"
        authority.journal.record("lab", "gateway set up", authenticates=wanted.authenticates)
        return models.Done()

    @app.get("/journal")
    async def journal() -> list[models.Event]:
        """What happened since the last reset, oldest first."""
        return [
            models.Event(at=one.at, source=one.source, what=one.what, details=dict(one.details))
            for one in authority.journal.events()
        ]


def _add_clock(app: FastAPI, system: System, settled: Callable[[], Awaitable[None]]) -> None:
    authority = system.authority
    clock = authority.clock

    @app.get("/clock")
    async def now() -> models.Now:
        """The reference system's time."""
        return models.Now(now=clock.now())

    @app.post("/clock")
    async def advance(wanted: models.Advance) -> models.Now:
        """Move the time forward, everywhere at once."""
        _within_the_calendar(wanted)
        authority.journal.record("lab", "clock moved", seconds=wanted.advance_s)
        return models.Now(now=clock.advance(wanted.advance_s))

    @app.post("/clock/drain")
    async def drain(wanted: models.Advance) -> models.Drained:
        """Move the time forward, but no further than to what falls due next, and let it reach every surface.

        Asked again and again until all the time has passed, it jumps over nothing that happens meanwhile.
        """
        _within_the_calendar(wanted)
        due = clock.next_due
        left_s = wanted.advance_s if due is None else max(0.0, clock.seconds_until(due))
        moved_s = min(wanted.advance_s, left_s + AFTER_IT_FELL_DUE_S)
        clock.advance(moved_s)
        await settled()
        return models.Drained(now=clock.now(), moved_s=moved_s)

    def _within_the_calendar(wanted: models.Advance) -> None:
        if wanted.advance_s > clock.seconds_until(LATEST):
            raise Refused(422, "invalid", f"advance_s: the clock ends on {LATEST:%Y-%m-%d}")


def _add_deviations(app: FastAPI, system: System) -> None:
    authority = system.authority

    @app.get("/deviations")
    async def list_deviations() -> list[models.DeviationEntry]:
        """All breaches the system can be told to commit."""
        on = deviations.switched_on()
        return [
            models.DeviationEntry(
                name=one.name,
                clauses=list(one.clauses),
                breaks=one.breaks,
                kind=one.name,
                on=one.name in on,
            )
            for one in deviations.registered()
        ]

    @app.get("/deviations/operators")
    async def list_operators(
        name: Annotated[list[str] | None, Query()] = None,
    ) -> list[models.DeviationEntry]:
        """Breaches made of a rule, what goes wrong, and where or when: all, or those named that exist.

        Their names are ``<rule>~<breach>~<condition>...``; not all that exist are in the list of all, for the
        seconds in ``late-8s``, ``again-after-8s`` and ``after-8s`` may be any. One that breaks
        nothing documented is in no list of all, and has no clauses.
        """
        on = deviations.switched_on()
        known = making.all_operators() if name is None else filter(None, map(making.operator, name))
        return [
            models.DeviationEntry(
                name=one.name,
                clauses=list(one.clauses),
                breaks=one.breaks,
                kind=operator.kind,
                on=one.name in on,
            )
            for operator, one in ((operator, operator.described()) for operator in known)
        ]

    @app.get("/deviations/few")
    async def list_few() -> list[models.FewKinds]:
        """The clauses of which fewer than three kinds of breach are known, and why."""
        return [models.FewKinds(clause=clause, why=why) for clause, why in FEW.items()]

    @app.get("/variations")
    async def list_variations() -> list[models.VariationEntry]:
        """All other ways to be correct that the system can be told to take."""
        on = deviations.switched_on()
        return [
            models.VariationEntry(
                name=one.name,
                clauses=list(one.clauses),
                differs=one.differs,
                permitted=one.permitted,
                on=one.name in on,
            )
            for one in deviations.variations()
        ]

    @app.put("/deviations")
    async def switch(wanted: models.Names) -> list[models.DeviationEntry]:
        """Put exactly these deviations and variations in force.

        They outlast resets. A TWS learns of them when it starts.
        """
        try:
            deviations.switch_on(wanted.names)
        except deviations.UnknownDeviation as unknown:
            raise Refused(422, "unknown-deviation", str(unknown)) from unknown
        authority.journal.record("lab", "deviations in force", names=", ".join(sorted(wanted.names)))
        for phone in system.phones.values():
            phone.touch()
        return await list_deviations()


def _add_users(app: FastAPI, system: System) -> None:
    users = system.authority.users

    @app.post("/users")
    async def create(wanted: models.NewUser) -> models.CreatedUser:
        """Create a user; an IB Key is active on the phone at once."""
        asked = wanted.second_factor
        password = made_up_password() if wanted.password is None else wanted.password
        settings = {} if wanted.pin is None else {"pin": wanted.pin}
        if wanted.zeros:
            settings["zeros"] = "yes"
        try:
            user = system.create_user(
                asked if isinstance(asked, list) else [asked],
                password=password,
                username=wanted.username,
                settings=settings,
                paper=wanted.paper,
                region=wanted.region,
                name=wanted.name,
                telephone=wanted.telephone,
            )
        except UserRefused as refused:
            raise Refused(422, "invalid", str(refused)) from refused
        return models.CreatedUser(
            username=user.username,
            password=password,
            second_factor=asked,
            phone=next((one.phone for one in user.factors if one.phone), None),
            region=user.region,
            pin=next((one.in_hand()["pin"] for one in user.factors if "pin" in one.in_hand()), None),
            in_hand={one.kind: dict(one.in_hand()) for one in user.factors},
        )

    @app.get("/users/{username}")
    async def look_up(username: str) -> models.UserState:
        """How a user stands: active IB Keys, failed logins, lock."""
        user = _found(system, username)
        return models.UserState(
            username=user.username,
            name=user.name,
            telephone=user.telephone,
            second_factor=_second_factor(user),
            active_on=[cast(Surface, one.phone) for one in ib_keys_of(user)],
            failures=users.consecutive_failures(user),
            locked_until=users.locked_until(user),
        )


def _add_phones(app: FastAPI, system: System) -> None:
    @app.get("/phones")
    async def list_phones() -> list[models.PhoneState]:
        """Both phones, as they are set up now."""
        return [_state(phone) for phone in system.phones.values()]

    @app.put("/phones/{surface}")
    async def set_up(surface: Surface, wanted: models.PhoneSettings) -> models.PhoneState:
        """Change the phone's language, sensor, enrolment, passcode, screen lock or use of the camera."""
        phone, changed = system.phones[surface], wanted.model_dump(exclude_none=True)
        size = None if wanted.size is None else (wanted.size.width, wanted.size.height)
        given = wanted.model_dump(exclude_none=True, exclude={"camera_permission", "size"})
        _configure(phone, **given, size=size)
        if wanted.camera_permission is not None:
            phone.camera.allow(IbkrApp.name, wanted.camera_permission)
        system.authority.journal.record("lab", "phone set up", phone=surface, **changed)
        return _state(phone)

    @app.put("/phones/{surface}/camera")
    async def camera(surface: Surface, wanted: models.Scene) -> models.PhoneState:
        """Hold a lens of the phone's camera before a picture, or before nothing."""
        phone = system.phones[surface]
        try:
            picture = None if wanted.picture is None else base64.b64decode(wanted.picture, validate=True)
            phone.camera.show(picture, wanted.lens)
        except BadPicture as bad:
            raise Refused(422, "bad-picture", f"picture: {bad}") from bad
        except ValueError as wrong:
            raise Refused(422, "bad-picture", "picture: this is not base64") from wrong
        shown = "nothing" if picture is None else "picture"
        system.authority.journal.record("lab", "camera pointed", phone=surface, lens=wanted.lens, at=shown)
        return _state(phone)

    @app.put("/phones/{surface}/network")
    async def network(surface: Surface, wanted: models.Network) -> models.PhoneState:
        """Put the phone on another network."""
        phone = system.phones[surface]
        _configure(phone, network=wanted.state)
        system.authority.journal.record("lab", "network changed", phone=surface, network=wanted.state)
        return _state(phone)

    @app.put("/phones/{surface}/apps")
    async def put_app(surface: Surface, wanted: models.AppOnPhone) -> models.PhoneState:
        """Install an app or take it off, at once and past the store."""
        phone = system.phones[surface]
        found = next((one for one in phone.apps.in_stores if one.name == wanted.app), None)
        if found is None:
            raise Refused(422, "invalid", f"app: {wanted.app!r} can be neither installed nor taken off")
        if wanted.fresh or not wanted.installed:
            phone.apps.uninstall(found)
        if wanted.installed:
            phone.apps.install(found)
        system.authority.journal.record(
            "lab",
            "apps changed",
            phone=surface,
            app=found.name,
            installed=wanted.installed,
            fresh=wanted.fresh,
        )
        return _state(phone)

    @app.put("/phones/{surface}/store")
    async def store(surface: Surface, wanted: models.StoreSettings) -> models.PhoneState:
        """Choose what the App Store asks for before a download."""
        phone = system.phones[surface]
        if phone.surface != "iphone":
            raise Refused(422, "invalid", "surface: only an iPhone's store asks for a proof")
        apple_id = AppStore.on(phone).apple_id
        apple_id.proof = wanted.proof
        if wanted.password is not None:
            apple_id.password = wanted.password
        system.authority.journal.record("lab", "store set up", phone=surface, proof=wanted.proof)
        return _state(phone)

    @app.put("/phones/{surface}/notifications")
    async def allow(surface: Surface, wanted: models.NotificationSwitch) -> models.PhoneState:
        """Allow or forbid an app's notifications, as the phone's settings would, or leave it undecided."""
        phone = system.phones[surface]
        try:
            phone.notifications.allow(phone.apps.named(wanted.app), wanted.enabled)
        except KeyError as unknown:
            raise Refused(422, "invalid", f"app: no app {wanted.app!r} on the phone") from unknown
        system.authority.journal.record(
            "lab", "notifications switched", phone=surface, app=wanted.app, allowed=wanted.enabled
        )
        return _state(phone)

    @app.post("/phones/{surface}/notifications")
    async def notify(surface: Surface, wanted: models.OtherNotification) -> models.Delivered:
        """Send the phone a notification that has nothing to do with a login."""
        notification = Notification(wanted.app, wanted.title, wanted.body)
        try:
            return models.Delivered(delivered=system.phones[surface].receive(notification))
        except KeyError as unknown:
            raise Refused(422, "invalid", f"app: no app {wanted.app!r} on the phone") from unknown

    @app.post("/phones/{surface}/sense")
    async def sense(surface: Surface, wanted: models.Sense) -> models.Sensed:
        """Put a finger on the sensor, or look at the phone."""
        return models.Sensed(noticed=system.phones[surface].sense(wanted.match))

    @app.get(
        "/phones/{surface}/screenshot",
        response_class=Response,
        responses={200: {"content": {"image/png": {}}}},
    )
    async def screenshot(surface: Surface) -> Response:
        """The phone's screen, PNG."""
        return Response(await system.phones[surface].glass.picture(), media_type="image/png")


def _add_support(app: FastAPI, system: System) -> None:
    desk = system.authority.support

    @app.get("/support/centers")
    async def centers() -> list[models.ServiceCenter]:
        """The service centers and their regions."""
        return [
            models.ServiceCenter(region=one.region, telephone=one.telephone, hours=one.hours)
            for one in support.CENTERS
        ]

    @app.get("/support/identity/{username}")
    async def identity(username: str) -> dict[str, str]:
        """The questions of the identity check, with the account holder's answers."""
        return support.right_answers(_found(system, username))

    @app.post("/support/calls")
    async def call(wanted: models.NewCall) -> models.CallId:
        """Call the service center of a region."""
        try:
            return models.CallId(call_id=desk.call(wanted.region).call_id)
        except support.UnknownRegion as unknown:
            raise Refused(422, "invalid", f"region: {unknown}") from unknown

    @app.post("/support/calls/{call_id}/caller")
    async def identify(call_id: str, caller: models.Caller) -> models.Verified:
        """Say who one is, and answer the questions."""
        try:
            return models.Verified(verified=desk.identify(call_id, caller.username, caller.answers))
        except support.UnknownCall as unknown:
            raise Refused(404, "not-found", str(unknown)) from unknown

    @app.post("/support/calls/{call_id}/request")
    async def ask(call_id: str, wanted: models.Request) -> models.Reply:
        """Ask for help on the telephone."""
        try:
            return _reply(desk.request(call_id, wanted.what))
        except support.UnknownCall as unknown:
            raise Refused(404, "not-found", str(unknown)) from unknown

    @app.post("/support/letters")
    async def letter(wanted: Annotated[models.Letter, Body()]) -> models.Reply:
        """Ask for help in writing."""
        return _reply(desk.letter(wanted.username, wanted.what))


def _found(system: System, username: str) -> User:
    user = system.authority.users.find(username)
    if user is None:
        raise Refused(404, "not-found", f"no user {username!r}")
    return user


def _second_factor(user: User) -> models.SecondFactor | list[models.SecondFactor]:
    factors = [one.kind for one in user.factors]
    if not factors:
        return NONE
    return factors[0] if len(factors) == 1 else factors


def _configure(phone: Phone, **settings: str | bool | tuple[int, int] | None) -> None:
    try:
        phone.configure(**settings)  # type: ignore[arg-type]  # names and types are those of the models
    except ValueError as wrong:
        raise Refused(422, "invalid", str(wrong)) from wrong


def _state(phone: Phone) -> models.PhoneState:
    ibkr = IbkrApp.on(phone)
    return models.PhoneState(
        surface=phone.surface,
        locale=phone.locale,
        sensor=phone.sensor,
        enrolled=phone.enrolled,
        passcode=phone.passcode.text,
        locked=phone.lock.closed,
        network=phone.network.state,
        notifications=phone.notifications.allowed(ibkr),
        ibkr_mobile=ibkr.app_id in phone.apps,
        camera_scans_qr=phone.camera.scans_qr,
        camera_permission=phone.camera.permission(ibkr.name),
        lens=phone.camera.lens,
        size=models.Size(width=round(phone.metrics.width), height=round(phone.metrics.height)),
    )


def _reply(reply: support.Reply) -> models.Reply:
    return models.Reply(done=reply.done, said=reply.said)


def _problem(status: int, error: str, message: str) -> JSONResponse:
    return JSONResponse({"error": error, "message": message}, status)
