"""What a client may ask for when it opens a session (W3C "New Session", Appium's ``appium:`` extension)."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic.alias_generators import to_camel

from drivers.desktop.errors import InvalidArgument, SessionNotCreated
from drivers.desktop.standard import Standard, complaints

PLATFORM_NAME, AUTOMATION_NAME = "linux", "AtSpi"
NO_BROWSER, VERSION = "", "1"
PROMPTS_ARE = "ignore"
"""A dialog is a window like others: no command answers it unasked."""
PREFIX = "appium:"

# Common to all Appium drivers; without meaning where no device or app data is involved.
_WITHOUT_MEANING = {"deviceName", "platformVersion", "noReset", "fullReset", "eventTimings"}


class _Wishes(BaseModel):
    """Capabilities of this driver's own, as far as they are given."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel)

    automation_name: str = AUTOMATION_NAME
    app: tuple[str, ...] | None = None
    """Program to start: a command line as one would type it, or the list of its parts."""
    environment: dict[str, str] = {}
    """Variables the program gets besides those of its desk; the driver's owner says which there may be."""
    pid: int | None = Field(None, gt=0)
    """Process of a running program to attach to."""
    display: str | None = Field(None, pattern=r"^:\d+(\.\d+)?$")
    """X display of that program on this machine; read from its environment when not given."""
    bus_address: str | None = None
    """Address of that program's session bus; read from its environment when not given."""
    start_timeout_s: float = Field(20.0, gt=0, le=3600)
    """Seconds within which the program must show a window."""
    new_command_timeout: float = Field(600.0, ge=0)
    """Seconds without a command after which the session ends; 0: never."""

    @field_validator("app", mode="before")
    @classmethod
    def _split_command_line(cls, value: Any) -> Any:
        return tuple(shlex.split(value)) if isinstance(value, str) else value


class Capabilities(_Wishes):
    """Capabilities of one session; each is sent as ``appium:`` and the camel case of its name."""

    @model_validator(mode="after")
    def _start_or_attach(self) -> Self:
        if (self.app is None) == (self.pid is None):
            raise ValueError("give either appium:app (a command) or appium:pid (a running program)")
        if self.app is not None and not self.app:
            raise ValueError("appium:app is empty")
        if self.app is not None and (self.display or self.bus_address):
            raise ValueError("appium:display and appium:busAddress go with appium:pid only")
        return self


def negotiate(body: dict[str, Any]) -> tuple[Capabilities, Standard]:
    """Read the body of "New Session"; the first set of capabilities that this driver has is taken.

    Raises: InvalidArgument, naming the capability that is wrong; SessionNotCreated, when no set matches,
        naming what does not.
    """
    candidates = _candidates(body)
    # Appium's clients write names as they like; still, who writes them as the standard does goes first.
    for same in (str, str.lower):
        for candidate in candidates:
            if not _refusals(candidate, same):
                return _read(Capabilities, candidate), Standard.read(candidate)
    reasons = [reason for candidate in candidates for reason in _refusals(candidate, str.lower)]
    raise SessionNotCreated("; ".join(dict.fromkeys(reasons)))


def _candidates(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The merged sets of capabilities, each valid, in the client's order of preference."""
    asked = body.get("capabilities")
    if not isinstance(asked, dict):
        raise InvalidArgument("a session needs an object 'capabilities'")
    first = asked.get("firstMatch", [{}])
    if not isinstance(first, list) or not first:
        raise InvalidArgument("firstMatch must be a list of at least one object")
    always = _valid(asked.get("alwaysMatch", {}), "alwaysMatch")
    candidates = [_valid(candidate, "each of firstMatch") for candidate in first]
    for candidate in candidates:
        if twice := always.keys() & candidate.keys():
            raise InvalidArgument(f"{', '.join(sorted(twice))} is both in alwaysMatch and in firstMatch")
    return [{**always, **candidate} for candidate in candidates]


def _valid(capabilities: Any, where: str) -> dict[str, Any]:
    """A set of capabilities without those that are null, which are as if they were not there."""
    if not isinstance(capabilities, dict):
        raise InvalidArgument(f"{where} must be an object")
    given = {key: value for key, value in capabilities.items() if value is not None}
    _read(_Wishes, given)
    Standard.read(given)
    return given


def _refusals(candidate: dict[str, Any], form: Callable[[str], str]) -> list[str]:
    """Why a set of capabilities is not what this driver has; empty when it is."""
    standard, ours = Standard.read(candidate), _read(_Wishes, candidate)
    compared = {
        "platformName": (standard.platform_name, PLATFORM_NAME),
        "browserName": (standard.browser_name, NO_BROWSER),
        "browserVersion": (standard.browser_version, VERSION),
        "proxy": (standard.proxy.proxy_type if standard.proxy else None, "none"),
        "unhandledPromptBehavior": (standard.unhandled_prompt_behavior, PROMPTS_ARE),
    }
    refusals = [
        f"{name} is {asked!r}, this driver has {has!r}"
        for name, (asked, has) in compared.items()
        if asked is not None and form(asked) != form(has)
    ]
    if ours.automation_name.lower() != AUTOMATION_NAME.lower():
        refusals.append(f"{PREFIX}automationName is {ours.automation_name!r}, this is {AUTOMATION_NAME!r}")
    return refusals


_Kind = TypeVar("_Kind", bound=_Wishes)


def _read(kind: type[_Kind], candidate: dict[str, Any]) -> _Kind:
    ours = {key.removeprefix(PREFIX): value for key, value in candidate.items() if key.startswith(PREFIX)}
    try:
        return kind.model_validate({key: ours[key] for key in ours.keys() - _WITHOUT_MEANING})
    except ValidationError as error:
        raise InvalidArgument(complaints(error, PREFIX, kind)) from None


def told(
    capabilities: Capabilities, standard: Standard, *, display: str, address: str, pid: int
) -> dict[str, Any]:
    """Capabilities of a session as the client is told them.

    The environment is left out, it may hold secrets. All that sizes and places windows is not there
    (``setWindowRect``): nothing minimizes a window where no window manager runs.
    """
    return {
        "platformName": PLATFORM_NAME,
        "browserName": NO_BROWSER,
        "browserVersion": VERSION,
        "acceptInsecureCerts": standard.accept_insecure_certs,
        "pageLoadStrategy": standard.page_load_strategy,
        "proxy": {},
        "setWindowRect": False,
        "strictFileInteractability": standard.strict_file_interactability,
        "timeouts": standard.timeouts.told(),
        "unhandledPromptBehavior": PROMPTS_ARE,
        PREFIX + "automationName": AUTOMATION_NAME,
        **({PREFIX + "app": list(capabilities.app)} if capabilities.app else {}),
        PREFIX + "pid": pid,
        PREFIX + "display": display,
        PREFIX + "busAddress": address,
        PREFIX + "newCommandTimeout": capabilities.new_command_timeout,
    }
