"""Somebody seizes the machine on which managers made campaigns: none of them is found, and neither
is who answered a question."""

import signal
from datetime import UTC, datetime, timedelta

from bot.sandbox.chats import Supergroup
from bot.sandbox.messages import Message
from tests.prove.authors import tap
from tests.prove.town import PLAIN, ProofTown, town_of

QUESTION = "What did you never tell anybody about bullying?"
ANSWER = "They hid my bag and the teacher laughed."


def of_the_bot(town: ProofTown, group: Supergroup, words: str, after: Message) -> Message | None:
    start = group.messages.index(after)
    return next(
        (
            m
            for m in reversed(group.messages[start:])
            if m.sender is town.bot and words in (m.text or m.caption or "")
        ),
        None,
    )


async def test_neither_managers_nor_who_answers_leave_a_trace(tmp_path, figure):
    async with town_of(tmp_path, 6) as town:
        cam, dee, mia, noa, alice, bob = town.people
        group = town.world.add_group("Managers", supergroup=True)
        town.seen_by_others.append(group)
        for each in (town.bot, cam, dee):
            group.admit(each)
        for each in (mia, noa):
            town.moderators.admit(each)
        settings = {"SOTTO_CAMPAIGNS": str(group.id), "SOTTO_REVIEW_EVERY": "0s"}
        life = await town.start(program=PLAIN, **settings)
        begin = cam.send("/campaign", to=group)

        async def said(words: str) -> Message:
            return await town.until(lambda: of_the_bot(town, group, words, begin))

        menu = await said("Campaigns")
        await tap(town, cam, menu, "New")
        await tap(town, cam, menu, "A question")
        await tap(town, dee, menu, "it’s our own")
        cam.send(QUESTION, to=group, reply_to=await said("The text, please"))
        card = await said("draft")
        await tap(town, cam, card, "When")
        now = datetime.now(UTC)  # its links work from its beginning on
        dee.send(f"{now:%Y-%m-%d %H:%M}", to=group, reply_to=await said("When should it appear"))
        until = f"{now + timedelta(days=3):%Y-%m-%d}"
        cam.send(until, to=group, reply_to=await said("How long does it run"))
        card = await said("Until ")
        await tap(town, cam, card, "Send for approval")
        begin_there = await town.until(
            lambda: next(
                (m for m in town.moderators.messages if "May this be" in (m.caption or "")), None
            )
        )
        await tap(town, mia, begin_there, "Approve")
        await said("approved by the moderators")
        alice.send("/start q_c1")
        alice.send(ANSWER)
        preview = await town.until(
            lambda: next((m for m in alice.chat if m.photo and m.keyboard), None)
        )
        await tap(town, alice, preview, "✅")
        bob.send("/start why_c1")
        await town.until(
            lambda: next((m for m in bob.chat if "Nobody paid" in (m.text or "")), None)
        )
        await life.end(signal.SIGKILL)
        figure("campaigns: bytes searched", f"{town.image().size:,}")
        assert town.found() == ()
