"""Passwords, kept by argon2 only. Every refusal costs the same time."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HACHEUR = PasswordHasher()
LEURRE = HACHEUR.hash("personne n'a ce mot de passe")
"""Compared when the account does not exist, so that time tells nothing."""


def hacher(mot_de_passe: str) -> str:
    return HACHEUR.hash(mot_de_passe)


def est_juste(empreinte: str, mot_de_passe: str) -> bool:
    try:
        return HACHEUR.verify(empreinte, mot_de_passe)
    except (VerificationError, InvalidHashError):
        return False


def est_a_renouveler(empreinte: str) -> bool:
    return HACHEUR.check_needs_rehash(empreinte)
