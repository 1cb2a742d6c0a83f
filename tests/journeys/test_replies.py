"""Readers reply: three acts, under a name, and nothing of who wrote stays in their chat."""

from datetime import timedelta

import pytest

from bot.domain.replies.masks import MASKS
from tests.kit.replying import preview, question, reply, stands, thread, written
from tests.kit.town import ModeratedTown, Town, with_moderators

AT_ONCE = {"reply_every": timedelta(0), "replies": "on"}


@pytest.fixture
def talking(town: Town) -> Town:
    """A town without moderators that takes replies, at once."""
    town.settings |= AT_ONCE
    return town


@pytest.fixture
def watched(town: Town) -> ModeratedTown:
    moderated = with_moderators(town)
    moderated.settings |= AT_ONCE
    return moderated


async def test_a_reply_takes_a_tap_words_and_a_tap(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        await reply(talking, talking.bob, "So do I, in a shoe box.")
        await stands(talking)
        shown = await thread(talking, talking.alice)
        assert "So do I, in a shoe box." in (shown.text or "")
        assert "1.1" in (shown.text or "")


async def test_question_words_and_preview_burn_at_once(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        await reply(talking, talking.bob, "So do I, in a shoe box.")
        await talking.until(lambda: not any("shoe box" in (m.text or "") for m in talking.bob.chat))
        assert not any((m.text or "").startswith("💬") for m in talking.bob.chat)


async def test_the_preview_shows_name_and_words_in_the_readers_language(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        shown = await written(talking, talking.bob, "Moi aussi.")
        assert "Moi aussi." in (shown.text or "")
        emoji = (shown.text or "")[0]
        assert emoji in {mask.emoji for mask in MASKS.values()}
        assert [label for label in shown.labels if "Envoyer" in label]
        assert [label for label in shown.labels if "Un autre nom" in label]
        assert [label for label in shown.labels if "C'est moi, #1" in label]


async def test_another_name_is_another_and_is_kept_all_through_the_thread(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        shown = await written(talking, talking.bob, "Moi aussi.")
        first = (shown.text or "").split("\n")[0]
        await talking.press(talking.bob, shown, "🎭")
        await talking.until(lambda: (shown.text or "").split("\n")[0] != first)
        second = (shown.text or "").split("\n")[0]
        await talking.press(talking.bob, shown, "✅")
        await talking.idle()
        again = await written(talking, talking.bob, "Et je les relis.")
        assert (again.text or "").split("\n")[0] == second
        assert not any("🎭" in label for label in again.labels)


async def test_words_that_answer_nothing_are_a_whisper_as_ever(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        await question(talking, talking.bob)
        talking.bob.send("I never said it aloud.")
        card = await talking.preview(talking.bob)
        assert any("Publier" in label for label in card.labels)


async def test_an_edited_answer_changes_its_preview_and_becomes_no_whisper(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        asked = await question(talking, talking.bob)
        sent = talking.bob.send("Moi aussi.", reply_to=asked)
        shown = await preview(talking, talking.bob, sent)
        talking.bob.edit(sent, "Moi aussi, dans une boîte.")
        await talking.until(lambda: "dans une boîte" in (shown.text or ""))
        await talking.idle()
        assert not any(m.photo for m in talking.bob.chat)


async def test_an_answer_edited_after_a_restart_is_a_reply_still(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        asked = await question(talking, talking.bob)
        sent = talking.bob.send("Moi aussi.", reply_to=asked)
        await preview(talking, talking.bob, sent)
    async with talking.running():
        talking.bob.edit(sent, "Moi aussi, dans une boîte.")
        shown = await talking.said(talking.bob, "dans une boîte")
        assert any("Envoyer" in label for label in shown.labels)
        assert not any(m.photo for m in talking.bob.chat)


async def test_a_press_that_comes_twice_sends_one_reply(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        shown = await written(talking, talking.bob, "Moi aussi.")
        one, two = (talking.bob.press(shown, "✅") for _ in range(2))
        await one.wait(60)
        await two.wait(60)
        await stands(talking)
        opened = await thread(talking, talking.alice)
        assert (opened.text or "").count("Moi aussi.") == 1


async def test_the_author_is_marked_by_the_receipt_alone(watched: ModeratedTown) -> None:
    async with watched.running():
        await watched.publish(watched.alice, "I still keep his letters.")
        code = await watched.receipt(watched.alice)
        shown = await written(watched, watched.alice, "Thank you all.")
        await watched.press(watched.alice, shown, "I wrote #1")
        asked = await watched.said(watched.alice, "the code of #1")
        watched.alice.send("XXXX-XXXX-XXXX-XXXX", reply_to=asked)
        await watched.said(watched.alice, "That isn’t the code of #1")
        watched.alice.send(code, reply_to=asked)
        await watched.until(lambda: (shown.text or "").startswith("✔ Author"))
        await watched.press(watched.alice, shown, "✅")
        await stands(watched)
        opened = await thread(watched, watched.bob)
        assert "✔ Auteur" in (opened.text or "")


async def test_an_author_answers_from_the_receipt_and_closes_the_replies(
    watched: ModeratedTown,
) -> None:
    async with watched.running():
        await watched.publish(watched.alice, "I still keep his letters.")
        code = await watched.receipt(watched.alice)
        await reply(watched, watched.bob, "Moi aussi.")
        await stands(watched)
        watched.alice.send(code)
        status = await watched.said(watched.alice, "Published as")
        assert any("Read replies (1)" in label for label in status.labels)
        await watched.press(watched.alice, status, "Answer as author")
        asked = await watched.said(watched.alice, "as the author of #1")
        shown = await preview(
            watched, watched.alice, watched.alice.send("Thank you.", reply_to=asked)
        )
        assert (shown.text or "").startswith("✔ Author")
        await watched.press(watched.alice, shown, "✅")
        await watched.idle()
        await watched.press(watched.alice, status, "Close replies")
        await watched.until(lambda: any("Open replies" in label for label in status.labels))
        watched.bob.start(watched.bot, "reply_1")
        await watched.said(watched.bob, "préfère")


async def test_a_reply_is_taken_back_by_its_receipt(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        await reply(talking, talking.bob, "Moi aussi.")
        await stands(talking)
        shown = await talking.said(talking.bob, "Ton reçu")
        code = (shown.text or "").split("Ton reçu : ")[1].split()[0]
        talking.bob.send(code)
        status = await talking.said(talking.bob, "1.1")
        await talking.press(talking.bob, status, "🗑")
        await talking.until(lambda: any("Oui" in label for label in status.labels))
        await talking.press(talking.bob, status, "Oui")
        await talking.idle()
        opened = await thread(talking, talking.alice)
        assert "Moi aussi" not in (opened.text or "")


async def test_a_thread_of_thirty_is_read_page_by_page(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        for n in range(30):
            person = talking.world.add_person(f"P{n}")
            await reply(talking, person, f"reply number {n}.")
        await stands(talking, 30)
        opened = await thread(talking, talking.alice)
        seen = set[str]()
        for page in range(1, 6):
            await talking.until(lambda page=page: any(f"{page}/5" in x for x in opened.labels))  # type: ignore[misc]
            seen |= {line for line in (opened.text or "").split("\n") if "reply number" in line}
            if page < 5:
                await talking.press(talking.alice, opened, "▶")
        assert len(seen) == 30


async def test_a_fourth_reply_within_the_hour_is_told_when(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        for n in range(3):
            await reply(talking, talking.bob, f"Réponse {n}.")
            await talking.idle()
        talking.bob.start(talking.bot, "reply_1")
        await talking.said(talking.bob, "par heure")


async def test_whoever_asked_is_told_once_without_number_and_words(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        opened = await thread(talking, talking.alice)
        await talking.press(talking.alice, opened, "Tell me once")
        await reply(talking, talking.bob, "Moi aussi.")
        await stands(talking)
        await talking.later(timedelta(minutes=80))
        told = await talking.said(talking.alice, "🔔")
        assert "1" not in (told.text or "")
        assert "Moi" not in (told.text or "")


async def test_what_could_be_found_by_is_covered_in_a_reply(talking: Town) -> None:
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        shown = await written(talking, talking.bob, "Write me at mia@example.org")
        assert "mia@example.org" not in (shown.text or "")
