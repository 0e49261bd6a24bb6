"""What the authority remembers: SQLAlchemy tables in an in-memory SQLite database, one per process."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Dialect, Float, ForeignKey, LargeBinary, TypeDecorator, create_engine, delete
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.pool import StaticPool


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
    instances: Mapped[list[Instance]] = relationship(
        order_by="Instance.method", lazy="selectin", cascade="all, delete-orphan"
    )

    def __repr__(self) -> str:
        return f"User({self.username!r})"


class Instance(Table):
    """One activated IB Key, as the server knows it.

    Attributes:
        counter: The lowest that is still accepted.
        device: The installation of IBKR Mobile that it is on; None while it is on no phone.
    """

    __tablename__ = "instances"

    instance_id: Mapped[str] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"), index=True)
    method: Mapped[str]
    phone: Mapped[str]
    key: Mapped[bytes]
    pin: Mapped[str]
    counter: Mapped[int]
    device: Mapped[str | None]

    def __repr__(self) -> str:
        return f"Instance({self.instance_id!r}, {self.username!r}, {self.method!r})"


class Failure(Table):
    """A failed login at a Client Portal surface that has not been cleared by a success or by the desk."""

    __tablename__ = "failures"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"), index=True)
    at: Mapped[datetime]


class Login(Table):
    """A login whose password was right and whose second factor is, or was, awaited."""

    __tablename__ = "logins"

    login_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"))
    channel: Mapped[str]
    paper: Mapped[bool]
    state: Mapped[str]
    instance_id: Mapped[str | None] = mapped_column(ForeignKey("instances.instance_id"), index=True)
    qr_code: Mapped[str]
    challenge: Mapped[str]
    challenge_shown: Mapped[bool]
    pushed: Mapped[bool]
    delivered: Mapped[bool]
    started: Mapped[datetime]
    expires: Mapped[datetime]
    session_token: Mapped[str | None]
    user: Mapped[User] = relationship(lazy="joined")
    instance: Mapped[Instance | None] = relationship(lazy="joined")

    def __repr__(self) -> str:
        return f"Login({self.number}, {self.username!r}, {self.channel!r}, {self.state!r})"


class OpenSession(Table):
    """A session that a completed login opened. ``brokerage``: its trading part has been opened as well."""

    __tablename__ = "sessions"

    token: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"))
    channel: Mapped[str]
    paper: Mapped[bool]
    started: Mapped[datetime]
    expires: Mapped[datetime]
    brokerage: Mapped[bool]
    competing: Mapped[bool]
    user: Mapped[User] = relationship(lazy="joined")

    def __repr__(self) -> str:
        return f"OpenSession({self.number}, {self.username!r}, {self.channel!r})"


class ActivationCode(Table):
    """A code that a session at Client Portal shows. ``outcome``: of its latest use; None: it is unused."""

    __tablename__ = "activation_codes"

    code: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"), index=True)
    # No foreign key: an ended session is deleted, its code stays to be known as void.
    session_token: Mapped[str]
    issued: Mapped[datetime]
    outcome: Mapped[str | None]
    user: Mapped[User] = relationship(lazy="joined")

    def __repr__(self) -> str:
        return f"ActivationCode({self.number}, {self.username!r}, {self.outcome!r})"


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
