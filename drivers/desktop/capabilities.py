"""What a client may ask for when it opens a session (W3C "New Session", Appium's ``appium:`` extension)."""

from __future__ import annotations

import shlex
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic.alias_generators import to_camel

from drivers.desktop.errors import InvalidArgument, SessionNotCreated

PLATFORM_NAME, AUTOMATION_NAME = "linux", "AtSpi"
PREFIX = "appium:"

# Of the standard's own capabilities the others are of browsers only; a client may name them, nothing follows.
_STANDARD = {
    "platformName",
    "browserName",
    "browserVersion",
    "acceptInsecureCerts",
    "pageLoadStrategy",
    "proxy",
    "setWindowRect",
    "strictFileInteractability",
    "timeouts",
    "unhandledPromptBehavior",
    "userAgent",
    "webSocketUrl",
}
# Common to all Appium drivers; without meaning where no device or app data is involved.
_WITHOUT_MEANING = {"deviceName", "platformVersion", "noReset", "fullReset", "eventTimings"}


class Timeouts(BaseModel):
    """Session timeouts in milliseconds, as on the wire. ``script`` and ``pageLoad`` are kept, not used."""

    model_config = ConfigDict(extra="forbid", strict=True, validate_assignment=True)

    implicit: int = Field(0, ge=0, le=2**53 - 1)
    page_load: int | None = Field(300_000, ge=0, le=2**53 - 1, alias="pageLoad")
    script: int | None = Field(30_000, ge=0, le=2**53 - 1)


class Capabilities(BaseModel):
    """Capabilities of one session; each is sent as ``appium:`` and the camel case of its name."""

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
    start_timeout_s: float = Field(20.0, gt=0)
    """Seconds within which the program must show a window."""
    new_command_timeout: float = Field(600.0, ge=0)
    """Seconds without a command after which the session ends; 0: never."""

    @field_validator("app", mode="before")
    @classmethod
    def _split_command_line(cls, value: Any) -> Any:
        return tuple(shlex.split(value)) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _start_or_attach(self) -> Self:
        if (self.app is None) == (self.pid is None):
            raise ValueError("give either appium:app (a command) or appium:pid (a running program)")
        if self.app is not None and not self.app:
            raise ValueError("appium:app is empty")
        if self.app is not None and (self.display or self.bus_address):
            raise ValueError("appium:display and appium:busAddress go with appium:pid only")
        return self


def negotiate(body: dict[str, Any]) -> tuple[Capabilities, Timeouts]:
    """Read the body of "New Session".

    Raises: InvalidArgument, naming the capability that is wrong; SessionNotCreated, when another platform
        or automation is wanted.
    """
    refusals: list[str] = []
    for candidate in _candidates(body):
        offers = {"platformName": PLATFORM_NAME, "appium:automationName": AUTOMATION_NAME}
        refusal = [
            f"{key} is {candidate[key]!r}, this driver offers {offered!r}"
            for key, offered in offers.items()
            if key in candidate and str(candidate[key]).lower() != offered.lower()
        ]
        if not refusal:
            return _validated(candidate)
        refusals += refusal
    raise SessionNotCreated("; ".join(refusals))


def _candidates(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The merged sets of capabilities in the client's order of preference."""
    asked = body.get("capabilities")
    if not isinstance(asked, dict):
        raise InvalidArgument("a session needs an object 'capabilities'")
    always, first = asked.get("alwaysMatch", {}), asked.get("firstMatch", [{}])
    if not isinstance(always, dict):
        raise InvalidArgument("alwaysMatch must be an object")
    if not isinstance(first, list) or not first or not all(isinstance(c, dict) for c in first):
        raise InvalidArgument("firstMatch must be a list of at least one object")
    for candidate in first:
        if twice := always.keys() & candidate.keys():
            raise InvalidArgument(f"{', '.join(sorted(twice))} is both in alwaysMatch and in firstMatch")
    merged = [{**always, **candidate} for candidate in first]
    return [{key: value for key, value in candidate.items() if value is not None} for candidate in merged]


def _validated(candidate: dict[str, Any]) -> tuple[Capabilities, Timeouts]:
    ours: dict[str, Any] = {}
    for key, value in candidate.items():
        if key.startswith(PREFIX):
            if key.removeprefix(PREFIX) not in _WITHOUT_MEANING:
                ours[key.removeprefix(PREFIX)] = value
        elif ":" not in key and key not in _STANDARD:
            raise InvalidArgument(f"unknown capability {key!r}")
    try:
        capabilities = Capabilities.model_validate(ours)
    except ValidationError as error:
        raise InvalidArgument(_in_words(error, PREFIX)) from None
    try:
        timeouts = Timeouts.model_validate(candidate.get("timeouts", {}))
    except ValidationError as error:
        raise InvalidArgument(_in_words(error, "timeouts.")) from None
    return capabilities, timeouts


def _in_words(error: ValidationError, prefix: str) -> str:
    """Each complaint with the name of its capability; values are left out, they may be secret."""
    known = ", ".join(prefix + to_camel(name) for name in Capabilities.model_fields)
    parts = []
    for complaint in error.errors(include_url=False, include_input=False):
        where = prefix + ".".join(map(str, complaint["loc"])) if complaint["loc"] else ""
        if complaint["type"] == "extra_forbidden":
            parts.append(f"unknown capability {where} (known: {known})")
        else:
            told = complaint["msg"].removeprefix("Value error, ")
            parts.append(f"{where}: {told}" if where else told)
    return "; ".join(parts)
