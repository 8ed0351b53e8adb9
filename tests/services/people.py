"""People with accounts, for tests of what a team decides."""

from __future__ import annotations

from consult.rules.permissions import Role
from consult.store import accounts, consultations
from consult.store.accounts import Account
from consult.store.consultations import Consultation, Membership
from consult.store.transactions import transaction


def member_of(consultation: Consultation, name: str, role: Role | None = None) -> Account:
    """Someone with an account, in the team of a consultation in a role or in none."""
    with transaction():
        row = accounts.add_account(
            Account(
                email=f"{name.lower()}@example.org",
                name=name,
                password_hash="",
                created_at=consultation.created_at,
            )
        )
        if role:
            consultations.add(Membership(consultation_id=consultation.id, account_id=row.id, role=role.value))
    return row
