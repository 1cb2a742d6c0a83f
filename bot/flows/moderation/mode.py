"""The mode decides whether moderators look before or after a post. It is kept over restarts."""

from collections.abc import Callable

from bot.domain.review import Mode
from storage import Storage


async def mode_now(*, storage: Storage, default: Mode) -> Mode:
    async with storage.glancing() as tables:
        return await tables.runtime_settings.mode.get() or default


async def set_mode(*, storage: Storage, mode: Mode) -> None:
    """Set the mode of what is published from now on; what waits keeps waiting for its
    moderators."""
    async with storage.transaction() as tables:
        await tables.runtime_settings.mode.put(mode)


async def forget_mode(*, storage: Storage) -> None:
    """Go back to the mode that is deployed."""
    async with storage.transaction() as tables:
        await tables.runtime_settings.mode.drop()


def looked_at_first(mode: Mode, pointed_at: Callable[[], bool], *, guarded: bool = False) -> bool:
    """Whether moderators see it before it may come out. ``pointed_at``: a check found something,
    or somebody is not well; asked only where it matters. ``guarded``: it is cruel to somebody, and
    there are moderators; then it waits for them in every mode.

    Preview and receipt both say what this rule says, so it looks at the author's own words alone:
    were it to look at what others published, the two would tell an author of it."""
    return guarded or mode == "pre" or (mode == "hybrid" and pointed_at())
