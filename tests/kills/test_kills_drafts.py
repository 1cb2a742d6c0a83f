"""SIGKILL in the middle of making a campaign: nothing that was answered is lost, what is asked is
asked again, and both chats learn what was decided."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.campaigns.campaign import CampaignState
from bot.sandbox.faults import When
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kills.managing import (
    QUESTION,
    campaign,
    completed,
    drafted,
    hears,
    join,
    press,
    said,
    tables_of,
)
from tests.kills.process import ProcessTown, town


@pytest.fixture
async def place(tmp_path: Path, cache: Path) -> AsyncIterator[ProcessTown]:
    async with town(tmp_path, cache, campaigns=True, moderation="post") as made:
        await made.start()
        yield made


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_after_a_kind_was_pressed_and_before_it_is_answered(
    place: ProcessTown, at: When
) -> None:
    """the draft is stored; SIGKILL; the press comes again: it is still one draft."""
    cam = join(place, place.managers)
    cam.send("/campaign", to=place.managers)
    menu = await hears(place, place.managers, "Campaigns")
    await press(place, cam, menu, "New")
    await place.world.wait_until(lambda: "A question" in menu.labels, 60)
    pause = place.world.faults.pause("editMessageText", at=at, chat=place.managers)
    cam.press(menu, "A question")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await press(place, cam, menu, "our own")
    await hears(place, place.managers, "The text, please")
    async with tables_of(place) as storage, storage.reading() as tables:
        assert await tables.campaigns.highest() == 1


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_while_the_next_thing_is_asked(place: ProcessTown, at: When) -> None:
    """how it is paid for is stored; the question for its words is on its way or processed."""
    cam = join(place, place.managers)
    cam.send("/campaign", to=place.managers)
    menu = await hears(place, place.managers, "Campaigns")
    for label in ("New", "A question"):
        await press(place, cam, menu, label)
    await place.world.wait_until(lambda: any("our own" in each for each in menu.labels), 60)
    pause = place.world.faults.pause("sendMessage", at=at, chat=place.managers)
    asked = len(said(place, place.managers, "The text, please"))
    cam.press(menu, "it’s our own")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    since = asked + (at == "after")
    question = await hears(place, place.managers, "The text, please", since)
    card = await completed(place, cam, question)
    assert "Question · c1" in (card.caption or "")


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_after_the_words_are_stored_and_before_they_are_shown(
    place: ProcessTown, at: When
) -> None:
    """the answer is handled anew, and the draft is shown."""
    cam = join(place, place.managers)
    asked = await drafted(place, cam)
    pause = place.world.faults.pause("sendPhoto", at=at, chat=place.managers)
    cam.send(QUESTION, to=place.managers, reply_to=asked)
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    assert (await campaign(place)).words == QUESTION
    await place.start()
    await hears(place, place.managers, "Question · c1", int(at == "after"))
    cam.send("Thank you all!", to=place.managers, reply_to=asked)  # no answer any more
    cam.send("/campaign c1", to=place.managers)
    await hears(place, place.managers, "Question · c1", 1 + (at == "after"))
    assert (await campaign(place)).words == QUESTION


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_while_moderators_are_asked(place: ProcessTown, at: When) -> None:
    """their card is on its way or processed; SIGKILL; one card decides, however many stand."""
    cam, mia, noa = ready(place)
    draft = await completed(place, cam, await drafted(place, cam))
    pause = place.world.faults.pause("sendPhoto", at=at, chat=place.staging)
    cam.press(draft, "Send for approval")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    since = int(at == "after")
    card = await hears(place, place.staging, "May this be posted?", since)
    if at == "after":  # the one that nobody had recorded decides nothing
        lost = said(place, place.staging, "May this be posted?")[0]
        answer = await mia.press(lost, "Approve").wait(60)
        assert "Already handled" in (answer or "")
    await both_approve(place, mia, noa, card)


def ready(place: ProcessTown) -> tuple[Person, Person, Person]:
    return join(place, place.managers), join(place, place.staging), join(place, place.staging)


async def both_approve(place: ProcessTown, mia: Person, noa: Person, card: Message) -> None:
    """Nobody knows any more who made it: it takes two."""
    assert "One more is needed" in (await mia.press(card, "Approve").wait(60) or "")
    assert await noa.press(card, "Approve").wait(60) == "Approved."
    await decided_once(place)


async def decided_once(place: ProcessTown) -> None:
    await hears(place, place.managers, "approved by the moderators")
    await hears(place, place.staging, "approved by the moderators")
    assert (await campaign(place)).state is CampaignState.APPROVED


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize("method", ["answerCallbackQuery", "editMessageCaption", "sendMessage"])
async def test_killed_while_both_chats_are_told_of_the_verdict(
    place: ProcessTown, method: str, at: When
) -> None:
    """approved; the press's answer, the moderators' card or the managers' message is on its way or
    processed; SIGKILL; the press comes again."""
    cam, mia, _noa = ready(place)
    draft = await completed(place, cam, await drafted(place, cam))
    await press(place, cam, draft, "Send for approval")
    card = await hears(place, place.staging, "May this be posted?")
    where = {"editMessageCaption": place.staging, "sendMessage": place.managers}.get(method)
    pause = place.world.faults.pause(method, at=at, chat=where)
    mia.press(card, "Approve")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    assert (await campaign(place)).state is CampaignState.APPROVED
    await place.start()
    await decided_once(place)


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize("method", ["editMessageCaption", "sendMessage"])
async def test_killed_while_managers_are_told_what_to_change(
    place: ProcessTown, method: str, at: When
) -> None:
    cam, mia, _noa = ready(place)
    draft = await completed(place, cam, await drafted(place, cam))
    await press(place, cam, draft, "Send for approval")
    card = await hears(place, place.staging, "May this be posted?")
    await press(place, mia, card, "Ask for a change")
    asked = await hears(place, place.staging, "What is to be changed?")
    where = place.staging if method == "editMessageCaption" else place.managers
    pause = place.world.faults.pause(method, at=at, chat=where)
    mia.send("Please name the day.", to=place.staging, reply_to=asked)
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await hears(place, place.managers, "Please name the day.")
    await hears(place, place.staging, "Please name the day.")
    found = await campaign(place)
    assert (found.state, found.note) == (CampaignState.DRAFT, "Please name the day.")


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_while_managers_are_told_that_one_was_removed(
    place: ProcessTown, at: When
) -> None:
    """two votes; taken down; SIGKILL; the second press comes again."""
    cam, mia, noa = ready(place)
    draft = await completed(place, cam, await drafted(place, cam))
    await press(place, cam, draft, "Send for approval")
    await press(place, mia, await hears(place, place.staging, "May this be posted?"), "Approve")
    await hears(place, place.managers, "approved by the moderators")
    mia.send("/remove c1", to=place.staging)
    vote = await hears(place, place.staging, "Remove c1")
    pause = place.world.faults.pause("sendMessage", at=at, chat=place.managers)
    noa.press(vote, "Remove")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await hears(place, place.managers, "c1 was removed")
    await hears(place, place.staging, "c1 was removed")
    assert (await campaign(place)).state is CampaignState.REMOVED
