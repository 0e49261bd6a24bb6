"""A target file: one TOML file that names a real system under test; all its keys are in docs/targets.md.

Secrets are named, never written down: a password in the file itself is an error.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

from harness.errors import HarnessError
from harness.patience import Patience
from harness.secrets import register
from harness.signs.tables import Recognised, tables
from harness.spec.catalogue import load_catalogue

Wait = Literal[
    "factor",
    "shown_s",
    "answered_s",
    "installed_s",
    "recognised_s",
    "at_once_s",
    "session_s",
    "person_s",
    "turn_s",
    "login_s",
]
Biometrics = Literal["emulator", "simulator", "person"]

Speaks = Literal["en", "zh-Hant", "switchable"]
"""The language of a surface; switchable: a browser or Appium may choose it."""

Forms = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
"""What a sign looks like on a target; the tables' own forms are "..."."""

IBKR_MOBILE = {"android": "atws.app"}  # the iOS bundle id is not public


class TargetError(HarnessError):
    """A target file is wrong: names file, key, what stands there and what is expected."""


def is_reference(value: str) -> bool:
    """Whether it says where a value is, and is not the value itself."""
    kind, _, name = value.partition(":")
    return kind in ("env", "file") and bool(name)


def _reference(value: str) -> str:
    if not is_reference(value):
        raise ValueError('expected "env:NAME" or "file:/path", never the secret itself')
    return value


Reference = Annotated[str, AfterValidator(_reference)]


def _address(value: str) -> str:
    if is_reference(value):
        return value
    try:
        return str(TypeAdapter(AnyHttpUrl).validate_python(value)).rstrip("/")
    except ValidationError as error:
        why = error.errors()[0]["msg"]
        raise ValueError(f'expected "https://host:port/path", or a reference to it ({why})') from error


