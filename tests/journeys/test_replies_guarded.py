"""Replies to who is fragile are looked at by people in every mode, and where there are none, there
are no such replies. Nobody replies more than ten times a day."""

from datetime import timedelta

from bot.domain.whisper import State
from bot.memory.identity import Purpose
from bot.memory.reply_memory import A_DAY
from bot.sandbox.people import Person
from tests.kit.replying import question, reply, stands
from tests.kit.town import ModeratedTown, Town

WHISPER = "I still keep his letters."
KIND = "So do I, in a shoe box."
CRUEL = "Everybody hates you, Mirelle. Pass it on."
AT_ONCE = {"reply_every": timedelta(0), "replies": "on"}


async def cover_and_publish(town: Town, person: Person, words: str) -> None:
    person.send(words)
    preview = await town.preview(person)
    await town.press(person, preview, "Sensitive topic")
    await town.until(lambda: any("☑️ Sensitive" in label for label in preview.labels))
    before = len(town.cards)
    await town.press(person, preview, "✅ Publish")
    await town.until(lambda: len(town.cards) > before)


async def test_replies_under_a_covered_whisper_wait_while_others_go_out(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running(moderation="post", **AT_ONCE) as running:
        await cover_and_publish(moderated, moderated.alice, "I cut my hair off in the dark.")
        await moderated.publish(moderated.alice, WHISPER)
        await reply(moderated, moderated.bob, KIND, 1)
        await reply(moderated, moderated.bob, "Mine are in the cellar.", 2)
        await stands(moderated, 1, 2)
        sheet = await moderated.with_moderators(KIND)
        assert "cellar" not in (sheet.text or "")
        storage = running.services.shared.storage
        async with storage.reading() as tables:
            [waits] = await tables.replies.by_state(State.REVIEW)
            assert (waits.number, await tables.replies.thread(1)) == (1, ())
        await moderated.press(moderated.mia, sheet, "✅ All")
        await stands(moderated, 1, 1)


async def test_without_moderators_nothing_cruel_and_nobody_fragile_is_answered(town: Town) -> None:
    async with town.running(**AT_ONCE):
        await cover_and_publish(town, town.alice, "I cut my hair off in the dark.")
        await town.publish(town.alice, WHISPER)
        await town.idle()
        reader = town.world.add_person("Nell")
        reader.start(town.bot, "reply_1")
        await town.said(reader, "This one doesn’t take replies")
        reader.send(CRUEL, reply_to=await question(town, reader, 2))
        await town.said(reader, "This would hurt someone")


async def test_an_eleventh_reply_within_a_day_is_told_when(town: Town) -> None:
    async with town.running(**AT_ONCE) as running:
        await town.publish(town.alice, WHISPER)
        await town.idle()
        author, now = running.services.author, town.world.clock.now()
        reader = town.world.add_person("Nell")
        route = await author.replies.routes.issue(reader.id, now)
        for _ in range(A_DAY):
            await author.memory.replies.today.count(
                author.replies.routes.tag(route, Purpose.REPLIES), now
            )
        reader.start(town.bot, "reply_1")
        await town.said(reader, "You can send 10 replies a day")
