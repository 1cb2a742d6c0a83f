"""Messages and presses of authors and readers in a private chat.

Names and profile fields are dropped here; of entities no more is read than where somebody is
tagged and whether there is a spoiler.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto

from telegram import (
    CallbackQuery,
    Message,
    MessageEntity,
    Update,
)
from telegram.constants import ChatType

from bot.darkroom.headers import worth_a_look
from bot.domain.replies.question import Question, read_link
from bot.domain.tagged import Span, from_utf16
from bot.domain.telegram_limits import DOWNLOAD_BYTES, SURELY_DELETABLE
from bot.flows.authors.reading import Draft, SentPicture
from bot.i18n.direction import plain
from bot.memory.identity import Route, RouteBook
from handlers.incoming.quote import quoted

PLACE_SIGN = "📍"
"""The sign with which each of our questions about a place begins: so an answer is known after a
restart."""


class MessageKind(Enum):
    """The kinds of private messages, as far as we answer them differently."""

    TEXT = auto()
    PICTURE = auto()  # a photo, or a file that may be one
    TOO_LARGE = auto()  # an image of more than 20 MB
    FILE = auto()  # any other file, video or animation
    STICKER = auto()
    VOICE = auto()  # voice, audio, round video
    PLACE = auto()  # location or venue
    POLL = auto()
    CONTACT = auto()
    FORWARD = auto()
    OTHER = auto()
    SERVICE = auto()  # what Telegram notes by itself, "pinned a message" and the like: silence


@dataclass(frozen=True, slots=True)
class Note:
    """A message in a private chat, without who wrote it."""

    route: Route
    message_id: int
    language: str | None
    kind: MessageKind
    text: str = field(default="", repr=False)
    tagged: tuple[Span, ...] = field(default=(), repr=False)  # where people are named in the text
    covered: bool = False  # its author put a spoiler on the picture or on words
    picture: SentPicture | None = None
    album: str | None = field(default=None, repr=False)
    about: "Note | None" = None  # the picture without words that it replies to
    answers: int | None = None  # our question about a place that it replies to
    words_message: int | None = None  # where the words stand, when not with the picture
    asked: int | None = None  # our message that asked for them
    apart: bool = False  # the words stand in another message, and under the preview
    question: Question | None = None  # the question of ours which these words answer

    def as_draft(self) -> Draft:
        """Return what may become a card."""
        return Draft(
            self.route,
            self.message_id,
            self.text,
            tagged=self.tagged,
            picture=self.picture,
            covered=self.covered,
            apart=self.apart,
        )


@dataclass(frozen=True, slots=True)
class Position:
    """The position of somebody. It lives for one call, and no value carries it further."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed under one of our messages in a private chat."""

    route: Route
    query: str = field(repr=False)
    data: str = field(repr=False)
    message_id: int
    language: str | None
    shown_at: datetime | None  # when the message with the button was sent; None: too old to know
    draft: Note | None  # the author's message that it replies to, as it reads now

    def is_too_old(self, now: datetime) -> bool:
        """Tell whether what was shown could perhaps not be deleted any more."""
        return self.shown_at is None or self.shown_at < now - SURELY_DELETABLE


async def note_of(update: Update, routes: RouteBook, now: datetime) -> Note | None:
    """Return the private message (new or edited) in this update, or None."""
    message = update.message or update.edited_message
    if message is None or message.chat.type != ChatType.PRIVATE or message.from_user is None:
        return None
    if message.from_user.is_bot:
        return None
    route = await routes.issue(message.chat.id, now)
    language = await routes.chosen(route, now) or message.from_user.language_code
    note = _note(message, route, language)
    note = replace(note, about=_about(message, route), answers=_answered(message))
    question = _question(message)
    if question is None or message.reply_to_message is None:
        return note
    return replace(note, question=question, asked=message.reply_to_message.message_id)


def position_of(update: Update) -> Position | None:
    """Return what the location message in this update says. Asked for at the one place that needs
    it."""
    message = update.message
    if message is None or message.location is None:
        return None
    return Position(message.location.latitude, message.location.longitude)


async def press_of(update: Update, routes: RouteBook, now: datetime) -> Press | None:
    """Return the pressed button in this update, or None when it is not one of a private chat."""
    query = update.callback_query
    if query is None or query.message is None or query.message.chat.type != ChatType.PRIVATE:
        return None
    route = await routes.issue(query.message.chat.id, now)
    language = await routes.chosen(route, now) or query.from_user.language_code
    shown_at, draft = _under(query, route, language)
    return Press(
        route=route,
        query=query.id,
        data=query.data or "",
        message_id=query.message.message_id,
        language=language,
        shown_at=shown_at,
        draft=draft,
    )


