"""The composition root of ``sotto render``: a studio that draws for other Sotto processes.

It needs no token, no database and no data folder. All that it writes is its cache of prepared
pictures; orders are in its memory until they are answered.
"""

import asyncio
import contextlib
import signal
from functools import partial
from pathlib import Path

from bot.cards.studio import Studio
from bot.logs import Event, log
from bot.ops.http import listening, parse_address, parse_loopback
from bot.ops.metrics import operator_face
from bot.renderers.answering import IN_LINE, RendererStatus, Renders
from bot.renderers.likeness import likeness_of
from bot.renderers.opening import left_out, told
from bot.schedule import Schedule
from bot.settings import Settings

_LISTEN = "SOTTO_RENDER_LISTEN"
_LOOK = 60.0
"""The seconds between looks at the operator's folder of pictures."""


async def render(settings: Settings) -> None:
    """Draw for others until SIGINT or SIGTERM; then finish what is in hand. Raises SottoError."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    log(Event.STARTING)
    secret = settings.render_secret
    async with contextlib.AsyncExitStack() as stack:
        studio = await Studio.open(
            cache=settings.cache_folder,
            pictures=settings.pictures,
            size=settings.card_size,
            progress=told,
            complain=left_out,
            strangers=False,
        )
        stack.push_async_callback(studio.close)
        await asyncio.to_thread(likeness_of, studio.shelf.infos)
        status = RendererStatus(at_once=IN_LINE * studio.processes)
        renders = Renders(
            studio.lend,
            lambda: likeness_of(studio.shelf.infos),
            secret,
            (settings.card_size,),
            status,
        )
        schedule = Schedule()
        schedule.every(_LOOK, partial(asyncio.to_thread, studio.shelf.refresh), name="pictures")
        schedule.start()
        stack.push_async_callback(schedule.stop)
        if settings.http is not None:
            face = operator_face(lambda: status)
            address = parse_loopback("SOTTO_HTTP", settings.http)
            await stack.enter_async_context(listening(face, address, setting="SOTTO_HTTP"))
        await stack.enter_async_context(
            listening(
                renders.app(),
                listener_of(settings.render_listen),
                setting=_LISTEN,
                grace=settings.stop_grace,
            )
        )
        log(Event.RENDERER_READY)
        await stop.wait()
        log(Event.STOPPING)
    log(Event.STOPPED)


def listener_of(written: str) -> tuple[str, int] | Path:
    """Read SOTTO_RENDER_LISTEN."""
    if written.startswith("unix://"):
        return Path(written.removeprefix("unix://"))
    return parse_address(_LISTEN, written)
