"""Who may do what. A route names one of these; a test walks over every route with every role."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is in one consultation."""

    OFFICER = "officer"
    FACILITATOR = "facilitator"


class Access(StrEnum):
    """What a page asks of the person who opens it."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    FACILITATOR = "facilitator"
    OFFICER = "officer"
    SAFEGUARDING = "safeguarding"
    ADMINISTRATOR = "administrator"


def allows(
    access: Access,
    *,
    signed_in: bool,
    administrator: bool,
    role: Role | None,
    looks_after_safeguarding: bool = False,
) -> bool:
    """Whether a person may open a page. An officer may do all that a facilitator may; an administrator looks
    after accounts and sees no consultation without being a member of it. What may tell of harm is read by the
    safeguarding lead and deputy alone, who are in the team in any role."""
    if access is Access.PUBLIC:
        return True
    if not signed_in:
        return False
    return {
        Access.SIGNED_IN: True,
        Access.FACILITATOR: role is not None,
        Access.OFFICER: role is Role.OFFICER,
        Access.SAFEGUARDING: role is not None and looks_after_safeguarding,
        Access.ADMINISTRATOR: administrator,
    }[access]
