"""First words: /start, /help, /privacy, /rules. Each command carries a payload or betrays a
visit, so it burns with its answer."""

import re
from collections.abc import Callable, Collection, Sequence
from html import escape

from telegram import ForceReply, InlineKeyboardMarkup, Update

from bot.botapi.private_chats import Buttons
from bot.domain.outcome import Outcome
from bot.domain.places.place import Narrowest
from bot.domain.telegram_limits import SWEPT_IDS
from bot.i18n import Translator, _
from bot.memory.deletions import Urgency
from bot.memory.identity import Route
from bot.services import AuthorServices, Services, SharedServices
from handlers.context import Context
from handlers.heard import note_in
from handlers.incoming.private import Note, note_of

PROMISE = _(
    "Readers and moderators never see who wrote. Our files, backups and logs do not contain who "
    "wrote. Your message is deleted from this chat once it is taken in. Telegram itself knows "
    "that you wrote to this bot and may be obliged to tell. A dishonest operator could run "
    "changed code. Your own words, your picture and the moment at which you tell friends can "
    "still give you away."
)
"""The promise to authors, never more than the tests prove."""

PLACES_PROMISE = _(
    "If you add a place, I keep the big town, region or country, never a position. It’s shown "
    "only once others have written from there too; until then a wider place is shown, or none. "
    "What you chose is forgotten 30 days after your whisper appeared."
)

_NAMED = 12
"""The most channels that the first words name."""

HOUSE_RULES = _("Be kind. No names. Nothing illegal.")


async def started(update: Update, context: Context) -> None:
    """Handle /start, with or without the payload of a deep link: ``write_love`` is a channel's
    own."""
    services = context.author
    note = await note_in(update, context)
    if note is None:
        return
    t = context.speak(note.language)
    named = _WRITE.fullmatch(note.text)
    channel = None if named is None else context.channels.named(named[1])
    if channel is not None and context.channels.taking(channel.key) is not None:
        services = channel.author
        await services.memory.arrivals.came(note.route, channel.key, services.shared.clock.now())
    elif context.channels.several:
        await answer(services, note, welcome_to_many(t, services, context.channels.open))
        return
    await answer(services, note, welcome(t, services))


async def helped(update: Update, context: Context) -> None:
    await _reply(update, context, _help)


async def privacy(update: Update, context: Context) -> None:
    await _reply(update, context, _privacy)


async def rules(update: Update, context: Context) -> None:
    await _reply(update, context, _rules)


async def _reply(
    update: Update, context: Context, words: Callable[[Translator, AuthorServices], str]
) -> None:
    services = context.author
    now = services.shared.clock.now()
    note = await note_of(update, services.shared.routes, now)
    if note is None:
        return
    came = await services.memory.arrivals.channel_of(note.route, now)
    channel = None if came is None else context.channels.taking(came)
    about = services if channel is None else channel.author
    await answer(about, note, words(context.speak(note.language), about))


async def answer(
    services: AuthorServices,
    note: Note,
    html: str,
    *,
    buttons: InlineKeyboardMarkup | ForceReply | None = None,
) -> None:
    """Say something about a message, and let both burn after a draft's life."""
    await services.shared.unseen.saw(note.route, note.message_id)
    await services.shared.deletions.schedule(
        note.route, (note.message_id,), after=services.shared.settings.draft_ttl
    )
    await say_and_forget(services.shared, note.route, html, buttons=buttons, about=note.message_id)


async def say_and_forget(
    shared: SharedServices,
    route: Route,
    html: str,
    *,
    buttons: Buttons | None = None,
    about: int | None = None,
    receipt: bool = False,
    keep: bool = False,
) -> Outcome:
    """Say something, and let it go after a draft's life, or after a receipt's. ``about``: together
    with this message. ``keep``: it can be said only once, so it gives way to nothing newer."""
    settings = shared.settings
    life = settings.receipt_ttl if receipt else settings.draft_ttl
    urgency = Urgency.RECEIPT if receipt else Urgency.SERVICE

    async def delete_later(message_id: int) -> None:
        both = (message_id,) if about is None else (about, message_id)
        await shared.deletions.schedule(route, both, after=life, urgency=urgency)

    return await shared.chats.say(route, html, buttons=buttons, then=delete_later, keep=keep)


async def clear_chat(services: AuthorServices, note: Note, ids: Collection[int]) -> None:
    """Burn these and every service message that is still owed in the chat, now."""
    owed = await services.shared.deletions.pending_in(note.route, Urgency.SERVICE)
    await services.shared.deletions.delete_now(note.route, {*ids, *owed}, urgency=Urgency.PUBLISHED)


_WRITE = re.compile(r"/start(?:@\w+)? write_([a-z][a-z0-9-]*)")


