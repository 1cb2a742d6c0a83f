"""The log as a person at a terminal reads it: one sentence for each event.

Programs read JSON (``bot/logs/__init__.py``); the fields that no sentence names follow it in
brackets.
"""

from collections.abc import Mapping
from datetime import datetime

from bot.logs.events import Event

_MARKS = {"debug": " ", "info": " ", "warning": "!", "error": "✗"}

SENTENCES: Mapping[Event, str] = {
    Event.STARTING: "Starting.",
    Event.STARTED: "Ready. The bot now answers everyone who writes. Ctrl-C stops it.",
    Event.STOPPING: "Stopping: finishing what has begun.",
    Event.STOPPED: "Stopped.",
    Event.STANDING_BY: "Another process takes this bot's updates. I stand by, and take over when "
    "it ends.",
    Event.LEASE_TAKEN: "Another process has taken over meanwhile: I begin anew and stand by.",
    Event.LEASES_UNRENEWED: "The database doesn't answer, so what only one process may do pauses "
    "here until it does.",
    Event.DATABASE_WAITS: "The database isn't to be had just now; starting again in a second.",
    Event.BOT_REFUSED: "Telegram refuses the bot {part}: sotto doctor says why.",
    Event.PREPARING: "Preparing the {part}: {percent} %.",
    Event.WARNED: "Python issued a warning.",
    Event.LIBRARY: "The library {library} logged something.",
    Event.CRASHED: "Something unexpected ended the program.",
    Event.UNEXPECTED: "Something unexpected happened; everything else carries on.",
    Event.TASK_FAILED: "A background task failed; everything else carries on.",
    Event.TICK_FAILED: "A regular job failed and will be retried.",
    Event.RELEASE_INSTANT: "Whispers are published at once: their timing isn't anonymous, for "
    "trying only.",
    Event.RIGHTS_EXCESSIVE: "Rights in the channel that the bot never uses: {count}. sotto "
    "doctor names them.",
    Event.CHANNEL_RENAMED: "The channel has a new name or title; cards and links follow.",
    Event.REACTIONS_MISSING: "The channel allows no reactions, so nothing can be ranked: sotto "
    "doctor says how to turn them on.",
    Event.PICTURE_BAD: "The picture {file} can't be used and is skipped: sotto doctor says why.",
    Event.CLOCK_SKEWED: "This machine's clock differs from Telegram's: sotto doctor says by how "
    "much.",
    Event.OPERATOR_TOLD: "The moderators' chat was told.",
    Event.SERVER_UNREACHABLE: "{server} can't be reached ({error}). I keep trying; nothing is "
    "lost.",
    Event.MEMORY_AWAY: "The shared memory can't be reached ({error}). Nothing is confirmed to "
    "Telegram until it is back; publishing goes on.",
    Event.MEMORY_BACK: "The shared memory is back, with all that it knew.",
    Event.MEMORY_ANEW: "The shared memory is back and empty: it is as after a restart.",
    Event.MEMORY_REFUSED: "The shared memory keeps more than memory now and is not used: see "
    "sotto doctor.",
    Event.RENDERER_READY: "Ready. I draw cards for other Sotto processes. Ctrl-C stops it.",
    Event.RENDERER_LEFT: "The renderer {server} isn't used now ({why}): other processes draw its "
    "cards. See: sotto doctor.",
    Event.RENDERER_BACK: "The renderer {server} draws again.",
    Event.RENDER_REFUSED: "Somebody without the secret asked for a card.",
    Event.SERVER_BACK: "Telegram answers again.",
    Event.WEBHOOK_REMOVED: "This bot had a webhook; it is removed, and updates are polled.",
    Event.WEBHOOK_SET: "The webhook is set.",
    Event.WEBHOOK_REFUSED: "A call to the webhook was refused.",
    Event.UPDATE_UNREADABLE: "An update couldn't be read and is skipped.",
    Event.UPDATE_FAILED: "An update couldn't be handled and will be retried.",
    Event.UPDATE_GIVEN_UP: "An update failed three times and is dropped.",
    Event.UPDATES_ANEW: "Telegram has restarted its update ids; I carry on with them.",
    Event.UPDATES_REPEATED: "Telegram is resending updates that were confirmed: sotto status.",
    Event.UPDATES_STUCK: "No update could be confirmed for five minutes: sotto status.",
    Event.TOPICS_REFUSED: "The topics in the moderators' chat couldn't be created: everything "
    "arrives in one place. Give the bot the right to manage topics, and restart it.",
    Event.MENU_REFUSED: "The command menu couldn't be set; it will be retried at the next start.",
    Event.ANSWER_FAILED: "An answer couldn't be sent.",
    Event.PREVIEW_REFUSED: "Telegram didn't accept a card's picture; its author was told.",
    Event.ANSWER_DROPPED: "Answers dropped, since too many were waiting: {count}.",
    Event.DELETION_OVERDUE: "Private messages that couldn't be deleted yet: {count}. I keep "
    "trying.",
    Event.RELEASED: "Whispers on their way to the channel: {count}.",
    Event.CAMPAIGNS_ENDED: "Campaigns that are over, as their posts now say: {count}.",
    Event.REPLIES_RELEASED: "Replies published: {count}.",
    Event.PUBLISHED: "Posted #{number}.",
    Event.CHANNEL_WAITS: "The channel pauses for {seconds} s.",
    Event.CHANNEL_UNUSABLE: "One of the channels can't be used, the others carry on: sotto doctor.",
    Event.CHANNEL_STUCK: "Nothing could be posted for five minutes: sotto doctor.",
    Event.SEND_REFUSED: "Telegram refused a post.",
    Event.SEND_UNKNOWN: "It's unclear whether a post arrived; I look for it before sending again.",
    Event.SEND_RESOLVED: "The outcome of a post is now known.",
    Event.ANSWER_LATE: "An answer about a post arrived late and is only noted.",
    Event.DUPLICATE_DELETED: "A second copy of a post was deleted.",
    Event.PARCEL_SET_ASIDE: "A post is waiting for your decision: sotto outbox.",
    Event.DIGEST_ENQUEUED: "The digest is on its way.",
    Event.DIGEST_SKIPPED: "No digest today: too few whispers have reactions.",
    Event.BEST_ENQUEUED: "The best of the week or year is on its way.",
    Event.BEST_SKIPPED: "No best of it: too few whispers have reactions.",
    Event.TAKEN_DOWN: "#{number} was removed.",
    Event.DECIDED: "Moderators decided.",
    Event.MODERATORS_REFUSED: "Nothing can be posted in the moderators' chat right now: sotto "
    "doctor.",
    Event.MODERATORS_STUCK: "Nothing could be posted in the moderators' chat for five minutes: "
    "sotto doctor.",
    Event.CARD_VANISHED: "A card was deleted in the moderators' chat; it is shown again.",
    Event.CHAT_MOVED: "The {kind} chat has become a supergroup with another number; I've "
    "followed it. Change the setting when you can: sotto doctor names the line.",
    Event.HIDING_BRAKED: "More posts that reports would have hidden: {count}. Moderators check "
    "first.",
    Event.JOURNAL_LEFT: "The database's journal couldn't be overwritten; the next write will "
    "do it.",
    Event.HIDDEN: "#{number} is hidden until moderators have checked it.",
}


def sentence(event: Event, level: str, fields: Mapping[str, object], now: datetime) -> str:
    """Return ``"18:04:07 ! https://… cannot be reached …"``, in the machine's own time."""
    template = SENTENCES[event]
    rest = {name: value for name, value in fields.items() if f"{{{name}}}" not in template}
    said = template.format_map(_Fields(fields))
    more = ", ".join(f"{name} {value}" for name, value in rest.items())
    line = f"{now.astimezone():%H:%M:%S} {_MARKS[level]} {said}"
    return f"{line} ({more})" if more else line


class _Fields(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "?"
