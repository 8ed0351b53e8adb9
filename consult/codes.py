"""Codes and tokens: how they are made, typed and kept. Only keyed hashes are ever stored.

Belongs here: anything secret that a person or a browser holds. Does not belong here: passwords (`services.signing_in`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

CODE_LENGTH = 16
# Ten bytes are sixteen base32 characters.
CODE_BYTES = 10
LOOK_ALIKES = str.maketrans({"0": "O", "1": "I", "8": "B"})


def new_token() -> str:
    """A token that nobody can guess: 32 random bytes, safe in a URL and a cookie."""
    return secrets.token_urlsafe(32)


def new_resume_code() -> str:
    """The token of a draft, which is also what a person types to carry on: 80 random bits as 16 base32 characters."""
    return base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()


def new_reference() -> str:
    """A random name for a record, which says nothing about when it was made."""
    return secrets.token_hex(8)


@dataclass(frozen=True)
class Codes:
    """Derives and hashes codes with the installation's secret key."""

    secret_key: str

    def keyed_hash(self, purpose: str, value: str) -> str:
        """The hash under which a code is stored; of no use to a reader of the database alone."""
        return self._digest(purpose, value).hex()

    def submission_key(self, draft_token: str) -> str:
        """The key of a draft's one submission: the same however often it is sent."""
        return self._digest("submission key", draft_token).hex()

    def receipt_code(self, submission_key: str) -> str:
        """Sixteen base32 characters, the same for the same submission."""
        return base64.b32encode(self._digest("receipt code", submission_key)[:CODE_BYTES]).decode()

    def receipt_hash(self, code: str) -> str:
        return self.keyed_hash("receipt", normal_code(code))

    def submission_hash(self, submission_key: str) -> str:
        return self.keyed_hash("submission", submission_key)

    def draft_hash(self, draft_token: str) -> str:
        return self.keyed_hash("draft", draft_token)

    def _digest(self, purpose: str, value: str) -> bytes:
        return hmac.new(self.secret_key.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).digest()


def normal_code(typed: str) -> str:
    """A code as it was given, whatever spaces, dashes and small letters were typed."""
    return "".join(character for character in typed.upper() if character.isalnum()).translate(LOOK_ALIKES)


def spaced_code(code: str) -> str:
    """A code in groups of four, as people read it out."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
