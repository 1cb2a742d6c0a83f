"""The order for a card in the moderators' chat: the whisper as its readers would see it, under the
card's name instead of a number."""

from bot.cards.order import CardOrder, Imprint, Size
from bot.domain.whisper import OWN_PHOTO, Whisper
from bot.flows.campaigns.answers import question_words
from bot.flows.campaigns.packs import on_pack, pack_of
from storage import Storage


async def order_of(whisper: Whisper, imprint: str, *, size: Size, storage: Storage) -> CardOrder:
    own = whisper.look.picture == OWN_PHOTO
    async with storage.reading() as tables:
        pack = None if whisper.cover else await pack_of(tables, whisper.look.picture)
    order = CardOrder(
        words=whisper.words,
        picture=whisper.look.picture,
        photo=whisper.photo if own else None,
        style=whisper.look.style,
        imprint=Imprint(imprint),
        size=size,
        question=await question_of(whisper, storage=storage),
    )
    return on_pack(order, pack)


async def question_of(whisper: Whisper, *, storage: Storage) -> str | None:
    """Return the question that this whisper answers. None: it answers none, or it can no longer be
    answered."""
    if whisper.campaign is None:
        return None
    return await question_words(whisper.campaign, storage=storage)
