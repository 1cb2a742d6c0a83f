"""A picture without words waits for them, where it is: in the author's chat.

Our answer shows it once more, so that words which reply to it find the picture, after a restart
too; words that reply to the picture itself find it as well. Who just writes on is helped by a hint
in memory (``bot/memory/slates.py``). Nothing is stored.
"""

from dataclasses import replace

from telegram import ForceReply

from bot.domain.outcome import Refused
from bot.flows.authors.propose import own_picture
from bot.flows.authors.reading import SentPicture
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.drafts import KeptPicture
from bot.memory.identity import Route
from bot.memory.slates import Slate
from bot.services import AuthorServices
from handlers.author.hello import answer
from handlers.author.refusals import sentence
from handlers.author.showing import note_refusal
from handlers.incoming.private import MessageKind, Note


async def keep(services: AuthorServices, note: Note, t: Translator) -> None:
    """Look at the picture now, so that what cannot be used is refused before words are written."""
    assert note.picture is not None
    now = services.shared.clock.now()
    photo = await own_picture(note.as_draft(), note.picture, services.memory.own_pictures, now)
    if not isinstance(photo, bytes):
        await answer(services, note, sentence(photo, services, t))
        return
    kept = KeptPicture(note.message_id, note.picture.file, note.picture.mark, note.covered)
    await _delete_later(services, note.route, note.message_id)
    slates = services.memory.slates
    await slates.ask(note.route, kept, services.shared.clock.now())
    praise = "👍 " + t("Good picture. Now write the words.")

    async def asked(message_id: int) -> None:
        await _delete_later(services, note.route, message_id)
        asking = replace(kept, answer=message_id)
        await slates.turn(note.route, kept, asking, services.shared.clock.now())

    async def refused(refusal: Refused) -> None:
        if not refusal.gone:  # else the author has deleted the picture meanwhile
            note_refusal(refusal)
            await services.shared.chats.say(
                note.route, praise, reply_to=note.message_id, then=asked
            )

    await services.shared.chats.show(
        note.route,
        photo,
        praise,
        buttons=ForceReply(input_field_placeholder=t("Your words")),
        reply_to=note.message_id,
        then=asked,
        otherwise=refused,
    )


async def completed(services: AuthorServices, note: Note, slate: Slate, *, new: bool) -> Note:
    """Return the words with the picture that they were written for, if there is one; else the note
    itself. ``new``: not an edit, so they may belong to the picture that waits."""
    kept = _meant(note, slate, new=new) if note.kind is MessageKind.TEXT else None
    if kept is None:
        return note
    now = services.shared.clock.now()
    about = await services.memory.slates.of(note.route, now, messages=(kept.message,))
    if kept.message in about.ended:
        return note
    return replace(
        note,
        message_id=kept.message,
        kind=MessageKind.PICTURE,
        picture=SentPicture(kept.file, kept.mark),
        covered=note.covered or kept.covered,
        words_message=note.message_id,
        asked=kept.answer,
        apart=True,
    )


def _meant(note: Note, slate: Slate, *, new: bool) -> KeptPicture | None:
    draft = slate.by_words(note.message_id)
    if draft is not None:  # an edit, or the same update handled again
        return draft.kept
    if note.about is None or note.about.picture is None:
        return slate.wordless if new else None
    known = [slate.wordless, *(draft.kept for draft in slate.drafts)]
    for kept in known:
        if kept is not None and note.about.message_id in (kept.message, kept.answer):
            return kept
    picture = note.about.picture
    return KeptPicture(note.about.message_id, picture.file, picture.mark, note.about.covered)


async def _delete_later(services: AuthorServices, route: Route, message_id: int) -> None:
    await services.shared.deletions.schedule(
        route, (message_id,), after=services.shared.settings.draft_ttl, urgency=Urgency.DRAFT
    )
