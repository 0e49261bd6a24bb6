"""What a second factor is: something that a user holds, and that a login asks for."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from reference_system.authority.means import Means
from reference_system.authority.store import Login, LoginState, Table


class Factor(Table):
    """A second factor of a user. Each kind is a subclass, with a table of its own for what it remembers.

    Attributes:
        kind: Which one it is, as the lab names it; a kind has it as ``kind_name``.
        method: Value that the portal and its clients name it by, such as ``5.2a``.
        message_type: Its ``two_factor/type`` in the portal's answers, such as ``SWCR``.
        label: What public clients choose it by where there are several.
        names: By language, the same for people: tells kinds of the same label apart.
        phone: Kind of phone it lives on, ``android`` or ``iphone``; None: on none.
        notifies: A login that begins to wait for it sends a notification.
        settings: What may be said of one that is made, such as its ``pin``.
        options: What its user may ask for while a login waits for it; `take` says what comes of each.
    """

    __tablename__ = "factors"

    factor_id: Mapped[str] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"), index=True)
    kind: Mapped[str]

    kind_name: ClassVar[str]
    method: ClassVar[str]
    message_type: ClassVar[str]
    label: ClassVar[str]
    names: ClassVar[Mapping[str, str]]
    phone: ClassVar[str | None] = None
    notifies: ClassVar[bool] = False
    settings: ClassVar[frozenset[str]] = frozenset()
    options: ClassVar[tuple[str, ...]] = ()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        if cls.__dict__.get("__tablename__") == "factors":
            return {"polymorphic_on": "kind", "polymorphic_abstract": True, "with_polymorphic": "*"}
        if "kind_name" in cls.__dict__:
            return {"polymorphic_identity": cls.kind_name}
        return {"polymorphic_abstract": True}

    @classmethod
    def made_up_settings(cls) -> Mapping[str, str]:
        """Settings as good as any."""
        return {}

    @classmethod
    def issued(cls, settings: Mapping[str, str]) -> Self:
        """A new one, as its user gets it; `new_factor_id` names it.

        Args:
            settings: Some or all of `settings`; what is left out is made up.
        Raises: ValueError, whose message begins with the name of the setting.
        """
        raise NotImplementedError

    def in_hand(self) -> Mapping[str, str]:
        """What its user knows of it or holds in the hand, by name."""
        return {}

    def begin(self, login: Login, means: Means) -> None:
        """``login`` waits for it from now on. What it has to remember of that goes into ``login.kept``."""

    def told(self, login: Login) -> LoginState:
        """What the login surface hears about the state of its login."""
        return login.state

    def shown(self, login: Login) -> Mapping[str, str]:
        """What the login surface has to show as long as the login waits: names of elements, and texts."""
        return {}

    def take(self, option: str, login: Login, means: Means) -> Mapping[str, str]:
        """The user asked for one of `options`; what the login surface has to show then."""
        raise NotImplementedError

    def accepts(self, typed: str, login: Login, means: Means) -> bool:
        """Whether what was typed at the login surface is the right answer; that may use a right one up."""
        raise NotImplementedError


def new_factor_id() -> str:
    """16 hexadecimal digits."""
    return secrets.token_hex(8)
