"""The preview: the finished card as a photo that replies to the author's message.

What stands under it, and the buttons. The card itself comes from ``bot/flows/authors/propose.py``.
"""

from dataclasses import replace
from datetime import datetime
from html import escape

from telegram import InlineKeyboardMarkup

from bot.domain.campaigns.packs import with_packs
from bot.domain.draft import DraftState
from bot.domain.whisper import OWN_PHOTO
from bot.flows.authors.reading import Reading
from bot.flows.moderation.mode import mode_now
from bot.i18n import Translator
from bot.services import AuthorServices
from handlers.author import care
from handlers.author import place as places
from handlers.author.channel_choice import first_row
from handlers.author.hello import channel_name
from handlers.author.keyboards import preview_buttons
from handlers.author.promise import looked_at, spelt
from handlers.incoming.quote import fitting, quote


async def buttons(
    reading: Reading,
    state: DraftState,
    services: AuthorServices,
    t: Translator,
    language: str | None,
) -> InlineKeyboardMarkup:
    """Return the preview's buttons. ``language``: of the author's app."""
    packs = await services.cards.packs_for(reading, state)
    walk = with_packs(reading.walk(services.cards.pictures, state.handle), packs)
    place, plain = services.shared.place, replace(state, page=0)
    return preview_buttons(
        t,
        state,
        walk,
        contacts_found=bool(reading.contacts),
        own_photo=reading.own_photo,
        kind_word=care.button(reading, language),
        channel=first_row(place, plain, t) if services.here.several else (),
        town=places.first_row(services, plain, t, language),
    )


async def caption(
    reading: Reading,
    state: DraftState,
    services: AuthorServices,
    t: Translator,
    language: str | None,
) -> str:
    """Return what stands under the preview: a kind word, who sees it, when it would be out, what
    was found. HTML. ``language``: of the author's app."""
    kind = care.under_card(reading, language)
    first = [kind] if kind else []
    lines = [t("Only you can see this.") + " " + await expectation(reading, state, services, t)]
    if reading.contacts:
        found = t.listed(escape(contact.text) for contact in reading.contacts[:5])
        lines.append(
            "⚠️ "
            + t(
                "This could be used to find someone: {found}. Should I hide it, or keep it?",
                found=found,
            )
        )
    if state.heavy:
        lines.append("🌫 " + t("It will be blurred, with a content warning."))
    if state.look.picture == OWN_PHOTO:
        lines.append(
            "👁 " + t("Someone may be recognised: look for a face, a screen or a sign in it.")
        )
    if place := places.promise(services, state, t, language):
        lines.append(escape(place))
    if not reading.apart:
        return "\n\n".join([*first, *lines])
    words = quote(reading.words, reading.tagged)
    return fitting(
        "\n\n".join([*first, *lines, words]),
        "\n\n".join([*first, t("Only you can see this."), *lines[1:], words]),
        quote(reading.words, reading.tagged, plain=True),
    )


async def expectation(
    reading: Reading, state: DraftState, services: AuthorServices, t: Translator
) -> str:
    """Say when a whisper published now comes out, and who sees it before."""
    mode = await mode_now(storage=services.shared.storage, default=services.rules.mode)
    return promise(
        services,
        t,
        reviewed=services.rules.looked_at_first(mode, reading, state),
        care=reading.shown(state).speaks_of_harm,
        published=False,
        now=services.shared.clock.now(),
    )


def promise(
    services: AuthorServices,
    t: Translator,
    *,
    reviewed: bool,
    care: bool,
    published: bool,
    now: datetime,
) -> str:
    """Say where and when it comes out: under the preview, and again once it is published. HTML."""
    if reviewed:
        return looked_at(services, t, care=care, published=published, now=now)
    channel = channel_name(services, t)
    if services.rules.mixing.instant:
        return (
            t("It appears in {channel} in a moment.", channel=channel)
            if published
            else t("If you publish it, it will appear in {channel} in a moment.", channel=channel)
        )
    zone = services.shared.settings.timezone
    earliest, latest = (moment.astimezone(zone) for moment in services.rules.mixing.window(now))
    window = {
        "channel": channel,
        "start": t.clock(earliest),
        "end": spelt(earliest, latest, t),
        "zone": t.zone(zone),
    }
    if published:
        return t("It appears in {channel} between {start} and {end} ({zone}).", **window)
    return t(
        "If you publish it, it will appear in {channel} among others, between {start} and "
        "{end} ({zone}).",
        **window,
    )
