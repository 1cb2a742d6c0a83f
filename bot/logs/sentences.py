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
    Event.STARTED: "Ready. Whoever writes to the bot gets an answer. Ctrl-C stops it.",
    Event.STOPPING: "Stopping: finishing what is in hand.",
    Event.STOPPED: "Stopped.",
    Event.PREPARING: "Preparing the {part}: {percent} %.",
    Event.WARNED: "Python warns about something.",
    Event.LIBRARY: "The library {library} had something to say.",
    Event.CRASHED: "Something unexpected ended the program.",
    Event.UNEXPECTED: "Something unexpected happened; the rest goes on.",
    Event.TASK_FAILED: "A background task failed; the rest goes on.",
    Event.TICK_FAILED: "A regular job failed and is tried again.",
    Event.RELEASE_INSTANT: "Whispers are released at once: not anonymous in time, for trying only.",
    Event.RIGHTS_EXCESSIVE: "The bot has {count} rights in the channel that it never uses: "
    "sotto doctor names them.",
    Event.CHANNEL_RENAMED: "The channel has a new name or title; cards and links follow.",
    Event.REACTIONS_MISSING: "The channel allows no reactions, so nothing can be ranked: "
    "sotto doctor says how to switch them on.",
    Event.PICTURE_BAD: "The picture {file} cannot be used and is left out: sotto doctor says why.",
    Event.CLOCK_SKEWED: "This machine's clock differs from Telegram's: sotto doctor says by how "
    "much.",
    Event.OPERATOR_TOLD: "The moderators' chat was told.",
    Event.SERVER_UNREACHABLE: "{server} cannot be reached ({error}). I keep trying; nothing is "
    "lost meanwhile.",
    Event.SERVER_BACK: "Telegram answers again.",
    Event.WEBHOOK_REMOVED: "A webhook was set for this bot; it is removed, updates are fetched.",
    Event.WEBHOOK_SET: "The webhook is set.",
    Event.WEBHOOK_REFUSED: "A call to the webhook was turned away.",
    Event.UPDATE_UNREADABLE: "An update could not be read and is left out.",
    Event.UPDATE_FAILED: "An update could not be handled and is tried again.",
    Event.UPDATE_GIVEN_UP: "An update could not be handled three times and is given up.",
    Event.UPDATES_ANEW: "Telegram has begun its update ids anew; I go on with them.",
    Event.UPDATES_REPEATED: "Telegram brings updates again that were confirmed: sotto status.",
    Event.UPDATES_STUCK: "No update could be confirmed for five minutes: sotto status.",
    Event.TOPICS_REFUSED: "The topics of the moderators' chat could not be made: all comes into "
    "one place. Give the bot the right to manage topics, and start it again.",
    Event.MENU_REFUSED: "The menu of commands could not be set; it is tried at the next start.",
    Event.ANSWER_FAILED: "An answer could not be sent.",
    Event.PREVIEW_REFUSED: "Telegram did not take the picture of a card; its author was told.",
    Event.ANSWER_DROPPED: "{count} answers were dropped: too many waited.",
    Event.DELETION_OVERDUE: "{count} private messages could not be deleted yet; I keep trying.",
    Event.RELEASED: "{count} whispers were released.",
    Event.CAMPAIGNS_ENDED: "{count} campaigns are over; their posts say so.",
    Event.REPLIES_RELEASED: "{count} replies came out.",
    Event.PUBLISHED: "Posted #{number}.",
    Event.CHANNEL_WAITS: "The channel rests for {seconds} s.",
    Event.CHANNEL_UNUSABLE: "One of the channels cannot be used, the others go on: sotto doctor.",
    Event.CHANNEL_STUCK: "Nothing could be posted for five minutes: sotto doctor.",
    Event.SEND_REFUSED: "Telegram refused a post.",
    Event.SEND_UNKNOWN: "Nobody knows whether a post arrived; I look for it before I send again.",
    Event.SEND_RESOLVED: "What became of a post is known now.",
    Event.ANSWER_LATE: "An answer about a post came late and is only noted.",
    Event.DUPLICATE_DELETED: "A second copy of a post was deleted.",
    Event.PARCEL_SET_ASIDE: "A post waits for your decision: sotto outbox.",
    Event.DIGEST_ENQUEUED: "The digest is on its way.",
    Event.DIGEST_SKIPPED: "There is no digest today: too few whispers have reactions.",
    Event.TAKEN_DOWN: "#{number} was taken down.",
    Event.DECIDED: "Moderators decided.",
    Event.MODERATORS_REFUSED: "Telegram lets nothing into the moderators' chat just now: "
    "sotto doctor.",
    Event.MODERATORS_STUCK: "The moderators' chat has taken nothing for five minutes: "
    "sotto doctor.",
    Event.CARD_VANISHED: "A card was deleted in the moderators' chat; it is shown anew.",
    Event.CHAT_MOVED: "The {kind} chat has become a supergroup with another number; I follow. "
    "Change the setting when you can: sotto doctor names the line.",
    Event.HIDING_BRAKED: "Reports would have hidden {count} more posts: moderators look first.",
    Event.JOURNAL_LEFT: "The database's journal could not be overwritten; the next write does it.",
    Event.HIDDEN: "#{number} is hidden until moderators have looked.",
}


def sentence(event: Event, level: str, fields: Mapping[str, object], now: datetime) -> str:
    """``"18:04:07 ! https://… cannot be reached …"``, in the machine's own time."""
    template = SENTENCES[event]
    rest = {name: value for name, value in fields.items() if f"{{{name}}}" not in template}
    said = template.format_map(_Fields(fields))
    more = ", ".join(f"{name} {value}" for name, value in rest.items())
    line = f"{now.astimezone():%H:%M:%S} {_MARKS[level]} {said}"
    return f"{line} ({more})" if more else line


class _Fields(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "?"
