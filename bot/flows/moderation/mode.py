"""Who looks first: the mode that holds now, kept over restarts."""

from collections.abc import Callable
from typing import Literal

from storage import Storage

Mode = Literal["pre", "hybrid", "post"]
MODE_SETTING = "mode"
"""Name of the run-time setting that overrules SOTTO_MODERATION."""

MODES: tuple[Mode, ...] = ("pre", "hybrid", "post")


async def mode_now(*, storage: Storage, default: Mode) -> Mode:
    async with storage.reading() as tables:
        mode: Mode = await tables.runtime_settings.get(MODE_SETTING, default)
        return mode


async def set_mode(*, storage: Storage, mode: Mode) -> None:
    """For what is published from now on; what waits keeps waiting for its moderators."""
    async with storage.transaction() as tables:
        await tables.runtime_settings.put(MODE_SETTING, mode)


async def forget_mode(*, storage: Storage) -> None:
    """Back to the mode that is set."""
    async with storage.transaction() as tables:
        await tables.runtime_settings.drop(MODE_SETTING)


def looked_at_first(mode: Mode, pointed_at: Callable[[], bool], *, guarded: bool = False) -> bool:
    """Whether moderators see it before it may come out. ``pointed_at``: a check found something,
    or somebody is not well; asked only where it matters. ``guarded``: it is cruel to somebody, and
    there are moderators; then it waits for them in every mode.

    Preview and receipt both say what this rule says, so it looks at the author's own words alone:
    were it to look at what others published, the two would tell an author of it."""
    return guarded or mode == "pre" or (mode == "hybrid" and pointed_at())
