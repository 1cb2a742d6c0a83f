"""The managers' question, made as anybody makes one: by conversation in their group, approved next
door. It comes with the release after that, so that the first thing one sees are whispers."""

from datetime import timedelta

from bot.demo.page.scene import Scene
from bot.demo.story import QUESTION
from bot.domain.campaigns.times import written
from bot.sandbox.chats import Supergroup
from bot.sandbox.messages import Message

_PATIENCE = 30.0
_SOON, _STAYS = timedelta(minutes=1), timedelta(days=7)


async def ask_question(scene: Scene) -> None:
    """Raises TimeoutError, PersonCannot, LookupError: the visitor was in the way, or Telegram is
    away."""
    assert scene.settings is not None
    cam, group, now = scene.manager, scene.managers, scene.world.clock.now()
    begun = cam.send("/campaign", to=group)

    async def said(words: str) -> Message:
        return await _said(scene, group, words, begun)

    async def press(message: Message, label: str) -> None:
        await scene.world.wait_until(
            lambda: any(label in each for each in message.labels), _PATIENCE
        )
        await cam.press(message, label).wait(_PATIENCE)

    menu = await said("Campaigns")
    for label in ("New", "A question", "it’s our own"):
        await press(menu, label)
    cam.send(QUESTION, to=group, reply_to=await said("The text, please"))
    await press(await said("draft"), "When")
    zone = scene.settings.timezone
    starts = await said("When should it appear")
    cam.send(written(now + _SOON, zone), to=group, reply_to=starts)
    ends = await said("How long does it run")
    cam.send(written(now + _STAYS, zone), to=group, reply_to=ends)
    shown = await said("Until ")
    before = scene.group.messages[-1] if scene.group.messages else None
    await press(shown, "Send for approval")
    asked = await _said(scene, scene.group, "May this be posted?", before)
    await scene.moderators[-1].press(asked, "Approve").wait(_PATIENCE)


async def _said(scene: Scene, group: Supergroup, words: str, since: Message | None) -> Message:
    """Wait for the bot's newest message with these words after that one."""

    def found() -> Message | None:
        messages = group.messages
        start = messages.index(since) + 1 if since in messages else 0
        ours = [each for each in messages[start:] if each.sender is scene.bot]
        return next((m for m in reversed(ours) if words in (m.text or m.caption or "")), None)

    return await scene.world.wait_until(found, _PATIENCE)
