"""When somebody is not well: kind words and a helpline first, freedom after."""

import re

from tests.kit.town import Town


async def test_a_heavy_text_gets_a_warm_word_before_its_card_and_can_still_be_published(town: Town):
    async with town.running():
        town.alice.send("I want to die and nobody has noticed.")
        warm = await town.said(town.alice, "do not have to carry it alone")
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
        warm = await town.said(town.alice, "You are worried about somebody")
        assert "asking puts nothing into their head" in (warm.text or "")


async def test_the_warm_word_stays_above_the_numbers(town: Town):
    async with town.running():
        town.alice.send("I want to die and nobody has noticed.")
        warm = await town.said(town.alice, "findahelpline.com")
        await town.press(town.alice, warm, "🇬🇧")
        await town.until(lambda: "116 123" in (warm.text or "") or None)
        assert (warm.text or "").startswith("🤍 You do not have to carry it alone.")
