"""Quoted words, in the channel and before moderators: nothing in them can be tapped."""

import pytest

from bot.sandbox.messages import Message
from tests.kit.town import ModeratedTown

LURE = "my cat sleeps #evil /start@evilbot home.It was $TON late"


def quoted(message: Message) -> tuple[str, set[str]]:
    """What the quotation reads, and what Telegram made of it."""
    for quotation in message.words.entities:
        if quotation.kind == "expandable_blockquote":
            reach = range(quotation.offset, quotation.offset + quotation.length)
            inside = {each.kind for each in message.words.entities if each.offset in reach}
            return message.words.part(quotation).replace("\u2060", ""), inside
    return "", set()


@pytest.mark.usefixtures("looked_at_first")
async def test_moderators_and_readers_see_the_words_and_can_tap_none(moderated: ModeratedTown):
    plain = (LURE, {"expandable_blockquote"})
    async with moderated.running():
        await moderated.submit(moderated.alice, LURE)
        card = await moderated.until(
            lambda: next((m for m in moderated.waiting if quoted(m)[0] == LURE), None)
        )
        assert quoted(card) == plain
        await moderated.press(moderated.mia, card, "✅")
        post = await moderated.until(lambda: moderated.cards[-1] if moderated.cards else None)
        assert quoted(post) == plain
