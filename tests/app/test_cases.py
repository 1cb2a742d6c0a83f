"""What readers' reports have hidden, in the moderators' chat: shown, decided, gone from there."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.app.conftest import DeskTown, jpeg
from tests.app.test_reports import report


async def hidden_post(town: DeskTown, label: str = "🪪") -> tuple[Message, Message]:
    """The hidden post, and its card in the moderators' chat."""
    post = await town.publish(town.alice, "I kept her number.")
    await report(town, town.bob, label)
    await town.until(lambda: post.caption == "#1")
    case = await town.at_desk("is hidden")
    return post, case


async def test_the_link_under_a_post_leads_to_the_question(desk_town: DeskTown) -> None:
    async with desk_town.running():
        post = await desk_town.publish(desk_town.alice, "I kept her number.")
        await desk_town.idle()
        [link] = [each for each in links(post) if "report" in each]
        desk_town.bob.open_link(link)
        await desk_town.said(desk_town.bob, "Qu’est-ce qui ne va pas")


def links(post: Message) -> list[str]:
    return [each.json().get("url", "") for each in post.words.entities]


async def test_a_case_shows_the_card_and_the_reasons_and_is_restored_by_one(
    desk_town: DeskTown,
) -> None:
    async with desk_town.running():
        post = await desk_town.publish(desk_town.alice, "I kept her number.")
        published, caption = post.photo, post.caption
        await report(desk_town, desk_town.bob, "🪪")
        case = await desk_town.at_desk("is hidden")
        assert case.photo == published
        assert "Somebody's private data: 1" in (case.caption or "")
        assert await desk_town.press(desk_town.mia, case, "♻️") == "Restored."
        await desk_town.until(lambda: post.caption == caption)
        assert post.photo == published
        await desk_town.until(lambda: "stands in the channel again" in (case.caption or ""))
        assert not case.keyboard
        assert case.photo != published


async def test_a_case_is_removed_by_two_and_its_words_leave_the_chat(desk_town: DeskTown) -> None:
    async with desk_town.running():
        post, case = await hidden_post(desk_town)
        before = case.photo
        assert await desk_town.press(desk_town.mia, case, "🗑") == "Your vote counts."
        await desk_town.until(lambda: any("1/2" in label for label in case.labels))
        assert "counts already" in (await desk_town.press(desk_town.mia, case, "🗑") or "")
        assert await desk_town.press(desk_town.noa, case, "🗑") == "Removed."
        await desk_town.until(lambda: post.deleted)
        await desk_town.until(lambda: "was removed" in (case.caption or ""))
        assert case.photo != before
        assert not case.keyboard


async def test_two_who_press_at_once_decide_once(desk_town: DeskTown) -> None:
    async with desk_town.running():
        post, case = await hidden_post(desk_town)
        presses = [desk_town.mia.press(case, "♻️"), desk_town.noa.press(case, "♻️")]
        said = [await each.wait(20) for each in presses]
        assert sorted(said, key=str) == ["Restored.", "That is decided already."]
        await desk_town.until(lambda: "number" in (post.caption or ""))


async def test_commands_and_authors_decide_a_case_too(desk_town: DeskTown) -> None:
    async with desk_town.running():
        post, case = await hidden_post(desk_town)
        await desk_town.tell(desk_town.mia, "/find 1", "is hidden until you have looked")
        await desk_town.tell(desk_town.noa, "/restore 1", "stands in the channel again")
        await desk_town.until(lambda: not case.keyboard)
        for name in ("Carol", "Dan"):  # twice as many as before: it was looked at
            await report(desk_town, desk_town.world.add_person(name), "🔞")
        second = await desk_town.at_desk("readers reported it", after=case)
        assert "looked at before" in (second.caption or "")
        receipt = await desk_town.said(desk_town.alice, "Your receipt")
        desk_town.alice.send((receipt.text or "").split("Your receipt: ")[1].split()[0])
        found = await desk_town.said(desk_town.alice, "Published as")
        await desk_town.withdraw(desk_town.alice, found)
        await desk_town.until(lambda: "taken back by its author" in (second.caption or ""))
        await desk_town.until(lambda: post.deleted)


async def test_a_case_is_shown_once_also_over_a_restart(desk_town: DeskTown) -> None:
    async with desk_town.running():
        post, case = await hidden_post(desk_town)
    async with desk_town.running():
        await desk_town.tell(desk_town.mia, "/find 1", "is hidden")
        cases = [m for m in desk_town.group.messages if m.photo]
        assert cases == [case]
        await desk_town.press(desk_town.mia, case, "♻️")
        await desk_town.until(lambda: "number" in (post.caption or ""))
        await desk_town.until(lambda: not case.keyboard)


