"""A fleet on loopback: PostgreSQL, Valkey, a balancer for the webhooks, and several processes of
Sotto that answer, post and draw, before one sandbox world with several bots and channels."""

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from bot.sandbox import World, serve
from bot.sandbox.bots import Bot
from bot.sandbox.chats import Channel
from tests import servers
from tests.fleet.balancer import Balancer, caddy, free_port
from tests.kills.process import PLAIN, READY, ROOT, TITLES, ProcessTown, SottoProcess
from tests.kit.several import toml_lines

BOTS = {"first": "42:CHAOS-SECRET", "second": "43:CHAOS-SECRET"}
SECRET = "a-secret-of-twenty-letters"
INTAKE, PUBLISH = ("run", "--role", "intake"), ("run", "--role", "publish")
RENDER = ("render",)


@dataclass
class Fleet(ProcessTown):
    """``sotto`` is the first worker; ``workers`` are all, by name."""

    workers: dict[str, SottoProcess] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    """Where each process that answers listens for its webhook."""
    balancer: Balancer = field(kw_only=True)
    server_of_tables: servers.PostgresqlServer = field(kw_only=True)
    server_of_memory: servers.ValkeyServer = field(kw_only=True)

    @property
    def address(self) -> str:
        return self.server_of_tables.address("sotto")

    async def start(self) -> None:
        """Start all, and wait until Telegram knows where to bring the updates of each bot."""
        for worker in self.workers.values():
            worker.start()
        for name in self.workers:
            await self.until_works(name)
        await self.world.wait_until(
            lambda: all(bot.inbox.webhook for bot in self.world.bots.values()), READY
        )

    async def until_works(self, name: str, times: int = 1) -> None:
        """Wait until this worker has said so often that it has started."""
        worker = self.workers[name]

        def started() -> bool:
            assert worker.running, worker.log.read_text()[-2000:]
            return self.starts_of(name) >= times

        await self.world.wait_until(started, READY)

    def starts_of(self, name: str) -> int:
        told = self.workers[name].log.read_text()
        return told.count('"started"') + told.count('"renderer_ready"')


@asynccontextmanager
async def fleet(
    folder: Path,
    cache: Path,
    *,
    seed: int = 0,
    channels: int = 3,
    bots: int = 2,
    workers: Mapping[str, Sequence[str]],
    program: str = PLAIN,
    with_caddy: bool = False,
    **settings: str,
) -> AsyncIterator[Fleet]:
    """``workers``: by name, what stands behind ``sotto``. The servers run; no worker is started
    yet. ``with_caddy``: the real one is the balancer. The first bot posts in the first channel, the
    next in the next; each channel is offered by all. ``settings``: SOTTO_… by name."""
    world = World(seed=seed)
    named = {name: world.add_bot(token, f"sotto_{name}_bot") for name, token in _first(BOTS, bots)}
    group = world.add_group("Staging")
    async with AsyncExitStack() as stack:
        tables = stack.enter_context(servers.postgresql(**servers.QUIET))
        await _own_database(tables)
        memory = stack.enter_context(servers.valkey())
        ports = {name: free_port() for name, does in workers.items() if tuple(does) != PUBLISH}
        drawing = {name: ports.pop(name) for name, does in workers.items() if tuple(does) == RENDER}
        balancer = Balancer(list(ports.values()))
        listening = caddy([*ports.values()], folder) if with_caddy else balancer.listening()
        hook = await stack.enter_async_context(listening)
        server = await stack.enter_async_context(serve(world))
        places = {
            name: _open(world, name, list(named.values()))
            for name, _title in _first(TITLES, channels)
        }
        for bot in named.values():
            group.admit(bot)
        chosen = {
            "bot_api": server.root,
            "cache": str(cache),
            "database": tables.address("sotto"),
            "memory": memory.address,
            "webhook_url": f"{hook}/telegram",
            "webhook_secret": SECRET,
            "probe_after": "1s",
            "stop_grace": "10s",
            "author_limit": "50",
            "renderers": " ".join(f"http://127.0.0.1:{port}" for port in drawing.values()),
            "config": str(folder / "sotto.toml"),
        }
        _write(folder, named, places, group.id, settings)
        common = {k: v for k, v in os.environ.items() if not k.startswith("SOTTO_")}
        common |= {f"SOTTO_{name.upper()}": value for name, value in chosen.items() if value}
        common["PYTHONPATH"] = str(ROOT)
        processes = {
            name: SottoProcess(
                {**common, **_own(folder, name, ports, drawing)}, folder / f"log-{name}", program,
                verb=does[0], arguments=tuple(does[1:]),
            )
            for name, does in workers.items()
        }  # fmt: skip
        first = next(iter(processes.values()))
        place = Fleet(
            world, server, next(iter(places.values())), group, group, first, folder, places,
            bots_of={name: list(named.values()) for name in places},
            workers=processes, ports=ports, balancer=balancer,
            server_of_tables=tables, server_of_memory=memory,
        )  # fmt: skip
        try:
            yield place
        finally:
            world.faults.recover()
            for each in processes.values():
                if each.running:
                    await each.kill()


async def _own_database(tables: servers.PostgresqlServer) -> None:
    master = await asyncpg.connect(host=str(tables.folder), user="postgres", database="postgres")
    await master.execute("CREATE ROLE sotto LOGIN")
    await master.execute("CREATE DATABASE sotto OWNER sotto")
    await master.close()


def _first(found: Mapping[str, str], number: int) -> list[tuple[str, str]]:
    return list(found.items())[:number]


def _open(world: World, name: str, bots: Sequence[Bot]) -> Channel:
    channel = world.add_channel(TITLES[name], username=f"sotto_{name}")
    for bot in bots:
        channel.admit(bot, can_post=True, can_edit=True, can_delete=True)
    return channel


def _own(
    folder: Path, name: str, ports: Mapping[str, int], drawing: Mapping[str, int]
) -> dict[str, str]:
    own = {"SOTTO_DATA": str(folder / name)}
    if name in drawing:
        own["SOTTO_RENDER_LISTEN"] = f"127.0.0.1:{drawing[name]}"
    if name in ports:
        own["SOTTO_WEBHOOK_LISTEN"] = f"127.0.0.1:{ports[name]}"
    return own


def _write(
    folder: Path,
    bots: Mapping[str, Bot],
    places: Mapping[str, Channel],
    staging: int,
    settings: Mapping[str, str],
) -> None:
    parts = []
    for name, bot in bots.items():
        token = folder / f"token-{name}"
        token.write_text(bot.token)
        parts.append("[[bots]]\n" + toml_lines({"name": name, "token_file": str(token)}))
    shared = {
        "staging": str(staging),
        "release": "instant",
        "pace": "50ms",
        "digest_time": "00:00",
        **settings,
    }
    parts.append("[defaults]\n" + toml_lines(shared))
    names = list(bots)
    for number, (name, channel) in enumerate(places.items()):
        entry = {
            "name": name,
            "title": TITLES[name],
            "channel": f"@{channel.username}",
            "poster": names[number % len(names)],
            "bots": names,
        }
        parts.append("[[channels]]\n" + toml_lines(entry))
    (folder / "sotto.toml").write_text("\n".join(parts), encoding="utf-8")
