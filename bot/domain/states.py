"""The states of what stands in the channel: of a post, and of a day's digest."""

from enum import StrEnum


class PostState(StrEnum):
    """The states of a post: live <-> hidden; live|hidden -> leaving -> tomb | gone."""

    LIVE = "live"
    HIDDEN = "hidden"  # shows "being looked at"
    LEAVING = "leaving"  # its tombstone or its deletion is in the outbox
    TOMB = "tomb"  # edited to a notice
    GONE = "gone"  # deleted, by us or by hand

    @property
    def is_down(self) -> bool:
        """Whether it was taken down, or is about to be: nothing of it comes back."""
        return self in (PostState.LEAVING, PostState.TOMB, PostState.GONE)


class DigestState(StrEnum):
    """The states of a digest: planned -> posted | dropped; skipped -> planned, when a digest is
    asked for."""

    PLANNED = "planned"  # its parcel is in the outbox
    POSTED = "posted"
    SKIPPED = "skipped"  # too few whispers were loved that day
    DROPPED = "dropped"  # given up, by a person or after a restore
