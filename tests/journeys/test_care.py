"""When somebody is not well: kind words and a helpline first, freedom after."""

import re

import pytest

from bot.domain.care_texts import care_texts
from bot.sandbox.messages import Message
from tests.kit.town import Town


async def test_a_heavy_text_gets_a_warm_word_before_its_card_and_can_still_be_published(town: Town):
    async with town.running():
        town.alice.send("I want to die and nobody has noticed.")
        warm = await town.said(town.alice, "don’t have to carry it alone")
        assert "findahelpline.com" in (warm.text or "")
        preview = await town.preview(town.alice)
        assert town.alice.chat.index(warm) < town.alice.chat.index(preview)
        await town.press(town.alice, preview, "Publish")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        assert "findahelpline.com" in (post.caption or "")


async def test_the_helpline_of_the_pressed_country_is_shown_and_stored_nowhere(town: Town):
    async with town.running():
        town.bob.send("Je veux mourir, je n’en peux plus.")
        warm = await town.said(town.bob, "findahelpline.com")
        await town.press(town.bob, warm, "FR")
        await town.until(lambda: "3114" in (warm.text or ""))
        assert "findahelpline.com" in (warm.text or "")
        await town.press(town.bob, warm, "Un autre pays")
        await town.until(lambda: len(warm.labels) > 50)
        await town.press(town.bob, warm, "GB")
        await town.until(lambda: "116 123" in (warm.text or ""))


async def test_a_method_or_plan_is_not_published_and_nothing_is_held_against_the_author(town: Town):
    async with town.running(author_limit=1):
        town.alice.send("Tonight I will hang myself with the rope in the garage.")
        await town.said(town.alice, "nothing is held against you")
        await town.idle()
        assert not any(m.photo for m in town.alice.chat)
        await town.publish(town.alice, "I went for a walk instead.")
    assert len(town.cards) == 1


async def test_nobody_is_said_to_have_been_told_and_nothing_is_promised(town: Town):
    claims = re.compile(
        r"alert|notif|inform|contacted|on (?:the|their) way|promis|we told|prévenu|averti",
        re.IGNORECASE,
    )
    heavy = {
        town.alice: ("I want to die.", "Tonight I will hang myself in the garage."),
        town.bob: ("Je veux mourir.", "Ce soir je vais me pendre dans le garage."),
    }
    async with town.running():
        for person, texts in heavy.items():
            for words in texts:
                person.send(words)
            await town.until(
                lambda who=person: (
                    sum("findahelpline" in (m.text or "") for m in who.chat) == 2 or None
                )
            )
            warm = [m.text or "" for m in person.chat if "findahelpline" in (m.text or "")]
            assert not [text for text in warm if claims.search(text)]
            assert all(text.startswith("🤍") for text in warm)


async def test_worry_for_a_friend_is_answered_with_how_to_help_them(town: Town):
    async with town.running():
        town.alice.send("my best friend says she wants to kill herself, what do i do")
        warm = await town.said(town.alice, "You’re worried about someone")
        assert "asking doesn’t put the idea in their head" in (warm.text or "")


async def test_the_warm_word_stays_above_the_numbers(town: Town):
    async with town.running():
        town.alice.send("I want to die and nobody has noticed.")
        warm = await town.said(town.alice, "findahelpline.com")
        await town.press(town.alice, warm, "🇬🇧")
        await town.until(lambda: "116 123" in (warm.text or "") or None)
        assert (warm.text or "").startswith("🤍 That sounds like a lot to carry")
        await town.press(town.alice, warm, "Another country")
        await town.until(lambda: len(warm.labels) > 50 or None)
        await town.press(town.alice, warm, "FR")
        await town.until(lambda: "3114" in (warm.text or "") or None)
        assert "You don’t have to carry it alone" in (warm.text or "")


async def test_the_kind_word_is_in_sight_below_the_card_too_and_comes_back_whole(town: Town):
    async with town.running():
        town.alice.send("I want to die and nobody has noticed.")
        first = await town.said(town.alice, "That sounds like a lot to carry")
        preview = await town.preview(town.alice)
        caption = preview.caption or ""
        assert caption.startswith("🤍 You don’t have to carry it alone. findahelpline.com")
        assert "Someone who listens" in preview.labels[0]
        await town.press(town.alice, preview, "Style")  # a card that is drawn anew keeps it
        await town.until(lambda: preview.edited or None)
        assert (preview.caption or "").startswith("🤍")
        await town.press(town.alice, preview, "Someone who listens")
        again = await town.until(lambda: town.alice.chat[-1] if _below(town, preview) else None)
        assert (again.text or "").startswith("🤍 That sounds like a lot to carry")
        await town.press(town.alice, again, "🇬🇧")
        await town.until(lambda: "116 123" in (again.text or "") or None)
        assert again is not first


