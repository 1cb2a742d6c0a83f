"""Telegram in, words out: one file per conversation. ``register`` is all that we answer, in order.

The first handler that fits an update takes it; nothing falls through to a second one. The brake
alone comes before all of them.
"""

from telegram import Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    TypeHandler,
    filters,
)

from bot.flows.campaigns.buttons import PATTERN as MANAGERS
from bot.flows.moderation.buttons import PATTERN
from handlers.author import (
    appeal,
    callbacks,
    care,
    flood_brake,
    hello,
    language,
    message,
    preview_buttons,
    receipts,
)
from handlers.channel import posts, reactions, whereabouts
from handlers.context import App, Context
from handlers.managers import answers, campaign
from handlers.managers import buttons as managers_buttons
from handlers.moderators import buttons, commands, group_moves, unknown
from handlers.reader import (
    by_chance,
    card_page,
    feed_buttons,
    inline,
    latest,
    place,
    popular,
    question,
    reply,
    reply_buttons,
    reply_report,
    report,
    search,
    tag,
    thread,
    why,
)

PRIVATE = filters.ChatType.PRIVATE
NEW = PRIVATE & filters.UpdateType.MESSAGE
IN_GROUPS = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
SHARED = IN_GROUPS | filters.UpdateType.CHANNEL_POST
EDITED = PRIVATE & filters.UpdateType.EDITED_MESSAGE


def register(app: App) -> None:
    """Add every handler. The order matters where a comment says so."""
    # before all others, in a group of its own: who floods is not answered
    app.add_handler(TypeHandler(Update, flood_brake.passed), group=-1)
    _of_the_channel(app)
    _commands(app)  # before text: a command is text too
    _buttons(app)
    app.add_handler(InlineQueryHandler(inline.typed))
    # messages: an edit must never confess again, so it is told apart before anything else
    app.add_handler(MessageHandler(EDITED, message.edited))
    app.add_handler(MessageHandler(NEW, message.written))

    # a group that moves: before the silence
    app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, group_moves.moved))
    app.add_handler(ChatMemberHandler(whereabouts.joined, ChatMemberHandler.MY_CHAT_MEMBER))

    # before the silence: what answers a question of ours, and commands that nobody knows
    app.add_handler(MessageHandler(IN_GROUPS & filters.REPLY, replied))
    app.add_handler(MessageHandler(IN_GROUPS & filters.COMMAND, unknown.asked))

    # last: whatever else is said in groups is none of our business
    app.add_handler(MessageHandler(filters.ChatType.GROUPS, silent))


def _of_the_channel(app: App) -> None:
    """Add the handlers of what happens in the channel and its linked group."""
    app.add_handler(
        MessageReactionHandler(
            reactions.counted,
            message_reaction_types=MessageReactionHandler.MESSAGE_REACTION_COUNT_UPDATED,
        )
    )
    app.add_handler(CommandHandler("id", whereabouts.asked, SHARED))  # a channel's post as well
    app.add_handler(MessageHandler(filters.UpdateType.CHANNEL_POSTS, posts.seen))
    app.add_handler(MessageHandler(filters.IS_AUTOMATIC_FORWARD, posts.seen))


def _commands(app: App) -> None:
    app.add_handler(CommandHandler("start", report.opened, NEW & report.LINK))
    app.add_handler(CommandHandler("start", reply.opened, NEW & reply.LINK))
    app.add_handler(CommandHandler("start", reply_report.opened, NEW & reply_report.LINK))
    app.add_handler(CommandHandler("start", card_page.opened, NEW & card_page.LINK))
    app.add_handler(CommandHandler("start", question.opened, NEW & question.LINK))
    app.add_handler(CommandHandler("start", why.opened, NEW & why.LINK))
    app.add_handler(CommandHandler("start", hello.started, NEW))
    app.add_handler(CommandHandler("help", hello.helped, NEW))
    app.add_handler(CommandHandler("privacy", hello.privacy, NEW))
    app.add_handler(CommandHandler("rules", hello.rules, NEW))
    app.add_handler(CommandHandler("language", language.asked, NEW))
    app.add_handler(CommandHandler("cancel", message.cancelled, NEW))
    app.add_handler(CommandHandler("popular", popular.asked, NEW))
    app.add_handler(CommandHandler("latest", latest.asked, NEW))
    app.add_handler(CommandHandler("random", by_chance.asked, NEW))
    app.add_handler(CommandHandler("tag", tag.asked, NEW))
    app.add_handler(CommandHandler("search", search.asked, NEW))
    app.add_handler(CommandHandler("place", place.asked, NEW))
    app.add_handler(CommandHandler("near", place.near, NEW))
    app.add_handler(CommandHandler("campaign", question.commanded, NEW))
    app.add_handler(CommandHandler("receipt", receipts.asked, NEW))
    app.add_handler(CommandHandler("appeal", appeal.appealed, NEW))
    app.add_handler(CommandHandler(list(commands.COMMANDS), commands.commanded, IN_GROUPS))
    app.add_handler(CommandHandler("campaign", campaign.commanded, IN_GROUPS))


def _buttons(app: App) -> None:
    """Add the handlers of buttons. All have a prefix but those of a draft, which are the rest."""
    app.add_handler(CallbackQueryHandler(buttons.pressed, pattern=PATTERN))
    app.add_handler(CallbackQueryHandler(managers_buttons.pressed, pattern=MANAGERS))
    app.add_handler(CallbackQueryHandler(receipts.pressed, pattern=callbacks.RECEIPTS))
    app.add_handler(CallbackQueryHandler(language.pressed, pattern=callbacks.LANGUAGE))
    app.add_handler(CallbackQueryHandler(care.pressed, pattern=callbacks.CARE))
    app.add_handler(CallbackQueryHandler(report.pressed, pattern=report.PATTERN))
    app.add_handler(CallbackQueryHandler(thread.pressed, pattern=thread.PATTERN))
    app.add_handler(CallbackQueryHandler(reply_buttons.pressed, pattern=reply_buttons.PATTERN))
    app.add_handler(CallbackQueryHandler(reply_report.pressed, pattern=reply_report.PATTERN))
    app.add_handler(CallbackQueryHandler(feed_buttons.pressed, pattern=feed_buttons.PATTERN))
    app.add_handler(CallbackQueryHandler(preview_buttons.pressed))


async def replied(update: Update, context: Context) -> None:
    """Handle a reply in a group: an answer to a question of ours. What begins with a command and
    answers none is one."""
    if not await answers.answered(update, context) and filters.COMMAND.check_update(update):
        await unknown.asked(update, context)


async def silent(update: Update, context: Context) -> None:
    """Do nothing: text in a group is never published and never answered."""
