"""A reply stays a reply and a whisper a whisper, whichever update comes twice, late, or after a
restart; and nobody is the author without the receipt."""

import random
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.draft import HANDLE_BYTES
from bot.domain.receipts import new_code
from bot.domain.replies.draft import PROOF_BYTES, ReplyDraft, ReplyVerb, decode_reply, encode_reply
from bot.flows.authors.reading import Draft, Reading
from bot.flows.replies.find import is_receipt_of
from bot.flows.replies.refusals import Unproven
from bot.flows.replies.send import read_reply, send
from bot.running import Running
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.again import bring_again
from tests.kit.replying import preview, question, stands, thread, written
from tests.kit.town import ModeratedTown, Town, with_moderators

TRIES = 10_000
WHISPER = "I still keep his letters."


@pytest.fixture
def talking(town: Town) -> Town:
    town.settings |= {"reply_every": timedelta(0), "replies": "on"}
    return town


@pytest.fixture
def watched(town: Town) -> ModeratedTown:
    moderated = with_moderators(town)
    moderated.settings |= {"reply_every": timedelta(0), "replies": "on"}
    return moderated


async def replies_in(running: Running) -> int:
    async with running.services.shared.storage.reading() as tables:
        return await tables.replies.count(1)


def cards_of(person: Person) -> list[Message]:
    return [m for m in person.chat if m.photo]


def previews_of(person: Person) -> list[Message]:
    return [m for m in person.chat if any("Envoyer" in label for label in m.labels)]


def last_update(town: Town) -> Mapping[str, Any]:
    return town.bot.inbox.waiting[-1]


@pytest.mark.parametrize("restarted", [False, True])
async def test_an_answer_that_comes_twice_is_a_reply_both_times(
    talking: Town, restarted: bool
) -> None:
    async with talking.running() as running:
        await talking.publish(talking.alice, WHISPER)
        asked = await question(talking, talking.bob)
        sent = talking.bob.send("Moi aussi.", reply_to=asked)
        raw = last_update(talking)
        await preview(talking, talking.bob, sent)
        if not restarted:
            await talking.idle()
            running.services.author.memory.slates._open.clear()  # as a new process's memory is
            await bring_again(talking, running, raw)
            await talking.idle()
            assert len(previews_of(talking.bob)) == 2
            assert not cards_of(talking.bob)
    async with talking.running() as running:
        await bring_again(talking, running, raw)
        await talking.idle()
        assert previews_of(talking.bob)
        assert not cards_of(talking.bob)
        for shown in previews_of(talking.bob)[:1]:
            await talking.press(talking.bob, shown, "✅")
        await stands(talking)
        assert await replies_in(running) == 1
        assert len(talking.cards) == 1


async def test_every_update_of_a_reply_that_comes_again_afterwards_changes_nothing(
    talking: Town,
) -> None:
    """The link, the words, their edit and the press, each once more in this process, and each once
    more in the next."""
    raws: list[Mapping[str, Any]] = []
    async with talking.running() as running:
        await talking.publish(talking.alice, WHISPER)
        await talking.idle()
        talking.bob.start(talking.bot, "reply_1")
        raws.append(last_update(talking))
        asked = await talking.said(talking.bob, "💬")
        sent = talking.bob.send("Moi aussi.", reply_to=asked)
        raws.append(last_update(talking))
        shown = await preview(talking, talking.bob, sent)
        talking.bob.edit(sent, "Moi aussi, dans une boîte.")
        raws.append(last_update(talking))
        await talking.until(lambda: "boîte" in (shown.text or ""))
        press = talking.bob.press(shown, "✅")
        raws.append(last_update(talking))
        await press.wait(60)
        await stands(talking)
        for raw in raws:
            await bring_again(talking, running, raw)
        await talking.idle()
        assert (await replies_in(running), len(talking.cards)) == (1, 1)
        assert not cards_of(talking.bob)
    async with talking.running() as running:
        for raw in raws:
            await bring_again(talking, running, raw)
        await talking.idle()
        assert (await replies_in(running), len(talking.cards)) == (1, 1)
        assert not cards_of(talking.bob)
        opened = await thread(talking, talking.alice)
        assert (opened.text or "").count("Moi aussi") == 1


async def test_every_update_of_a_whisper_that_comes_again_is_no_reply(talking: Town) -> None:
    """Though a question stands open beside it, here and in the next process."""
    async with talking.running() as running:
        await talking.publish(talking.alice, WHISPER)
        asked = await question(talking, talking.bob)
        sent = talking.bob.send("I never said it aloud.")
        raws = [last_update(talking)]
        await talking.preview(talking.bob)
        talking.bob.edit(sent, "I never said it aloud, not once.")
        raws.append(last_update(talking))
        await talking.idle()
        for raw in raws:
            await bring_again(talking, running, raw)
        await talking.idle()
        assert asked in talking.bob.chat
        assert not previews_of(talking.bob)
        assert cards_of(talking.bob)
    async with talking.running() as running:
        for raw in raws:
            await bring_again(talking, running, raw)
        await talking.idle()
        assert not previews_of(talking.bob)
        assert cards_of(talking.bob)
        assert await replies_in(running) == 0


