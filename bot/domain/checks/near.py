"""Words that were sent before, or nearly: SimHash in memory, under the key made at each start.

Nothing here can be written to disk and read later: without the key a fingerprint says nothing, and
the key dies with the process (anonymity rule 12).
"""

import hmac
from collections import deque

from bot.domain.checks.normal import normalise

BITS = 64
_SHINGLE = 4  # letters; long enough to keep word order, short enough for a change of a word


class NearDuplicates:
    """The last fingerprints, oldest forgotten first. Not shared between processes."""

    def __init__(self, key: bytes, *, remember: int = 2000, within: int = 13) -> None:
        """``within``: how many of the 64 bits may differ for two texts to be near."""
        self._key = key
        self._within = within
        self._seen: deque[int] = deque(maxlen=remember)

    def seen_before(self, words: str) -> bool:
        """Whether nearly the same was noted. Words too short to compare are never seen before."""
        mark = self._fingerprint(words)
        return mark is not None and any(
            (mark ^ other).bit_count() <= self._within for other in self._seen
        )

    def note(self, words: str) -> None:
        """Remember the words' fingerprint, not the words."""
        mark = self._fingerprint(words)
        if mark is not None:
            self._seen.append(mark)

    def _fingerprint(self, words: str) -> int | None:
        letters = "".join(filter(str.isalnum, normalise(words).text))
        if len(letters) < 3 * _SHINGLE:
            return None
        votes = [0] * BITS
        for shingle in {letters[i : i + _SHINGLE] for i in range(len(letters) - _SHINGLE + 1)}:
            digest = hmac.digest(self._key, shingle.encode(), "sha256")[: BITS // 8]
            bits = int.from_bytes(digest, "big")
            for bit in range(BITS):
                votes[bit] += 1 if bits >> bit & 1 else -1
        return sum(1 << bit for bit, vote in enumerate(votes) if vote > 0)