def _below(town: Town, preview: Message) -> bool:
    return town.alice.chat[-1] is not preview and "🤍" in (town.alice.chat[-1].text or "")


async def test_an_ordinary_card_says_nothing_of_it(town: Town):
    async with town.running():
        town.alice.send("I ate the whole cake and blamed the dog.")
        preview = await town.preview(town.alice)
        assert "🤍" not in (preview.caption or "")
        assert not any("🤍" in label for label in preview.labels)


@pytest.mark.parametrize(
    ("words", "language"),
    [("me quiero matar y nadie lo sabe", "es"), ("ich will nicht mehr leben", "de"),
     ("não quero mais viver", "pt"), ("vorrei morire ogni giorno", "it"),
     ("я больше не хочу жить", "ru"), ("أريد أن أموت كل ليلة", "ar"), ("मैं मरना चाहता हूँ", "hi"),
     ("main marna chahta hu bas", "hi-latn"), ("我不想活了", "zh"), ("もう死にたい", "ja"),
     ("죽고 싶다", "ko"), ("ölmek istiyorum", "tr"), ("می‌خوام بمیرم", "fa"),
     ("aku pengen mati aja", "id"), ("nie chcę już żyć", "pl"), ("не хочу жити", "uk"),
     ("ik wil dood", "nl"), ("vreau să mor", "ro"), ("chỉ muốn chết thôi", "vi"),
     ("yashashni xohlamayman, o'lgim keladi", "uz"), ("መሞት እፈልጋለሁ", "am")],
)  # fmt: skip
async def test_somebody_is_answered_in_the_language_they_wrote_in(
    town: Town, words: str, language: str
):
    texts = care_texts(language)
    async with town.running():
        town.alice.send(words)  # her app speaks English
        warm = await town.said(town.alice, texts.heavy)
        assert any(texts.another in label for label in warm.labels)
        preview = await town.preview(town.alice)
        assert texts.alone.split(" {")[0].split("{")[0] in (preview.caption or "")
        assert town.alice.chat.index(warm) < town.alice.chat.index(preview)
        await town.press(town.alice, warm, texts.another)
        await town.until(lambda: len(warm.labels) > 50 or None)
        await town.press(town.alice, warm, "GB")
        await town.until(lambda: "116 123" in (warm.text or "") or None)
        assert texts.heavy in (warm.text or "")
        assert texts.people in (warm.text or "")


async def test_a_language_that_cannot_be_told_is_answered_in_the_apps(town: Town):
    async with town.running():
        town.bob.send("suicide")  # his app speaks French
        await town.said(town.bob, care_texts("fr").heavy)


async def test_in_lines_from_the_right_a_number_keeps_its_order(town: Town):
    async with town.running():
        town.alice.send("أريد أن أموت كل ليلة")
        warm = await town.said(town.alice, care_texts("ar").heavy)
        await town.press(town.alice, warm, "🌍")
        await town.until(lambda: len(warm.labels) > 50 or None)
        await town.press(town.alice, warm, "GB")
        await town.until(lambda: "\u2068116 123\u2069" in (warm.text or "") or None)
        lines = [line for line in (warm.text or "").splitlines() if line]
        assert all(line.startswith("\u200f") for line in lines)


async def test_what_lies_behind_somebody_is_answered_more_softly(town: Town):
    async with town.running():
        town.alice.send("i tried to kill myself two years ago, i'm ok now")
        warm = await town.said(town.alice, "it’s good that you’re here")
        assert "That sounds like a lot to carry" not in (warm.text or "")


async def test_words_that_become_a_plan_are_told_why_they_are_not_published(town: Town):
    async with town.running():
        sent = town.alice.send("I want to die and nobody has noticed.")
        await town.preview(town.alice)
        town.alice.edit(sent, "Tonight I will hang myself with the rope in the garage.")
        await town.said(town.alice, "nothing is held against you")
