"""Staff accounts. They share no column with stories: nobody can join a worker to what residents sent in."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from corpus.database import Base

WORKER, CODER, ANALYST, GUARDIAN, MANAGER = "worker", "coder", "analyst", "guardian", "manager"
PRIVACY, READER = "privacy", "reader"
ROLES = {
    WORKER: "jongerenwerker",
    CODER: "codeur",
    ANALYST: "analist",
    GUARDIAN: "aandachtsfunctionaris",
    MANAGER: "beheerder",
    PRIVACY: "functionaris gegevensbescherming",
    READER: "lezer gebiedsteam",
}
#: without somebody in each of these, children are not read, or nobody can put it right
NEVER_WITHOUT = (MANAGER, GUARDIAN, ANALYST)

account_roles = Table(
    "account_roles",
    Base.metadata,
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True),
)


class AccountRefusedError(ValueError):
    """What cannot be done with an account; the message is the Dutch sentence."""


class Role(Base):
    """What an account may do."""

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str | None] = mapped_column(default=None)
    permissions: Mapped[list[str] | None] = mapped_column(default=None)
    update_datetime: Mapped[datetime | None] = mapped_column(default=None)

    def get_permissions(self) -> set[str]:
        """Asked by the sign-in library: there are no finer rights than the role itself."""
        return set(self.permissions or ())


class Account(Base):
    """A member of staff. The columns are those Flask-Security works with; secrets stay out of its printed form."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    email: Mapped[str] = mapped_column(unique=True)
    #: argon2id over the keyed password
    password: Mapped[str | None] = mapped_column(default=None, repr=False)
    active: Mapped[bool] = mapped_column(default=True)
    #: changes when the password changes, which ends all sessions
    fs_uniquifier: Mapped[str] = mapped_column(unique=True, default="", repr=False)
    #: opaque code under which interviews are stored
    collector: Mapped[str | None] = mapped_column(unique=True, default=None)
    tf_primary_method: Mapped[str | None] = mapped_column(default=None)
    #: encrypted with a key outside the database
    tf_totp_secret: Mapped[str | None] = mapped_column(default=None, repr=False)
    #: step of the one-time code used last: a code works once (RFC 6238, section 5.2)
    totp_counter: Mapped[int | None] = mapped_column(default=None)
    tf_phone_number: Mapped[str | None] = mapped_column(default=None)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(default=None, repr=False)
    create_datetime: Mapped[datetime | None] = mapped_column(default=None)
    update_datetime: Mapped[datetime | None] = mapped_column(default=None)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(unique=True, default=None)
    fictional: Mapped[bool] = mapped_column(default=False)
    roles: Mapped[list[Role]] = relationship(secondary=account_roles, default_factory=list, lazy="selectin")

    def codes(self) -> dict[str, Any]:
        """What the journal may know of an account."""
        return {"roles": sorted(role.name for role in self.roles)}


class Invitation(Base):
    """A link with which the owner of an account sets password and second step, once. Only its fingerprint is kept."""

    __tablename__ = "invitations"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(unique=True, repr=False)
    expires: Mapped[datetime]
