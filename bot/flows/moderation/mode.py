"""Who looks first: the mode that holds now, kept over restarts."""

from bot.flows.authors.submit import MODE_KNOB, Mode
from storage import Storage

MODES: tuple[Mode, ...] = ("pre", "hybrid", "post")


async def mode_now(*, storage: Storage, default: Mode) -> Mode:
    async with storage.reading() as tables:
        mode: Mode = await tables.knobs.get(MODE_KNOB, default)
        return mode


async def set_mode(*, storage: Storage, mode: Mode) -> None:
    """For what is published from now on; what waits keeps waiting for its moderators."""
    async with storage.transaction() as tables:
        await tables.knobs.put(MODE_KNOB, mode)


async def forget_mode(*, storage: Storage) -> None:
    """Back to the mode that is set."""
    async with storage.transaction() as tables:
        await tables.knobs.drop(MODE_KNOB)
