"""A receipt is a random code, shown to the author once: whoever holds it speaks for the whisper.

16 characters of Crockford's base 32 (https://www.crockford.com/base32.html), 80 random bits, in
four groups. It is drawn without any input, so nothing about its holder can be read from it, and
only its hash is stored: 80 bits are beyond guessing, so the hash needs no salt and no slowness.
"""

import hashlib
import random
import re
import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 16
_GROUP = 4
_MISREAD = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s\-_.‐-―−]+")
_GROUPED = re.compile(r"[0-9A-Z]{4}([\s\-‐-―−]?)(?:[0-9A-Z]{4}\1){2}[0-9A-Z]{4}")


def new_code(rng: random.Random) -> str:
    """Return ``XXXX-XXXX-XXXX-XXXX``. ``rng`` is a ``random.SystemRandom`` outside of tests."""
    return _grouped("".join(rng.choice(_ALPHABET) for _ in range(_LENGTH)))


def parse(text: str) -> str | None:
    """Return the code in its one spelling, from however it was typed (case, spaces, O for 0, I or L
    for 1); None when it cannot be a code. For text that is meant to be a code: ``/receipt …``."""
    letters = _SEPARATORS.sub("", _folded(text)).translate(_MISREAD)
    if len(letters) != _LENGTH or any(letter not in _ALPHABET for letter in letters):
        return None
    return _grouped(letters)


def pasted(text: str) -> str | None:
    """Return the code, when a whole message is nothing but one.

    Stricter than ``parse``, since the message may as well be a short confession: the groups must
    be whole, and without hyphens there must be a digit (all but 1 in 400 codes have one)."""
    folded = _folded(text)
    match = _GROUPED.fullmatch(folded)
    if match is None or (match[1].strip() == "" and not any(c.isdigit() for c in folded)):
        return None
    return parse(folded)


def receipt_hash(code: str) -> bytes:
    """Return 32 bytes, what storage keeps. ``code`` as ``new_code`` or ``parse`` gives it."""
    return hashlib.blake2b(code.encode("ascii"), digest_size=32, person=b"sotto receipt").digest()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().upper()


def _grouped(letters: str) -> str:
    return "-".join(letters[i : i + _GROUP] for i in range(0, _LENGTH, _GROUP))
