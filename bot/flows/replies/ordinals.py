"""Ordinals of a thread are never given twice, even when nobody knows what the group holds."""

from storage import Tables


async def skip_ordinals(tables: Tables, count: int) -> None:
    """Assume that each thread that exists has so many replies of which nothing is known: it goes on
    above all of them. One line in a table, however many threads there are."""
    if count <= 0:
        return
    stored = tables.runtime_settings.ordinals_after
    _, before = await stored.get() or (0, 0)
    newest = await tables.runtime_settings.next_number.get() - 1
    await stored.put((newest, max(before, await tables.replies.highest_ordinal()) + count))


async def last_ordinal_assumed(tables: Tables, number: int) -> int:
    """Return the ordinal above which the thread of this whisper goes on. 0: nothing is assumed."""
    newest, ordinal = await tables.runtime_settings.ordinals_after.get() or (0, 0)
    return ordinal if number <= newest else 0
