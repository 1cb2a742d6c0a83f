"""People and the things they do in their Telegram app.

By default in the private chat with the world's first bot; ``to=`` says otherwise (a group or a
channel, or another bot). Everything returns at once; the bot's answer comes when it comes.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.accounts import Account, Member
from bot.sandbox.bots import Bot
from bot.sandbox.chats import Channel, Chat, Group, PrivateChat
from bot.sandbox.entities import Words, plain_words, units
from bot.sandbox.errors import ApiError, PersonCannot
from bot.sandbox.inline import InlineAnswer, InlineResult
from bot.sandbox.media import Media
from bot.sandbox.messages import STANDARD_REACTIONS, Message, Origin, Reaction
from bot.sandbox.queries import Answer
from bot.sandbox.topics import Topic, topic_for
from bot.sandbox.typed import typed

if TYPE_CHECKING:
    from bot.sandbox.world import World

Place = Chat | Bot | None


class Person(Account):
    """A human being with a Telegram app."""

    def __init__(
        self, world: "World", person_id: int, name: str, username: str | None, language: str | None
    ) -> None:
        super().__init__(person_id, name, username, language)
        self.world = world
        self.hides_forwards = False
        """Forwards of this person's messages do not say who wrote them."""

    def place(self, to: Place = None) -> Chat:
        if isinstance(to, Chat):
            return to
        if to is None and not self.world.bots:
            raise PersonCannot("there is no bot in this world yet")
        return self.world.private_chat(self, to or next(iter(self.world.bots.values())))

    @property
    def chat(self) -> list[Message]:
        """The messages now visible in the private chat with the first bot."""
        return self.place().messages

    # Sending

    def send(
        self,
        text: str,
        *,
        to: Place = None,
        reply_to: Message | None = None,
        html: bool = False,
        tagging: Mapping[str, Account] | None = None,
        as_channel: Channel | None = None,
        topic: Topic | None = None,
    ) -> Message:
        """Sends a text; one longer than 4096 UTF-16 units goes out as several, as apps do.
        ``tagging``: see ``typed``. ``as_channel``: in a group, in the name of a channel of one's
        own; ``topic``: of the group, General without it."""
        words = typed(text, html=html, tagging=tagging)
        if not words.text:
            raise PersonCannot("an app does not send an empty text")
        first, *rest = [words] if units(words.text) <= 4096 else _split(words.text)
        where = topic.id if topic else None
        sent = self._post(first, None, to, reply_to, via_chat=as_channel, topic=where)
        for more in rest:
            self._post(more, None, to, None, via_chat=as_channel, topic=where)
        return sent

    def send_photo(
        self,
        data: bytes,
        caption: str = "",
        *,
        as_file: bool = False,
        name: str = "photo.jpg",
        spoiler: bool = False,
        html: bool = False,
        tagging: Mapping[str, Account] | None = None,
        to: Place = None,
        reply_to: Message | None = None,
        **more: Any,
    ) -> Message:
        """Sends a picture, compressed by Telegram, or as a file, untouched."""
        if as_file:
            return self.send_document(data, name, "image/jpeg", caption=caption, to=to, **more)
        media = self.world.files.photo(data, spoiler=spoiler)
        words = typed(caption, html=html, tagging=tagging)
        return self._post(words, media, to, reply_to, **more)

    def send_document(
        self,
        data: bytes,
        name: str = "file.bin",
        mime: str = "application/octet-stream",
        *,
        caption: str = "",
        tells_size: bool = True,
        to: Place = None,
        reply_to: Message | None = None,
        **more: Any,
    ) -> Message:
        media = self.world.files.other("document", data, name=name, mime=mime)
        if media.file is not None:
            media.file.tells_size = tells_size
        return self._post(plain_words(caption), media, to, reply_to, **more)

    def send_sticker(self, emoji: str = "🙂", *, to: Place = None) -> Message:
        details: dict[str, Any] = {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        return self._post_media("sticker", b"RIFF", to, **details)

    def send_voice(self, seconds: int = 3, *, caption: str = "", to: Place = None) -> Message:
        return self._post_media(
            "voice", b"OggS", to, caption, duration=seconds, mime_type="audio/ogg"
        )

    def send_video(self, seconds: int = 3, *, caption: str = "", to: Place = None) -> Message:
        details: dict[str, Any] = {
            "duration": seconds,
            "width": 640,
            "height": 360,
            "mime_type": "video/mp4",
        }
        return self._post_media("video", b"ftyp", to, caption, **details)

    def send_video_note(self, seconds: int = 3, *, to: Place = None) -> Message:
        return self._post_media("video_note", b"ftyp", to, length=240, duration=seconds)

    def send_animation(self, *, caption: str = "", to: Place = None) -> Message:
        details: dict[str, Any] = {
            "duration": 2,
            "width": 320,
            "height": 240,
            "mime_type": "video/mp4",
        }
        return self._post_media("animation", b"ftyp", to, caption, **details)

    def send_audio(self, *, caption: str = "", to: Place = None) -> Message:
        return self._post_media("audio", b"ID3", to, caption, duration=60, mime_type="audio/mpeg")

    def send_location(
        self,
        latitude: float = 48.85,
        longitude: float = 2.35,
        *,
        to: Place = None,
        reply_to: Message | None = None,
    ) -> Message:
        media = Media("location", extra={"latitude": latitude, "longitude": longitude})
        return self._post(Words(), media, to, reply_to)

    def share_location(self, latitude: float, longitude: float, *, to: Place = None) -> Message:
        """Taps the button of the newest keyboard that asks for a location."""
        keyboards = [m.markup for m in self.place(to).messages if m.markup and not m.deleted]
        none: dict[str, Any] = {}
        shown = next((m for m in reversed(keyboards) if "force_reply" not in m), none)
        asked = [key for row in shown.get("keyboard", ()) for key in row]
        if not any(isinstance(key, dict) and key.get("request_location") for key in asked):
            raise PersonCannot("no keyboard asks for a location")
        return self.send_location(latitude, longitude, to=to)

    def send_contact(
        self, phone: str = "+33612345678", name: str = "Bob", *, to: Place = None
    ) -> Message:
        media = Media("contact", extra={"phone_number": phone, "first_name": name})
        return self._post(Words(), media, to, None)

    def send_dice(self, emoji: str = "🎲", *, to: Place = None) -> Message:
        media = Media("dice", extra={"emoji": emoji, "value": self.world.rng.randint(1, 6)})
        return self._post(Words(), media, to, None)

    def send_poll(
        self, question: str = "?", options: Sequence[str] = ("yes", "no"), *, to: Place = None
    ) -> Message:
        poll = {
            "id": str(self.world.rng.getrandbits(60)),
            "question": question,
            "options": [
                {"persistent_id": str(n), "text": text, "voter_count": 0}
                for n, text in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
        return self._post(Words(), Media("poll", extra=poll), to, None)

    def send_album(
        self, pictures: Sequence[bytes], caption: str = "", *, to: Place = None
    ) -> list[Message]:
        """Sends several pictures as one album; the caption is the first one's."""
        album = str(self.world.rng.getrandbits(60))
        return [
            self.send_photo(data, caption if number == 0 else "", to=to, album=album)
            for number, data in enumerate(pictures)
        ]

    def forward(self, message: Message, *, to: Place = None) -> Message:
        """Forwards a message that this person can see."""
        if message.protected or message.chat.protected:
            raise PersonCannot("its content is protected")
        return self._post(message.words, message.media, to, None, origin=origin_of(message))

    def _post_media(
        self, kind: str, data: bytes, to: Place, caption: str = "", **details: Any
    ) -> Message:
        media = self.world.files.other(kind, data, **details)
        return self._post(plain_words(caption), media, to, None)

    def _post(
        self,
        words: Words,
        media: Media | None,
        to: Place,
        reply_to: Message | None,
        **more: Any,
    ) -> Message:
        chat = self.place(to)
        if units(words.text) > (1024 if media else 4096):
            raise PersonCannot("an app does not send a caption longer than 1024")
        if isinstance(chat, Channel):
            if not chat.member(self).may("can_post_messages"):
                raise PersonCannot(f"{self.name} may not post in {chat.title}")
        elif not chat.member(self).is_in:
            raise PersonCannot(f"{self.name} is not in {chat.title}")
        elif isinstance(chat, Group) and chat.upgraded_to is not None:
            raise PersonCannot(f"{chat.title} has become a supergroup")
        try:
            more["topic"] = topic_for(chat, self, more.get("topic"), reply_to)
        except ApiError as closed:
            raise PersonCannot(closed.description) from None
        if isinstance(chat, PrivateChat):
            self.unblock(chat.bot)
            chat.started = True
        elif not isinstance(chat, Channel) and "is_anonymous" in chat.member(self).rights:
            more["via_chat"] = more.get("via_chat") or chat
        return self.world.post(
            chat, sender=self, words=words, media=media, reply_to=reply_to, **more
        )

    # Inline mode

    def type_inline(self, words: str, *, bot: Bot | None = None) -> InlineAnswer:
        """Types behind the bot's name, in any chat; what comes is offered above the keyboard."""
        return self.world.inline.ask(self, bot or next(iter(self.world.bots.values())), words)

    def drop(self, result: InlineResult, *, to: Place) -> Message:
        """Taps one of the results: it is sent into the chat in this person's name. The bot hears
        of it only where it is in the chat, since inline feedback is off."""
        return self._post(
            result.words, result.media, to, None, via_bot=result.bot, keyboard=result.keyboard
        )

    # Acting on messages

    def edit(
        self,
        message: Message,
        text: str,
        *,
        html: bool = False,
        tagging: Mapping[str, Account] | None = None,
    ) -> None:
        """Changes the text or the caption of a message of one's own."""
        if message.sender is not self or message.deleted:
            raise PersonCannot("only one's own live message can be edited")
        self.world.edit(message, by=self, words=typed(text, html=html, tagging=tagging))

    def delete(self, *messages: Message) -> None:
        """Deletes messages for everybody."""
        for message in messages:
            own = message.sender is self or message.chat.kind == "private"
            if not own and not message.chat.member(self).may("can_delete_messages"):
                raise PersonCannot(f"{self.name} may not delete {message}")
            self.world.delete(message, by=self)

    def press(self, message: Message, wanted: str) -> Answer:
        """Presses a button found by its label (or a part of it) or its data. A url button opens
        its link, a copy button copies; both are answered at once."""
        if message.deleted:
            raise PersonCannot("the message is gone")
        if message.chat.kind != "channel" and not message.chat.member(self).is_in:
            raise PersonCannot(f"{self.name} is not in {message.chat.title}")
        button = message.button(wanted)
        if button.data is not None:
            return self.world.queries.ask(self, message, button)
        answer = Answer(button, self.world.clock.now(), text=button.copy, url=button.url)
        answer.done.set()
        if button.url is not None and self._start_link(button.url):
            self.open_link(button.url)
        return answer

    def start(self, bot: Bot, payload: str) -> Message:
        """Follows the bot's link with this payload, and taps Start."""
        return self.open_link(f"https://t.me/{bot.username}?start={payload}")

    def open_link(self, address: str) -> Message:
        """Follows ``https://t.me/<bot>?start=…`` and taps Start."""
        found = self._start_link(address)
        if found is None:
            raise PersonCannot(f"{address} is no link to a bot of this world")
        bot, payload = found
        return self.send(f"/start {payload}".strip(), to=bot)

    def _start_link(self, address: str) -> tuple[Bot, str] | None:
        parts = urlsplit(address)
        if parts.hostname not in ("t.me", "telegram.me"):
            return None
        name = parts.path.strip("/").casefold()
        for bot in self.world.bots.values():
            if (bot.username or "").casefold() == name:
                return bot, parse_qs(parts.query).get("start", [""])[0]
        return None

    def react(self, message: Message, *emoji: str, paid: int = 0) -> None:
        """Replaces one's reactions on a message; ``paid`` adds stars."""
        chat = message.chat
        allowed = chat.available_reactions if isinstance(chat, Channel) else None
        for each in emoji:
            each_plain = each.replace("\ufe0f", "")
            if each_plain not in (STANDARD_REACTIONS if allowed is None else allowed):
                raise PersonCannot(f"{each} is not among the reactions of {chat.title}")
        if paid:
            message.paid += paid
            self.world.reacted(message, self)
        if emoji or not paid:
            chosen = tuple(Reaction("emoji", each.replace("\ufe0f", "")) for each in emoji)
            self.world.react(self, message, chosen)

    def unreact(self, message: Message) -> None:
        self.world.react(self, message, ())

    # The bot itself

    def block(self, bot: Bot | None = None) -> None:
        """Blocks the bot: it hears of it, and its messages are refused with 403."""
        self._set_blocked(bot, blocked=True)

    def unblock(self, bot: Bot | None = None) -> None:
        self._set_blocked(bot, blocked=False)

    def _set_blocked(self, bot: Bot | None, *, blocked: bool) -> None:
        chat = self.place(bot)
        assert isinstance(chat, PrivateChat)
        if chat.blocked != blocked:
            chat.blocked = blocked
            free, shut = Member(chat.bot), Member(chat.bot, "kicked")
            before, after = (free, shut) if blocked else (shut, free)
            self.world.member_changed(chat, before, after)


def origin_of(message: Message) -> Origin:
    """Gives the forward_origin of a forward of this message."""
    if message.origin is not None:
        return message.origin
    if isinstance(message.chat, Channel):
        return Origin(message.date, chat=message.chat, message_id=message.message_id)
    if message.via_chat is not None:
        return Origin(message.date, chat=message.via_chat)
    if isinstance(message.sender, Person) and message.sender.hides_forwards:
        return Origin(message.date, hidden_name=message.sender.name)
    return Origin(message.date, sender=message.sender)


def _split(text: str) -> list[Words]:
    """Gives pieces of at most 4096 UTF-16 units."""
    raw = text.encode("utf-16-le")
    pieces, at = [], 0
    while at < len(raw):
        end = at + 2 * 4096
        if end < len(raw) and 0xD8 <= raw[end - 1] < 0xDC:
            end -= 2  # never between the halves of one character
        pieces.append(plain_words(raw[at:end].decode("utf-16-le")))
        at = end
    return [piece for piece in pieces if piece.text]
