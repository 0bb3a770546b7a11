"""Keys: opaque, lower case, in folders, the same for every stockage."""

import re
import secrets

from app.stockage.erreurs import CleInvalide

_SEGMENT = r"[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?"
_CLE = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})+")
_PREFIXE = re.compile(r"[a-z0-9][a-z0-9._/-]*|")
_LONGUEUR_MAX = 300


def nouvelle_cle(prefixe: str = "versions") -> str:
    """A key nobody can guess, spread over 256 folders so that none grows too large."""
    hasard = secrets.token_hex(16)
    return exiger_cle(f"{prefixe}/{hasard[:2]}/{hasard}")


def est_cle(cle: str) -> bool:
    """Whether `cle` is one: two segments or more, lower case letters, digits, `.`, `_`, `-`.

    One case only, so that two keys never meet on a disk that ignores case; two segments at least,
    so that a stray file at the root of a folder is never taken for an object.
    """
    return len(cle) <= _LONGUEUR_MAX and _CLE.fullmatch(cle) is not None


def exiger_cle(cle: str) -> str:
    """Return `cle`, or raise `CleInvalide`."""
    if not est_cle(cle):
        raise CleInvalide(f"clé refusée : {cle[:80]!r}")
    return cle


def exiger_prefixe(prefixe: str) -> str:
    """Return `prefixe` (the beginning of keys, maybe empty), or raise `CleInvalide`."""
    if _PREFIXE.fullmatch(prefixe) is None or ".." in prefixe or "//" in prefixe:
        raise CleInvalide(f"préfixe refusé : {prefixe[:80]!r}")
    return prefixe
