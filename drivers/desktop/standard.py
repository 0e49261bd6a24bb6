"""The standard's own capabilities (W3C WebDriver, sections "Capabilities", "Proxy", "Timeouts")."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel

from drivers.desktop.errors import InvalidArgument

MAX_SAFE_INTEGER = 2**53 - 1


def _whole(number: Any) -> Any:
    """JSON has one kind of number: 2.0 is the integer 2."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Whole = Annotated[int, BeforeValidator(_whole)]
"""An integer as JSON may write it; neither a string nor a boolean."""

Milliseconds = Annotated[Whole, Field(ge=0, le=MAX_SAFE_INTEGER)]


class Timeouts(BaseModel):
    """Session timeouts in milliseconds, as on the wire; ``None``: without end.

    ``script`` and ``pageLoad`` are kept, not used. Other keys are left out, as the standard has it.
    """

    model_config = ConfigDict(strict=True, frozen=True, alias_generator=to_camel)

    implicit: Milliseconds | None = 0
    page_load: Milliseconds | None = 300_000
    script: Milliseconds | None = 30_000

    @classmethod
    def read(cls, value: Any) -> Self:
        """Raises: InvalidArgument, naming what is wrong."""
        try:
            return cls.model_validate(value)
        except ValidationError as error:
            raise InvalidArgument(complaints(error, "timeouts.")) from None

    @property
    def implicit_s(self) -> float:
        """Seconds that a search waits for a first element."""
        return float("inf") if self.implicit is None else self.implicit / 1000

    def told(self) -> dict[str, int | None]:
        """As on the wire."""
        return self.model_dump(by_alias=True)


class _Proxy(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)

    proxy_type: Literal["pac", "direct", "autodetect", "system", "manual"]
    proxy_autoconfig_url: str | None = None
    http_proxy: str | None = None
    no_proxy: list[str] | None = None
    ssl_proxy: str | None = None
    socks_proxy: str | None = None
    socks_version: Whole | None = Field(None, ge=0, le=255)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.proxy_type == "pac" and self.proxy_autoconfig_url is None:
            raise ValueError("a pac needs a proxyAutoconfigUrl")
        if self.socks_proxy is not None and self.socks_version is None:
            raise ValueError("a socksProxy needs a socksVersion")
        return self


class Standard(BaseModel):
    """What a client may ask for; the standard's other names are told to clients, never asked for."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, alias_generator=to_camel)

    platform_name: str | None = None
    browser_name: str | None = None
    browser_version: str | None = None
    accept_insecure_certs: bool = False
    page_load_strategy: Literal["none", "eager", "normal"] = "normal"
    proxy: _Proxy | None = None
    strict_file_interactability: bool = False
    timeouts: Timeouts = Timeouts()
    unhandled_prompt_behavior: (
        Literal["dismiss", "accept", "dismiss and notify", "accept and notify", "ignore"] | None
    ) = None

    @classmethod
    def read(cls, candidate: dict[str, Any]) -> Self:
        """Read those of ``candidate`` that are not of a vendor.

        Raises: InvalidArgument, naming what is wrong.
        """
        try:
            return cls.model_validate({key: value for key, value in candidate.items() if ":" not in key})
        except ValidationError as error:
            raise InvalidArgument(complaints(error, "")) from None


def complaints(error: ValidationError, prefix: str, kind: type[BaseModel] | None = None) -> str:
    """Each complaint with the name of what is wrong; values are left out, they may be secret.

    Args:
        prefix: Stands before each name.
        kind: Where the names that are known are told when another was given.
    """
    known = ", ".join(prefix + to_camel(name) for name in kind.model_fields) if kind else ""
    parts = []
    for complaint in error.errors(include_url=False, include_input=False):
        where = prefix + ".".join(map(str, complaint["loc"])) if complaint["loc"] else ""
        if complaint["type"] == "extra_forbidden":
            parts.append(f"unknown capability {where}" + (f" (known: {known})" if known else ""))
        else:
            message = complaint["msg"].removeprefix("Value error, ")
            parts.append(f"{where}: {message}" if where else message)
    return "; ".join(parts)
