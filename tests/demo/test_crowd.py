"""Everybody else on the demo page, without a browser."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from bot.demo.page import crowd
from bot.demo.page.scene import furnish, make_scene, running
from bot.demo.story import DAY
from bot.sandbox.server import serve
from tests.kit.drawn import DrawnStudio


async def test_the_whisper_that_stays_in_the_pool_is_answered_when_it_comes_out(
    monkeypatch, tmp_path, cache
):
    monkeypatch.setattr(crowd, "DAY", DAY[:2])
    monkeypatch.setattr(crowd, "POINTED_AT", ())
    monkeypatch.setattr(
        crowd, "REPLIES", {line.words[:15]: ("I know.",) for line in (*DAY, *crowd.CROWD)}
    )
    scene, stop = make_scene(), asyncio.Event()
    world, channel = scene.world, scene.channels[0]

    def answered(posts: int) -> bool:
        return sum("1 reply" in (post.caption or "") for post in channel.posts) == posts

    async with asyncio.timeout(150), serve(world) as server:
        furnish(scene, server, tmp_path, cache=cache)
        async with running(scene, stop, open_studio=DrawnStudio.open):
            others = crowd.Crowd(scene)
            others.fill()
            await world.wait_until(lambda: not others.busy, 60)
            assert len(channel.posts) == 2, "one stays, to mix with later ones"
            world.clock.skip(timedelta(hours=1))  # nothing waits longer
            await world.wait_until(lambda: answered(2) and len(channel.posts) == 3, 60)
            reader = scene.crowd[-1]  # who answers first
            await world.wait_until(
                lambda: any("under #3" in (each.text or "") for each in reader.chat), 60
            )
            while not answered(3):
                world.clock.skip(timedelta(minutes=10))  # to the next slot of replies
                with suppress(TimeoutError):
                    await world.wait_until(lambda: answered(3), 1)
            await others.close()
