"""The register describes everything stored and when it leaves: one sentence for each table and
column.

``docs/privacy.md`` shows it; a column without its sentence, or a sentence without its column, is
refused by ``described``. Whoever adds a column decides here what it may tell.
"""

from collections.abc import Mapping

from sqlalchemy import Table

from storage.held import Held
from storage.register_best import BEST
from storage.register_campaigns import CAMPAIGNS
from storage.register_feeds import FEEDS
from storage.register_leases import LEASES
from storage.schema import metadata

REGISTER: dict[str, Held] = {
    "channels": Held(
        "The channels of this installation.",
        "Stays: one that is taken out of the configuration is closed.",
        {
            "id": "by which the other tables know it",
            "name": "in the configuration and in links",
            "chat": "its number at Telegram",
            "state": "open, or closed for new whispers",
        },
    ),
    "whispers": Held(
        "A confession from Publish on. Nothing of who wrote it or in which language, and of where "
        "no more than the big town or the country that its author chose to add, if any.",
        "Withdrawn before it is out: the whole row, at once. Later: words, findings and reason as "
        "said below; number, state and receipt hash stay, so that its code still answers.",
        {
            "key": "16 random bytes: the order of rows tells nothing",
            "channel": "for which channel it is",
            "state": "waits for moderators, waits in the pool, released, rejected, removed, "
            "withdrawn",
            "picture": "which picture of the library, or that it is the author's own",
            "style": "which style of letters",
            "cover": "whether it is covered as sensitive",
            "findings": "what the checks saw (kinds, no words); emptied at the decision",
            "deadline": "the slot at which it is out at the latest, or before that the batch with "
            "which moderators get it, one of two or three values for the whole pool; erased at "
            "release, and as soon as moderators have its card",
            "number": "its public number; given at release, not before",
            "reason": "why moderators rejected it or took it down; or that it will be rejected, "
            "since its author was banned for another",
            "handle_hash": "hash of the draft's random handle, so that Publish pressed twice "
            "publishes once; gone seconds after the chat is burnt, after 48 hours at the latest",
            "handle_until": "when that hash goes at the latest; only while burning fails",
            "receipt_hash": "hash of the receipt's code (80 random bits); the code is nowhere",
            "room": "nothing: zeros that keep the words in pages of their own",
            "words": "the confession; emptied when it is rejected, removed or withdrawn",
            "place": "the big town or country that its author added, if any, until release; no "
            "position is ever stored",
            "campaign": "number of the campaign's question that it answers, where its author chose "
            "so: the disk then tells which question a waiting answer answers",
        },
    ),
    "photos": Held(
        "Authors' own pictures, redrawn: none of the bytes that came.",
        "Two days after the card was posted, when no digest can show it any more; at once when the "
        "whisper is rejected, removed or withdrawn. What `sotto import` brought from an older "
        "bot's posts stays until it is removed.",
        {
            "key": "that of the whisper",
            "room": "nothing: zeros that keep the picture in pages of its own",
            "data": "a JPEG made here, without any metadata, of what the card shows and no more",
        },
    ),
    "places": Held(
        "Released whispers whose authors added a place. Empty while `SOTTO_PLACES` is off.",
        "With the whisper, at the slot after it was removed; and after 30 days, where its post "
        "prints no place.",
        {
            "channel": "in which channel it stands",
            "number": "public number",
            "shown": "the town, region or country that its post prints, as every reader sees",
            "until": "30 days after its slot of release, while the chosen place is kept",
            "gone": "whether it was removed since the last slot",
            "room": "nothing: zeros that keep the chosen place in pages of its own",
            "chosen": "the big town or country that its author added; gone after 30 days, within "
            "an hour, and at once when the whisper is removed",
        },
    ),
    "replies": Held(
        "An answer to a whisper from Send on. Nothing of who wrote it.",
        "Withdrawn before it is out: the whole row, at once. Later: words, findings and reason as "
        "said below; the rest stays, so that its code still answers.",
        {
            "key": "16 random bytes: the order of rows tells nothing",
            "channel": "in which channel the whisper stands",
            "number": "public number of the whisper",
            "ordinal": "its place in the thread; given at release, not before",
            "state": "as a whisper's",
            "mask": "under which animal's name it appears",
            "author": "whether the whisper's author, known by the receipt, chose to be marked so",
            "findings": "what the checks saw (kinds, no words); emptied at the decision",
            "slot": "the quarter of an hour at which it is out; erased at release",
            "sheet": "on which message of the moderators' chat it is shown; erased at the decision",
            "crossed": "whether moderators have crossed it out there",
            "reason": "why moderators rejected it or took it down",
            "handle_hash": "hash of the preview's random handle, so that Send pressed twice sends "
            "once; gone seconds after the chat is burnt, after 48 hours at the latest",
            "handle_until": "when that hash goes at the latest; only while burning fails",
            "receipt_hash": "hash of the receipt's code (80 random bits); the code is nowhere",
            "room": "nothing: zeros that keep the words in pages of their own",
            "words": "the reply; emptied when it is rejected, removed or withdrawn",
        },
    ),
    "threads": Held(
        "What was decided about the replies to a whisper.",
        "Stays, as long as the whisper's number does.",
        {
            "channel": "in which channel the whisper stands",
            "number": "public number of the whisper",
            "closed": "whether its author, known by the receipt, takes no replies",
            "locked": "whether moderators have closed it",
        },
    ),
    "reply_sheets": Held(
        "A message in the moderators' chat with up to ten replies, waiting or published.",
        "The row leaves when that message is emptied.",
        {
            "name": "short and random, in its buttons",
            "channel": "whose replies they are",
            "message_id": "the message",
            "high": "newest id known there before an attempt without an answer",
            "thread": "public number of the whisper, where it shows a page of published replies",
            "page": "which page",
            "until": "until when a decision can be undone; of a page, when it is closed",
            "reason": "why what is crossed out is rejected",
        },
    ),
    "reply_reports": Held(
        "How many readers reported a reply for which reason; never who.",
        "When the reply is removed.",
        {
            "channel": "in which channel the whisper stands",
            "number": "public number of the whisper",
            "ordinal": "which of its replies",
            "reason": "one of the reasons offered",
            "times": "how many",
            "immune": "whether a moderator has looked at it for this reason and let it stand",
            "light": "how many of them came from readers whose reports were wrong that day",
        },
    ),
    "outbox": Held(
        "What is to go to the channel, or as a reply to its discussion group, from release on.",
        "The row leaves when it stands there, or will certainly never.",
        {
            "key": "16 random bytes",
            "channel": "which channel's it is",
            "kind": "a card, a digest, a reply, a campaign, an edit, another place or a deletion",
            "state": "waits, is being sent, its end is unknown, refused, set aside for a person",
            "whisper": "key of the whisper",
            "number": "public number",
            "day": "of the digest",
            "chat": "the channel, or its discussion group",
            "message_id": "the post there that is changed",
            "content": "the caption to send with the place that it prints, what an edit changes, "
            "or which reply it is and which message of the group it answers",
            "due_at": "when it was released or decided",
            "first_line": "of the post, by which it is found there",
            "attempts": "how often it was tried",
            "attempted_at": "when last",
            "high": "newest known message id of that chat before the attempt",
            "resends": "how often it was sent once more",
            "looks": "how often it was looked for in vain",
            "why": "Telegram's last answer",
        },
    ),
    "posts": Held(
        "What stands in the channel, and our replies in its discussion group; all of it is public.",
        "Stays, so that reactions, digests and removal find the post; a post removed keeps its "
        "number and none of its words.",
        {
            "chat": "the channel, or its discussion group",
            "message_id": "of the post",
            "channel": "which channel's it is",
            "kind": "card, digest, reply or campaign",
            "number": "public number",
            "thread": "public number of the whisper that a reply answers",
            "ordinal": "which of its replies",
            "day": "of the digest",
            "first_line": "of the caption",
            "caption": "as it was sent last",
            "content": "a digest's entries, or a campaign's number",
            "spoiler": "whether the picture is covered",
            "state": "stands, hidden, being removed, replaced by a notice, gone",
            "posted_at": "when Telegram took it, as every reader sees",
            "echo_chat": "the discussion group, which holds a copy",
            "echo_id": "that copy",
            "file": "Telegram's name of the card's picture in the channel, by which it is dropped "
            "into other chats; gone as soon as the post is hidden or removed",
            "score": "how much it is loved, by its reactions",
        },
    ),
    "snapshots": Held(
        "How new the counted reactions of a post are.",
        "With the post.",
        {
            "chat": "the channel",
            "message_id": "of the post",
            "date": "when Telegram counted",
            "score": "how much it is loved, by these reactions",
        },
    ),
    "reactions": Held(
        "How many readers reacted with what. Telegram does not say who.",
        "With the post.",
        {
            "chat": "the channel",
            "message_id": "of the post",
            "emoji": "the reaction",
            "times": "how many",
        },
    ),
    "digests": Held(
        "Which days had a digest.",
        "Stays.",
        {
            "chat": "the channel",
            "day": "of the digest",
            "state": "planned, posted, skipped, dropped",
            "message_id": "of the digest's post",
        },
    ),
    "featured": Held(
        "Which whispers were in a digest, so that none is in two.",
        "Stays; one withdrawn is taken out of the digest's post.",
        {
            "chat": "the channel of the digest",
            "channel": "the channel of the whisper",
            "number": "public number",
            "day": "of the digest",
        },
    ),
    "channel_states": Held(
        "How far the channel is written and looked through.",
        "Stays, one row for each channel and each discussion group.",
        {
            "chat": "the channel, or its discussion group",
            "high": "newest known message id in it",
            "swept": "every id up to here is accounted for",
            "not_before": "next post not before",
            "paced_at": "when that was set",
            "watch_until": "when the ids are looked at for a late copy",
            "late_until": "until when a gap in the ids is looked into as well",
            "failures": "failed attempts in a row",
            "failing_since": "since when",
            "learning": "tries to learn the newest id",
            "why": "Telegram's last answer",
        },
    ),
    "ended_drafts": Held(
        "Cards shown a second time after a crash, whose words were published or dropped under the "
        "first: a late press of theirs must not publish them twice. Nearly always empty; where the "
        "memory is shared, published cards too, since another process may come late to a press.",
        "After 48 hours at the latest.",
        {
            "handle_hash": "hash of the card's random handle, tied to no whisper and to nobody",
            "until": "when it goes; written at the next full hour's check, not at arrival",
        },
    ),
    "runtime_settings": Held(
        "Settings changed while the bot runs, and on which days (and what became of campaigns "
        "then, never by whom), and counters: the next number, the last slot drawn, "
        "whether the last stop was clean, which pictures stay in the moderators' chat, which group "
        "is linked to the channel, and where private groups went on that became supergroups.",
        "Stays.",
        {
            "channel": "for which channel; 0: for all",
            "name": "of the setting",
            "value": "its value",
        },
    ),
    "review_cards": Held(
        "Which message in the moderators' chat shows which waiting whisper.",
        "When words and picture have left that message: after the decision and the time to undo "
        "it, or as soon as its author withdraws. What is on hold keeps its row, without a message.",
        {
            "name": "four random letters or digits, by which moderators call the card",
            "channel": "which channel's it is",
            "whisper": "key of the whisper; unset as soon as it is decided for good",
            "queue": "in which of three queues it is looked at",
            "message_id": "the message in the moderators' chat; unset while none shows it",
            "high": "newest known message id of that chat, while a send has no known end",
            "verdict": "what was decided, never by whom",
            "reason": "why it is rejected",
            "settles": "until when the decision can be undone",
        },
    ),
    "bans": Held(
        "Who may not write for a while; no link to any whisper. Empty unless moderators ban.",
        "Some time after the ban has ended.",
        {
            "tag": "a slow keyed hash (scrypt) of the chat",
            "until": "first day on which they may write again",
            "step": "how often they were banned",
        },
    ),
    "reports": Held(
        "How many readers reported a whisper. Who did is not stored.",
        "Stays.",
        {
            "channel": "in which channel it stands",
            "number": "public number",
            "reason": "which of the offered reasons",
            "times": "how many",
            "immune": "whether moderators looked and let it stand",
            "light": "how many of these weigh less, their senders having been wrong that day",
        },
    ),
    "hidden_posts": Held(
        "Where the moderators' chat shows a whisper that readers have reported.",
        "When it is decided.",
        {
            "channel": "in which channel it stands",
            "number": "public number",
            "message_id": "of the card in the moderators' chat",
            "high": "newest known message id there, while an attempt has no answer",
            "standing": "whether it stands in the channel meanwhile",
        },
    ),
    "daily_counts": Held(
        "How much of what happened on a day, for the moderators' picture and `/log`.",
        "After 90 days.",
        {
            "channel": "in which channel",
            "day": "local day, nothing finer",
            "what": "what is counted",
            "times": "how many",
        },
    ),
    **FEEDS,
    **CAMPAIGNS,
    **BEST,
    **LEASES,
}


def described() -> Mapping[str, Held]:
    """Return the register, in the schema's order. Raises LookupError where the two differ."""
    tables = {table.name: {column.name for column in table.columns} for table in _tables()}
    held = {name: set(each.columns) for name, each in REGISTER.items()}
    for name in tables.keys() | held.keys():
        differ = tables.get(name, set()) ^ held.get(name, set())
        if differ:
            raise LookupError(
                f"storage/register.py and storage/schema.py differ in {name}: {sorted(differ)}"
            )
    return {table.name: REGISTER[table.name] for table in _tables()}


def _tables() -> list[Table]:
    return list(metadata.tables.values())