def _answered(message: Message) -> int | None:
    original = message.reply_to_message
    if original is None or original.from_user is None or not original.from_user.is_bot:
        return None
    return original.message_id if plain(original.text or "").startswith(PLACE_SIGN) else None


def _under(
    query: CallbackQuery, route: Route, language: str | None
) -> tuple[datetime | None, Note | None]:
    message = query.message
    if not isinstance(message, Message):  # InaccessibleMessage: gone or too old
        return None, None
    original = message.reply_to_message
    if original is None:
        return message.date, None
    note = _note(original, route, language)
    if (written := quoted(message)) is not None and _is_wordless(original, note):
        text, tagged = written
        note = replace(note, text=text, tagged=tagged, apart=True)
    return message.date, note


def _is_wordless(message: Message, note: Note) -> bool:
    """Tell whether it is a picture of the author's without words, or ours that asks for them. A
    card of ours is none: it has buttons."""
    ours = message.from_user is not None and message.from_user.is_bot
    if note.kind is not MessageKind.PICTURE or note.album is not None:
        return False
    return message.reply_markup is None if ours else not note.text


def _about(message: Message, route: Route) -> Note | None:
    original = message.reply_to_message
    if original is None:
        return None
    note = _note(original, route, None)
    return replace(note, text="", tagged=()) if _is_wordless(original, note) else None


def _question(message: Message) -> Question | None:
    """Return what a message of ours asked, by the first link in it. Whatever is written in a chat
    with us by another than its owner is ours."""
    original = message.reply_to_message
    if original is None or original.from_user is None or not original.from_user.is_bot:
        return None
    if original.forward_origin is not None or not original.text:
        return None
    links = [entity for entity in original.entities if entity.type == MessageEntity.TEXT_LINK]
    return read_link(links[0].url or "") if links else None


def _note(message: Message, route: Route, language: str | None) -> Note:
    kind = _kind(message)
    text = message.text if message.text is not None else message.caption
    return Note(
        route=route,
        message_id=message.message_id,
        language=language,
        kind=kind,
        text=text or "",
        tagged=_tagged(message, text or ""),
        covered=bool(message.has_media_spoiler)
        or any(entity.type == MessageEntity.SPOILER for entity in _entities(message)),
        picture=_picture(message) if kind is MessageKind.PICTURE else None,
        album=message.media_group_id,
    )


def _entities(message: Message) -> tuple[MessageEntity, ...]:
    return message.entities if message.text is not None else message.caption_entities


def _tagged(message: Message, text: str) -> tuple[Span, ...]:
    """Return where people without a public name are tagged; the account in the entity is left
    unread."""
    return tuple(
        from_utf16(text, entity.offset, entity.length)
        for entity in _entities(message)
        if entity.type == MessageEntity.TEXT_MENTION
    )


def _kind(message: Message) -> MessageKind:
    if message.via_bot is not None and message.via_bot.id == message.get_bot().id:
        return MessageKind.SERVICE  # a card of ours, dropped into this chat: nobody wrote it
    if message.location is not None:
        return MessageKind.PLACE  # forwarded or not
    if message.forward_origin is not None:
        return MessageKind.FORWARD
    if message.text is not None:
        return MessageKind.TEXT
    if message.photo:
        return MessageKind.PICTURE
    document = message.document
    if document is not None and message.animation is None:
        if not worth_a_look(document.mime_type, document.file_name):
            return MessageKind.FILE
        return (
            MessageKind.TOO_LARGE
            if (document.file_size or 0) > DOWNLOAD_BYTES
            else MessageKind.PICTURE
        )
    for kind, parts in _PARTS:
        if any(getattr(message, part) for part in parts):
            return kind
    return MessageKind.SERVICE


_PARTS: tuple[tuple[MessageKind, tuple[str, ...]], ...] = (
    (MessageKind.STICKER, ("sticker", "dice")),
    (MessageKind.VOICE, ("voice", "audio", "video_note")),
    (MessageKind.PLACE, ("venue",)),
    (MessageKind.POLL, ("poll",)),
    (MessageKind.CONTACT, ("contact",)),
    (MessageKind.FILE, ("animation", "video", "document")),
    (
        MessageKind.OTHER,
        ("story", "paid_media", "game", "invoice", "checklist", "giveaway", "giveaway_winners"),
    ),
)
"""The names of all that people send. Whatever else a message holds is a service message: the kinds
of those grow with each version of the Bot API, so they are what remains, not a list."""


def _picture(message: Message) -> SentPicture | None:
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return SentPicture(largest.file_id, largest.file_unique_id)
    if message.document is not None:
        return SentPicture(message.document.file_id, message.document.file_unique_id)
    return None