Address = Annotated[str, AfterValidator(_address)]
"""An URL without a slash at its end; one that holds a key or a password is named by reference."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Server(_Table):
    """Where a server is reached."""

    url: Address

    @property
    def address(self) -> str:
        """The URL. Raises: TargetError, where a reference leads nowhere, or to no URL."""
        if not is_reference(self.url):
            return self.url
        address = secret(self.url).rstrip("/")
        register(address)
        try:
            return _address(address)
        except ValueError as error:
            raise TargetError(f"{self.url}, named by the target file: {error}") from None


class Portal(Server):
    """Client Portal and WebTrader: the paths of their login pages below ``url``."""

    ca: Path | None = None
    client_portal_path: str = "/sso/Login?RL=1"
    webtrader_path: str = "/WebTrader"
    article_url: str = "https://ibkr.info/article/{number}"
    language: Speaks = "switchable"


class Surface(_Table):
    """A device or window: how its session is opened, what it has, and how a finger or face gets there."""

    capabilities: dict[str, Any] = Field(default_factory=dict)
    biometrics: Biometrics = "person"
    sensor: Literal["fingerprint", "touch-id", "face-id", "none"] = "none"
    passcode: Reference | None = None
    ibkr_mobile: str | None = None
    language: Speaks = "en"


class Account(_Table):
    """A user that the scenarios may use."""

    second_factor: Literal["none", "ib-key-android", "ib-key-iphone"]
    username: Reference
    password: Reference
    pin: Reference | None = None


class Limits(_Table):
    """What a run may do to real accounts."""

    failed_logins_per_account: int = Field(default=3, ge=0, le=8)


class TargetFile(_Table):
    """The whole file. What the system offers follows from it; ``withhold`` takes words of that away."""

    name: str
    show_account_names: bool = False
    builds: dict[str, str] = {}
    withhold: frozenset[str] = frozenset()
    portal: Portal | None = None
    appium: Server | None = None
    desktop: Server | None = None
    surfaces: dict[Literal["android", "iphone", "tws"], Surface] = Field(default_factory=dict)
    accounts: tuple[Account, ...] = ()
    limits: Limits = Limits()
    patience: dict[Wait, Annotated[float, Field(gt=0, le=3600)]] = Field(default_factory=dict)
    signs: dict[Recognised, dict[str, Forms]] = Field(default_factory=dict)

    @property
    def waits(self) -> Patience:
        """``patience``, with the defaults for what it leaves out."""
        return Patience.of(**self.patience)

    def references(self) -> Iterator[tuple[str, str]]:
        """Every ``env:NAME`` and ``file:/path`` in the file, with its key."""
        servers = (("portal", self.portal), ("appium", self.appium), ("desktop", self.desktop))
        for name, server in servers:
            if server is not None and is_reference(server.url):
                yield f"{name}.url", server.url
        for name, surface in self.surfaces.items():
            if surface.passcode is not None:
                yield f"surfaces.{name}.passcode", surface.passcode
        for number, account in enumerate(self.accounts):
            for key in ("username", "password", "pin"):
                reference = getattr(account, key)
                if reference is not None:
                    yield f"accounts.{number}.{key}", reference

    @model_validator(mode="before")
    @classmethod
    def _derived(cls, content: Any) -> Any:
        if isinstance(content, dict) and "offers" in content:
            raise ValueError(
                "offers: what the system offers follows from the other keys; remove it "
                "(withhold = [...] takes a capability away)"
            )
        return content

    @field_validator("withhold")
    @classmethod
    def _known(cls, withhold: frozenset[str]) -> frozenset[str]:
        if unknown := withhold - set(load_catalogue().capabilities):
            raise ValueError(f"unknown capability {', '.join(sorted(unknown))} (see spec/capabilities.yaml)")
        return withhold

    @field_validator("signs")
    @classmethod
    def _known_signs(cls, signs: dict[Recognised, dict[str, Forms]]) -> dict[Recognised, dict[str, Forms]]:
        tables(signs)
        return signs

    def surface(self, name: str) -> Surface | None:
        """The table of a surface, with the defaults of its platform; None where there is none."""
        table = next((one for key, one in self.surfaces.items() if key == name), None)
        if table is None or table.ibkr_mobile is not None:
            return table
        return table.model_copy(update={"ibkr_mobile": IBKR_MOBILE.get(name)})


def read_target(file: Path) -> TargetFile:
    """Read and check a target file.

    Raises: TargetError, one line for each thing that is wrong.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise TargetError(f"target file {file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TargetError(f"target file {file} is not UTF-8: {error.reason}") from error
    except tomllib.TOMLDecodeError as error:
        raise TargetError(f"target file {file} is not TOML: {error}") from error
    try:
        return TargetFile.model_validate(content)
    except ValidationError as error:
        lines = [f"target file {file} is wrong:"]
        for problem in error.errors(include_url=False, include_input=False):
            key = ".".join(str(part) for part in problem["loc"])
            said = problem["msg"].removeprefix("Value error, ")
            lines.append(f"  {key}: {said}" if key else f"  {said}")
        raise TargetError("\n".join(lines)) from error


def check_references(target: TargetFile, file: Path) -> None:
    """Look up all that ``target`` refers to, before anything runs.

    Raises: TargetError, one line for each reference that leads nowhere.
    """
    lines = []
    for key, reference in target.references():
        try:
            found = secret(reference)
            if not found:
                lines.append(f"  {key}: {reference} is empty")
            elif key.endswith(".url"):
                _address(found)
        except (TargetError, ValueError) as error:
            lines.append(f"  {key}: {error}")
    if lines:
        raise TargetError("\n".join([f"target file {file} names what is not there:", *lines]))


def secret(reference: str) -> str:
    """The value that ``env:NAME`` or ``file:/path`` refers to.

    Raises: TargetError, when it is not there.
    """
    kind, _, name = reference.partition(":")
    if kind == "env":
        if name not in os.environ:
            raise TargetError(f"the environment variable {name}, named by the target file, is not set")
        return os.environ[name]
    try:
        return Path(name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise TargetError(f"{name}, named by the target file, cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TargetError(f"{name}, named by the target file, is not UTF-8: {error.reason}") from error
