"""What readers' reports have hidden, in the moderators' chat: shown, decided, gone from there."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.journeys.test_reports import report
from tests.kit.drawn import DrawnStudio
from tests.kit.town import ModeratedTown, jpeg


async def hidden_post(town: ModeratedTown, label: str = "🪪") -> tuple[Message, Message]:
    """The hidden post, and its card in the moderators' chat."""
    post = await town.publish(town.alice, "I kept her number.")
    await report(town, town.bob, label)
    await town.until(lambda: post.caption == "#1")
    case = await town.with_moderators("is hidden")
    return post, case


async def test_the_link_under_a_post_leads_to_the_question(moderated: ModeratedTown) -> None:
    async with moderated.running():
        post = await moderated.publish(moderated.alice, "I kept her number.")
        await moderated.idle()
        [link] = [each for each in post.links.values() if "report" in each]
        moderated.bob.open_link(link)
        await moderated.said(moderated.bob, "Qu’est-ce qui ne va pas")


async def test_a_case_shows_the_card_and_the_reasons_and_is_restored_by_one(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running():
        post = await moderated.publish(moderated.alice, "I kept her number.")
        published, caption = post.photo, post.caption
        await report(moderated, moderated.bob, "🪪")
        case = await moderated.with_moderators("is hidden")
        assert case.photo == published
        assert "Someone’s private data: 1" in (case.caption or "")
        assert await moderated.press(moderated.mia, case, "♻️") == "Restored."
        await moderated.until(lambda: post.caption == caption)
        assert post.photo == published
        await moderated.until(lambda: "is back in the channel" in (case.caption or ""))
        assert not case.keyboard
        assert case.photo != published


async def test_a_case_is_removed_by_two_and_its_words_leave_the_chat(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running():
        post, case = await hidden_post(moderated)
        before = case.photo
        assert await moderated.press(moderated.mia, case, "🗑") == "Your vote counts."
        await moderated.until(lambda: any("1/2" in label for label in case.labels))
        assert "already voted" in (await moderated.press(moderated.mia, case, "🗑") or "")
        assert await moderated.press(moderated.noa, case, "🗑") == "Removed."
        await moderated.until(lambda: post.deleted)
        await moderated.until(lambda: "was removed" in (case.caption or ""))
        assert case.photo != before
        assert not case.keyboard


async def test_two_who_press_at_once_decide_once(moderated: ModeratedTown) -> None:
    async with moderated.running():
        post, case = await hidden_post(moderated)
        presses = [moderated.mia.press(case, "♻️"), moderated.noa.press(case, "♻️")]
        said = [await each.wait() for each in presses]
        assert sorted(said, key=str) == ["Restored.", "That’s already decided."]
        await moderated.until(lambda: "number" in (post.caption or ""))


async def test_commands_and_authors_decide_a_case_too(moderated: ModeratedTown) -> None:
    async with moderated.running():
        post, case = await hidden_post(moderated)
        await moderated.tell(moderated.mia, "/find 1", "is hidden until you have checked it")
        await moderated.tell(moderated.noa, "/restore 1", "is back in the channel")
        await moderated.until(lambda: not case.keyboard)
        for name in ("Carol", "Dan"):  # twice as many as before: it was looked at
            await report(moderated, moderated.world.add_person(name), "🔞")
        second = await moderated.with_moderators("readers reported it", after=case)
        assert "checked before" in (second.caption or "")
        receipt = await moderated.said(moderated.alice, "Your receipt")
        moderated.alice.send((receipt.text or "").split("Your receipt: ")[1].split()[0])
        found = await moderated.said(moderated.alice, "Published as")
        await moderated.withdraw(moderated.alice, found)
        await moderated.until(lambda: "withdrawn by its author" in (second.caption or ""))
        await moderated.until(lambda: post.deleted)


async def test_a_case_is_shown_once_also_over_a_restart(moderated: ModeratedTown) -> None:
    async with moderated.running():
        post, case = await hidden_post(moderated)
    async with moderated.running():
        await moderated.tell(moderated.mia, "/find 1", "is hidden")
        cases = [m for m in moderated.group.messages if m.photo]
        assert cases == [case]
        await moderated.press(moderated.mia, case, "♻️")
        await moderated.until(lambda: "number" in (post.caption or ""))
        await moderated.until(lambda: not case.keyboard)


async def test_a_case_waits_until_the_moderators_chat_can_be_reached(
    moderated: ModeratedTown,
) -> None:
    moderated.group.dismiss(moderated.bot)
    async with moderated.running():
        post = await moderated.publish(moderated.alice, "I kept her number.")
        await report(moderated, moderated.bob, "🪪")
        await moderated.until(lambda: post.caption == "#1")
        refused = lambda: [c for c in moderated.world.calls_of("sendPhoto") if c.error]  # noqa: E731
        await moderated.until(refused)
        moderated.group.admit(moderated.bot)
        half_a_minute = timedelta(seconds=31)
        await moderated.time_passes(half_a_minute, lambda: moderated.told_moderators("is hidden"))


async def test_a_case_whose_answer_was_lost_stands_there_once(moderated: ModeratedTown) -> None:
    moderated.world.faults.lose_reply("sendPhoto", chat=moderated.group)
    async with moderated.running():
        post, first = await hidden_post(moderated)
        moderated.world.clock.skip(timedelta(seconds=31))
        await moderated.until(lambda: first.deleted)
        second = await moderated.with_moderators("readers reported it")
        await moderated.press(moderated.mia, second, "♻️")
        await moderated.until(lambda: "number" in (post.caption or ""))
        await moderated.until(lambda: not second.keyboard)


async def test_one_decided_before_its_answer_came_leaves_nothing(moderated: ModeratedTown) -> None:
    moderated.world.faults.lose_reply("sendPhoto", chat=moderated.group)
    async with moderated.running():
        _post, case = await hidden_post(moderated)
        await moderated.tell(moderated.mia, "/restore 1", "is back in the channel")
        moderated.world.clock.skip(timedelta(seconds=31))
        await moderated.until(lambda: case.deleted)


async def test_an_authors_own_picture_is_blurred_until_it_is_tapped(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running():
        moderated.alice.send_photo(jpeg(), "I kept her number.")
        await moderated.press(moderated.alice, await moderated.preview(moderated.alice), "✅")
        await moderated.until(lambda: len(moderated.cards) == 1)
        await report(moderated, moderated.bob, "🪪")
        case = await moderated.with_moderators("is hidden")
        assert case.media is not None
        assert case.media.spoiler


async def test_stats_come_as_a_picture(moderated: ModeratedTown) -> None:
    moderated.open_studio = DrawnStudio.open
    async with moderated.running() as running:
        _post, case = await hidden_post(moderated)
        await moderated.press(moderated.mia, case, "♻️")
        moderated.mia.send("/stats", to=moderated.group)
        shown = await moderated.until(
            lambda: next((m for m in moderated.group.messages if m.photo and not m.caption), None)
        )
        with Image.open(io.BytesIO(shown.photo or b"")) as image:
            assert image.size == (1080, 1440)
        async with running.services.shared.storage.reading() as tables:
            rows = await tables.daily_counts.since(moderated.world.clock.now().date())
        assert {row.what: row.times for row in rows} == {
            "released": 1, "reports": 1, "restored": 1, "wait_10m": 1,
        }  # fmt: skip


async def test_with_a_summary_nothing_pings_and_one_message_a_day_says_what_waits(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running():
        await moderated.tell(moderated.mia, "/summary", "Each whisper arrives with a notification")
        await moderated.tell(moderated.mia, "/summary on", "each morning at nine")
        await hidden_post(moderated)
        [shown] = [
            call for call in moderated.world.calls_of("sendPhoto")
            if call.parameters["chat_id"] == str(moderated.group.id)
        ]  # fmt: skip
        assert shown.parameters["disable_notification"] == "true"
    # While it is stopped: figures of a batch that came just before a stop are not known after it.
    now = moderated.world.clock.now()
    moderated.world.clock.skip(now.replace(hour=9, minute=1) + timedelta(days=1) - now)
    async with moderated.running():
        await moderated.with_moderators("Waiting for you: 1 hidden by reports.")
        await moderated.tell(
            moderated.noa, "/summary off", "Each whisper arrives with a notification"
        )
    said = [m for m in moderated.group.messages if "Waiting for you: 1" in (m.text or "")]
    assert len(said) == 1


@pytest.mark.usefixtures("looked_at_first")
async def test_with_a_summary_whispers_to_look_at_come_silently_and_are_counted(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running():
        await moderated.tell(moderated.mia, "/summary on", "each morning at nine")
        await moderated.submit(moderated.alice, "I kept her number.")
        card = await moderated.shown("I kept her number.")
        assert card.silent
    now = moderated.world.clock.now()
    moderated.world.clock.skip(now.replace(hour=9, minute=1) + timedelta(days=1) - now)
    async with moderated.running():
        said = await moderated.with_moderators("Waiting for you: 1 whisper to check.")
        assert not said.silent


@pytest.mark.parametrize("data", ["m:restore:1", "m:drop:1"])
async def test_readers_decide_no_case(moderated: ModeratedTown, data: str) -> None:
    async with moderated.running():
        post, case = await hidden_post(moderated)
        stranger: Person = moderated.bob
        said = await moderated.forge(stranger, case, data).wait()
        assert "Only members" in (said or "")
        assert post.caption == "#1"