def channel_name(services: AuthorServices, t: Translator) -> str:
    """Return the channel's title, linked when it has an address. HTML."""
    title = escape(services.shared.place.called(t.language))
    link = services.shared.place.link
    return f'<a href="{link}">{title}</a>' if link else f"<b>{title}</b>"


def welcome(t: Translator, services: AuthorServices) -> str:
    said = t(
        "Write me what you’ve never said out loud. I put it on a picture and show you the card "
        "right away. If you publish it, it appears in {channel} without anyone’s name.",
        channel=channel_name(services, t),
    )
    return _first_words(said, t, services)


def welcome_to_many(t: Translator, services: AuthorServices, channels: Sequence[Services]) -> str:
    """Return the welcome where one can choose: the channels, each with what it is about."""
    said = t(
        "Write me what you’ve never said out loud. I put it on a picture and show you the card "
        "right away. If you publish it, it appears in the channel you choose, without anyone’s "
        "name:"
    )
    lines = [_line(channel, t) for channel in channels[:_NAMED]]
    more = "…" if len(channels) > _NAMED else None
    return _first_words("\n".join(filter(None, (said, *lines, more))), t, services)


def _line(channel: Services, t: Translator) -> str:
    about = channel.shared.place.about(t.language)
    name = channel_name(channel.author, t)
    return f"📮 {name}" + (f" – {escape(about)}" if about else "")


def _first_words(said: str, t: Translator, services: AuthorServices) -> str:
    """Return a welcome short enough to be read; what is promised is folded, and opens at a tap."""
    return "\n".join(
        (
            said,
            f"<blockquote expandable>🔒 {t(PROMISE)}</blockquote>",
            "🤝 " + _rules(t, services) + " /privacy · /help",
        )
    )


def _rules(t: Translator, services: AuthorServices) -> str:
    return escape(services.shared.settings.rules or t(HOUSE_RULES))


def _help(t: Translator, services: AuthorServices) -> str:
    return "\n".join(
        (
            t("Send me a few words, up to {n} characters.", n=services.rules.limits.graphemes)
            + " "
            + t(
                "A photo works too: add a caption, or send your words after it, and it "
                "becomes the picture."
            ),
            "",
            t("Nothing is published until you press Publish."),
            "",
            t("/popular · /latest · /random – read what others have whispered"),
            t("/tag · /search – find whispers by a tag or a word"),
            *([t("/place · /near – whispers from a big town")] if _places(services) else []),
            t("/cancel – discard what you’re writing"),
            t("/receipt – check on a whisper or withdraw it"),
            t("/privacy – who can find out what"),
            t("/rules – the house rules"),
            t("/language – choose your language"),
        )
    )


def _privacy(t: Translator, services: AuthorServices) -> str:
    minutes = max(1, round(services.shared.settings.draft_ttl.total_seconds() / 60))
    return "\n\n".join(
        (
            "🔒 " + t(PROMISE),
            t(
                "Nothing is stored anywhere until you press Publish: your draft is only the "
                "message in this chat. After that I keep the words and the picture, without "
                "your name, number or language; as for time, only when it will be published at "
                "the latest."
            ),
            t.n(
                "I delete what you write here and what I answer: as soon as you publish or "
                "cancel, otherwise after about {n} minute.",
                "I delete what you write here and what I answer: as soon as you publish or "
                "cancel, otherwise after about {n} minutes.",
                minutes,
            ),
            t(
                "To be honest about one gap: if my server stops without warning, I no longer "
                "know what was still to be deleted. The next time you write to me, I clear the "
                "{n} messages before it. You can also delete this chat yourself at any time.",
                n=SWEPT_IDS,
            ),
            *([t(PLACES_PROMISE)] if _places(services) else []),
            t(
                "To know how many whispers you’ve published today and which ones you’ve "
                "reported, and to answer you, I keep your chat in memory, under a key that is "
                "made afresh at each start and never written down."
            ),
            t(
                "If you choose another language than your Telegram’s, I remember that in the same "
                "way."
            ),
            *_of_replies(t, services),
        )
    )


def _places(services: AuthorServices) -> bool:
    return services.rules.places is not Narrowest.OFF


def _of_replies(t: Translator, services: AuthorServices) -> tuple[str, ...]:
    """Return what is different where people reply."""
    if not services.reply_rules.takes:
        return ()
    minutes = max(1, round(services.reply_rules.slots.every.total_seconds() / 60))
    return (
        t.n(
            "A reply appears within {n} minute, so the timing hides you less than with a "
            "whisper. Your name in a thread, the fox or the owl, comes from that key too: it "
            "says nothing outside the thread, and a restart forgets it.",
            "A reply appears within {n} minutes, so the timing hides you less than with a "
            "whisper. Your name in a thread, the fox or the owl, comes from that key too: it "
            "says nothing outside the thread, and a restart forgets it.",
            minutes,
        ),
    )
