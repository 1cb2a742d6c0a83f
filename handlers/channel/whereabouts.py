"""``/id``, and being taken into a group: the chat's number and the setting that it belongs into. A
channel that lets the bot post again need not be waited for any longer."""

from telegram import Update

from bot.flows.publishing.let_in import end_pause
from bot.i18n import _
from handlers.channel import posts
from handlers.context import Context
from handlers.incoming.channel import Whereabouts, joined_of, let_in_of, whereabouts_of
from handlers.moderators.access import moderators_language
from handlers.moderators.help import GREETING

_CHANNEL = _("This channel’s number is {number}. To publish whispers here, set {setting}.")
_GROUP = _(
    "This group’s number is {number}. To make it the moderators’ chat, set {setting} and "
    "restart me."
)
_MANAGERS = _("This is the managers’ group: {setting}.")
_MODERATORS = _("This is the moderators’ chat: {setting}.")


async def asked(update: Update, context: Context) -> None:
    """Answer ``/id`` in any group or channel where the bot is."""
    if update.channel_post is not None:
        await posts.seen(update, context)  # a command takes a message id as every post does
    where = whereabouts_of(update)
    if where is not None:
        await _tell(context, where)


async def joined(update: Update, context: Context) -> None:
    """Say once what this group is for, or where it is, when the bot is taken into it. In a channel,
    go on with what waits."""
    where, channel = joined_of(update), context.channels.at(let_in_of(update))
    if where is not None:
        await _greet(context, where)
    if channel is not None:
        shared = channel.shared
        await end_pause(storage=shared.storage, chat=shared.place.id, now=shared.clock.now())


async def _greet(context: Context, where: Whereabouts) -> None:
    here = context.channels.moderated_in(where.number)
    if not here:
        await _tell(context, where)
        return
    services = here[0].moderators
    said = moderators_language(services)(GREETING)
    await services.chat_at(where.number, where.topic).say(said, silent=True)


async def _tell(context: Context, where: Whereabouts) -> None:
    """Say where this is. A chat that takes nothing is passed over: whoever asks there sees that
    nothing comes."""
    here = context.channels.moderated_in(where.number)
    known, services = bool(here), here[0].moderators if here else context.moderators
    name = "SOTTO_CHANNEL" if where.is_channel else "SOTTO_MODERATORS"
    sentence = _CHANNEL if where.is_channel else _MODERATORS if known else _GROUP
    if context.channels.managed_in(where.number):
        name, sentence = "SOTTO_CAMPAIGNS", _MANAGERS
    said = moderators_language(services)(
        sentence,
        number=f"<code>{where.number}</code>",
        setting=f"<code>{name}={where.number}</code>",
    )
    await services.chat_at(where.number, where.topic).say(said, silent=True)
