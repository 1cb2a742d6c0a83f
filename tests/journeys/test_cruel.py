"""Cruelty is not despair: it gets no helpline, and people look before anybody is hurt."""

from datetime import timedelta

from tests.kit.town import ModeratedTown, Town

INCITES = "Kill yourself Mirelle, nobody in 9b wants you here."
MEAN = "Everybody hates you, Mirelle. Pass it on."


async def test_where_nobody_looks_first_incitement_is_refused_in_one_sentence(town: Town):
    async with town.running():
        town.alice.send(INCITES)
        await town.said(town.alice, "This would hurt someone, so I don’t publish it.")
        await town.idle()
        assert not any(m.photo for m in town.alice.chat)
        assert not any("findahelpline" in (m.text or "") for m in town.alice.chat)
    assert not town.cards


async def test_where_nobody_looks_first_what_is_not_certain_is_published_as_before(town: Town):
    async with town.running():
        await town.publish(town.alice, MEAN)
    assert len(town.cards) == 1


async def test_where_there_are_moderators_cruelty_waits_for_them_even_in_post(
    moderated: ModeratedTown,
):
    async with moderated.running(review_every=timedelta(0)):
        await moderated.submit(moderated.alice, INCITES)
        card = await moderated.shown(INCITES)
        assert not moderated.cards
        assert "cruel to someone" in (card.caption or "")
        assert "about suicide" not in (card.caption or "")
        assert not any("findahelpline" in (m.text or "") for m in moderated.alice.chat)
        assert not any("/2" in label for label in card.labels if "Reject" in label)


async def test_the_preview_says_that_moderators_look_first(moderated: ModeratedTown):
    async with moderated.running():
        moderated.alice.send(MEAN)
        preview = await moderated.preview(moderated.alice)
        assert "moderator" in (preview.caption or "")