async def test_a_case_waits_until_the_moderators_chat_can_be_reached(desk_town: DeskTown) -> None:
    desk_town.group.dismiss(desk_town.bot)
    async with desk_town.running():
        post = await desk_town.publish(desk_town.alice, "I kept her number.")
        await report(desk_town, desk_town.bob, "🪪")
        await desk_town.until(lambda: post.caption == "#1")
        refused = lambda: [c for c in desk_town.world.calls_of("sendPhoto") if c.error]  # noqa: E731
        await desk_town.until(refused)
        desk_town.group.admit(desk_town.bot)
        desk_town.world.clock.skip(timedelta(seconds=31))
        await desk_town.at_desk("is hidden")


async def test_a_case_whose_answer_was_lost_stands_there_once(desk_town: DeskTown) -> None:
    desk_town.world.faults.lose_reply("sendPhoto", chat=desk_town.group)
    async with desk_town.running():
        post, first = await hidden_post(desk_town)
        desk_town.world.clock.skip(timedelta(seconds=31))
        await desk_town.until(lambda: first.deleted)
        second = await desk_town.at_desk("readers reported it")
        await desk_town.press(desk_town.mia, second, "♻️")
        await desk_town.until(lambda: "number" in (post.caption or ""))
        await desk_town.until(lambda: not second.keyboard)


async def test_one_decided_before_its_answer_came_leaves_nothing(desk_town: DeskTown) -> None:
    desk_town.world.faults.lose_reply("sendPhoto", chat=desk_town.group)
    async with desk_town.running():
        _post, case = await hidden_post(desk_town)
        await desk_town.tell(desk_town.mia, "/restore 1", "stands in the channel again")
        desk_town.world.clock.skip(timedelta(seconds=31))
        await desk_town.until(lambda: case.deleted)


async def test_an_authors_own_picture_is_blurred_until_it_is_tapped(desk_town: DeskTown) -> None:
    async with desk_town.running():
        desk_town.alice.send_photo(jpeg(), "I kept her number.")
        await desk_town.press(desk_town.alice, await desk_town.preview(desk_town.alice), "✅")
        await desk_town.until(lambda: len(desk_town.cards) == 1)
        await report(desk_town, desk_town.bob, "🪪")
        case = await desk_town.at_desk("is hidden")
        assert case.media is not None
        assert case.media.spoiler


async def test_stats_come_as_a_picture(desk_town: DeskTown) -> None:
    async with desk_town.running() as running:
        _post, case = await hidden_post(desk_town)
        await desk_town.press(desk_town.mia, case, "♻️")
        desk_town.mia.send("/stats", to=desk_town.group)
        shown = await desk_town.until(
            lambda: next((m for m in desk_town.group.messages if m.photo and not m.caption), None)
        )
        with Image.open(io.BytesIO(shown.photo or b"")) as image:
            assert image.size == (1080, 1440)
        async with running.services.storage.reading() as tables:
            rows = await tables.tallies.since(desk_town.world.clock.now().date())
        assert {row.what: row.times for row in rows} == {
            "released": 1, "reports": 1, "restored": 1, "wait_10m": 1,
        }  # fmt: skip


async def test_with_a_summary_nothing_pings_and_one_message_a_day_says_what_waits(
    desk_town: DeskTown,
) -> None:
    async with desk_town.running():
        await desk_town.tell(desk_town.mia, "/summary", "You hear each whisper come")
        await desk_town.tell(desk_town.mia, "/summary on", "each morning at nine")
        await hidden_post(desk_town)
        [shown] = [
            call for call in desk_town.world.calls_of("sendPhoto")
            if call.parameters["chat_id"] == str(desk_town.group.id)
        ]  # fmt: skip
        assert shown.parameters["disable_notification"] == "true"
    async with desk_town.running():
        now = desk_town.world.clock.now()
        nine = now.replace(hour=9, minute=1) + timedelta(days=1)
        desk_town.world.clock.skip(nine - now)
    async with desk_town.running():
        await desk_town.at_desk("What waits for you: 1 hidden by reports.")
        await desk_town.tell(desk_town.noa, "/summary off", "You hear each whisper come")
    said = [m for m in desk_town.group.messages if "What waits for you: 1" in (m.text or "")]
    assert len(said) == 1


@pytest.mark.usefixtures("looked_at_first")
async def test_with_a_summary_whispers_to_look_at_come_silently_and_are_counted(
    desk_town: DeskTown,
) -> None:
    async with desk_town.running():
        await desk_town.tell(desk_town.mia, "/summary on", "each morning at nine")
        await desk_town.submit(desk_town.alice, "I kept her number.")
        card = await desk_town.shown("I kept her number.")
        assert card.silent
    now = desk_town.world.clock.now()
    desk_town.world.clock.skip(now.replace(hour=9, minute=1) + timedelta(days=1) - now)
    async with desk_town.running():
        said = await desk_town.at_desk("What waits for you: 1 whisper to look at.")
        assert not said.silent


@pytest.mark.parametrize("data", ["m:restore:1", "m:drop:1"])
async def test_readers_decide_no_case(desk_town: DeskTown, data: str) -> None:
    async with desk_town.running():
        post, case = await hidden_post(desk_town)
        stranger: Person = desk_town.bob
        said = await desk_town.forge(stranger, case, data).wait(20)
        assert "Only members" in (said or "")
        assert post.caption == "#1"
