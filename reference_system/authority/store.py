"""What the authority remembers: SQLAlchemy tables in an in-memory SQLite database, one per process."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, Dialect, Float, ForeignKey, LargeBinary, TypeDecorator, create_engine, delete
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from reference_system.authority.factors.factor import Factor


class Moment(TypeDecorator[datetime]):
    """An aware UTC time, stored as POSIX seconds: SQLite keeps no time zones."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> float | None:
        return None if value is None else value.timestamp()

    def process_result_value(self, value: float | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


class Table(DeclarativeBase):
    type_annotation_map = {datetime: Moment, bytes: LargeBinary}  # noqa: RUF012 - SQLAlchemy's own form


class User(Table):
    """A person who may log in. ``paper``: a Paper Trading user, who has no live account."""

    __tablename__ = "users"

    username: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(unique=True)
    password_hash: Mapped[str]
    paper: Mapped[bool]
    region: Mapped[str]
    name: Mapped[str]
    telephone: Mapped[str]
    account: Mapped[str]
    date_of_birth: Mapped[str]
    postcode: Mapped[str]
    factors: Mapped[list[Factor]] = relationship(
        order_by="Factor.kind", lazy="selectin", cascade="all, delete-orphan"
    )

    def __repr__(self) -> str:
        return f"User({self.username!r})"


class Failure(Table):
    """A failed login at Client Portal or WebTrader that has not been cleared by a success or by the desk."""

    __tablename__ = "failures"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"), index=True)
    at: Mapped[datetime]


class LoginState(StrEnum):
    """Where a login stands whose password was right."""

    CHOOSING = "choosing"
    """The user has several second factors and has chosen none yet."""
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    """By the user."""
    EXPIRED = "expired"
    READ_ONLY = "read-only"
    """The user went on without the second factor, to a session that does not trade."""


class Login(Table):
    """A login whose password was right and whose second factor is, or was, awaited.

    Attributes:
        factor: The one in use; None while choosing, and where none is needed.
        kept: What the factor in use remembers of this login.
    """

    __tablename__ = "logins"

    login_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"))
    surface: Mapped[str]
    paper: Mapped[bool]
    state: Mapped[LoginState]
    factor_id: Mapped[str | None] = mapped_column(ForeignKey("factors.factor_id"), index=True)
    kept: Mapped[dict[str, str]] = mapped_column(MutableDict.as_mutable(JSON))
    started: Mapped[datetime]
    session_token: Mapped[str | None]
    user: Mapped[User] = relationship(lazy="joined")
    factor: Mapped[Factor | None] = relationship(lazy="joined")

    def __repr__(self) -> str:
        return f"Login({self.number}, {self.username!r}, {self.surface!r}, {self.state.value!r})"


class OpenSession(Table):
    """A session that a completed login opened. ``brokerage``: its trading part has been opened as well."""

    __tablename__ = "sessions"

    token: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"))
    surface: Mapped[str]
    paper: Mapped[bool]
    started: Mapped[datetime]
    expires: Mapped[datetime]
    brokerage: Mapped[bool]
    competing: Mapped[bool]
    user: Mapped[User] = relationship(lazy="joined")

    def __repr__(self) -> str:
        return f"OpenSession({self.number}, {self.username!r}, {self.surface!r})"


class ActivationCode(Table):
    """A code that a session at Client Portal shows. ``used``: an attempt has used it up."""

    __tablename__ = "activation_codes"

    code: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"), index=True)
    # No foreign key: an ended session is deleted, its code stays to be known as void.
    session_token: Mapped[str]
    issued: Mapped[datetime]
    used: Mapped[bool]
    user: Mapped[User] = relationship(lazy="joined")

    def __repr__(self) -> str:
        return f"ActivationCode({self.number}, {self.username!r}, {self.used!r})"


class Call(Table):
    """A telephone call to the support desk. ``verified``: the caller proved to be the account holder."""

    __tablename__ = "calls"

    call_id: Mapped[str] = mapped_column(primary_key=True)
    region: Mapped[str]
    username: Mapped[str | None]
    verified: Mapped[bool]


class Store(Session):
    """The one database session of the process: used from the event loop's thread only."""

    def __init__(self) -> None:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        Table.metadata.create_all(engine)
        super().__init__(engine, expire_on_commit=False)

    def empty(self) -> None:
        """Forget everything."""
        self.rollback()
        self.expunge_all()
        for table in reversed(Table.metadata.sorted_tables):
            self.execute(delete(table))
        self.commit()