async def test_ten_thousand_wrong_receipts_make_no_author(watched: ModeratedTown) -> None:
    """Random ones, and the right one of another whisper, or with a sign changed."""
    async with watched.running() as running:
        await watched.publish(watched.alice, WHISPER)
        code = await watched.receipt(watched.alice)
        await watched.submit(watched.world.add_person("Cleo"), "Another one.")
        storage, dice = running.services.shared.storage, random.Random(1)
        assert await is_receipt_of(code, storage=storage, number=1)
        assert not await is_receipt_of(code, storage=storage, number=2)
        wrong = {new_code(dice) for _ in range(TRIES - 200)} - {code}
        signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        places = [n for n, sign in enumerate(code) if sign != "-"]
        while len(wrong) < TRIES:
            place = dice.choice(places)
            wrong.add(code[:place] + dice.choice(signs) + code[place + 1 :])
            wrong.discard(code)
        for each in wrong:
            assert not await is_receipt_of(each, storage=storage, number=1)


async def test_ten_thousand_forged_proofs_send_no_authors_answer(watched: ModeratedTown) -> None:
    async with watched.running() as running:
        await watched.publish(watched.alice, WHISPER)
        services, now = running.services.author.replies, watched.world.clock.now()
        route = await services.routes.issue(4711, now)
        draft = Draft(route, 1, "I wrote it.")
        reading = read_reply(draft, services.rules)
        assert isinstance(reading, Reading)
        state = ReplyDraft(secrets.token_bytes(HANDLE_BYTES), reading.check, None, 1, 1)
        for _ in range(TRIES):
            forged = replace(state, proof=secrets.token_bytes(PROOF_BYTES))
            read = decode_reply(encode_reply(ReplyVerb.SEND, forged))
            assert read == (ReplyVerb.SEND, forged)
            end = await send(
                draft, reading, forged, code=new_code(services.rng), services=services, now=now
            )
            assert end is Unproven.RECEIPT
        assert await replies_in(running) == 0


async def test_a_forged_button_of_the_author_shows_a_mask(watched: ModeratedTown) -> None:
    """The proof is made up, or somebody else's, who has the receipt."""
    async with watched.running() as running:
        await watched.publish(watched.alice, WHISPER)
        code = await watched.receipt(watched.alice)
        theirs = await written(watched, watched.alice, "Thank you all.")
        await watched.press(watched.alice, theirs, "I wrote #1")
        asked = await watched.said(watched.alice, "the code of #1")
        watched.alice.send(code, reply_to=asked)
        await watched.until(lambda: (theirs.text or "").startswith("✔ Author"))
        [proven] = [b.data for row in theirs.keyboard for b in row if "Send" in b.label]
        read = decode_reply(proven or "")
        assert read is not None
        mine = await written(watched, watched.bob, "C'est moi.")
        [plain] = [b.data for row in mine.keyboard for b in row if "Envoyer" in b.label]
        own = decode_reply(plain or "")
        assert own is not None
        for proof in (read[1].proof, bytes(PROOF_BYTES), secrets.token_bytes(PROOF_BYTES)):
            forged = replace(own[1], mask=None, proof=proof)
            said = await watched.forge(
                watched.bob, mine, encode_reply(ReplyVerb.SEND, forged)
            ).wait(60)
            assert said
            assert "Envoie de nouveau le code" in said
            await watched.idle()
            assert not (mine.text or "").startswith("✔")
        assert await replies_in(running) == 0


async def test_wrong_receipts_are_counted_until_none_is_looked_at(watched: ModeratedTown) -> None:
    """Not even the right one."""
    async with watched.running():
        await watched.publish(watched.alice, WHISPER)
        code = await watched.receipt(watched.alice)
        shown = await written(watched, watched.alice, "Thank you all.")
        await watched.press(watched.alice, shown, "I wrote #1")
        asked = await watched.said(watched.alice, "the code of #1")
        for _ in range(20):
            watched.alice.send("ABCD-EFGH-JKMN-PQRS", reply_to=asked)
            await watched.later(timedelta(seconds=10))  # so that it is no flood
        watched.alice.send(code, reply_to=asked)
        await watched.said(watched.alice, "Too many unknown codes")
        await watched.idle()
        assert not (shown.text or "").startswith("✔")
