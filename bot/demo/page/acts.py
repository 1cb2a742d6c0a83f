"""The visitor acts as one of the people: each function is one thing that an app can do."""

from typing import Any

from bot.darkroom.door import Darkroom, DarkroomBusy
from bot.darkroom.headers import FORMATS, MOST_PIXELS, PhotoRefused
from bot.demo.page.scene import Scene
from bot.demo.page.spots import SPOTS
from bot.demo.page.views import Keys, dropped_view
from bot.domain.telegram_limits import TEXT_UNITS
from bot.i18n import Translator, _
from bot.sandbox.chats import Chat
from bot.sandbox.errors import ApiError, PersonCannot
from bot.sandbox.messages import Message
from bot.sandbox.people import Person

_PATIENCE = 20.0
"""The seconds after which the page stops waiting for what a pressed button says."""


_LATE = _("No answer yet. The bot may be cut off from Telegram.")


class Cannot(Exception):
    """An app would not do what was asked. The sentence is shown to the visitor."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self._values = values

    def said(self, t: Translator) -> str:
        return t(str(self), **self._values)


class Acts:
    def __init__(self, scene: Scene, keys: Keys, darkroom: Darkroom) -> None:
        self._scene, self._keys, self._darkroom = scene, keys, darkroom

    def person(self, wanted: Any) -> Person:
        """Return a persona, a moderator or the manager by number."""
        scene = self._scene
        for person in (*scene.personas, *scene.moderators, scene.manager):
            if str(person.id) == str(wanted):
                return person
        raise Cannot(_("Nobody here has that number."))

    def write(self, asked: dict[str, Any]) -> None:
        person, chat = self._where(asked)
        answered = None if asked.get("reply") is None else self._message(chat, asked, "reply")
        self._try(lambda: person.send(_text(asked), to=chat, reply_to=answered))

    async def photo(self, asked: dict[str, Any], data: bytes) -> None:
        """Send a picture with a caption, compressed as apps do: this process decodes no file from
        outside."""
        person, chat = self._where(asked)
        try:
            compressed = await self._darkroom.adopt(data, smallest=1)
            self._try(lambda: person.send_photo(compressed, _text(asked), to=chat))
        except (PhotoRefused, ApiError) as refused:
            raise Cannot(
                _(
                    "I can’t read that picture; your words are kept. {formats} work, up to 10 MB "
                    "and {n} megapixels."
                ),
                formats=", ".join(FORMATS),
                n=MOST_PIXELS // 1_000_000,
            ) from refused
        except DarkroomBusy as busy:
            raise Cannot(_("Too much is going on just now. Try again in a moment.")) from busy

    def edit(self, asked: dict[str, Any]) -> None:
        person, chat = self._where(asked)
        message = self._message(chat, asked)
        self._try(lambda: person.edit(message, _text(asked)))

    def delete(self, asked: dict[str, Any]) -> None:
        person, chat = self._where(asked)
        message = self._message(chat, asked)
        self._try(lambda: person.delete(message))

    async def press(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Press a button, and what pops up."""
        person, chat = self._where(asked)
        message = self._message(chat, asked)
        wanted = str(asked.get("data", ""))
        if wanted not in [b.data or b.label for row in message.keyboard for b in row]:
            raise Cannot(_("That button is no longer there."))
        if shared := self._shared(message, wanted):
            return {"dropped": await self._drop(person, shared)}
        try:
            answer = person.press(message, wanted)
            await answer.wait(_PATIENCE)
        except (PersonCannot, LookupError) as why:
            raise Cannot(str(why)) from why
        except TimeoutError:
            return {"text": _LATE, "alert": False}
        return {"text": answer.text or "", "alert": answer.alert}

    def _shared(self, message: Message, wanted: str) -> str | None:
        """Return what a Share button types behind the bot's name. None: the message has no such
        button."""
        buttons = (b for row in message.keyboard for b in row if b.share is not None)
        return next((str(b.share["query"]) for b in buttons if b.share and b.label == wanted), None)

    async def _drop(self, person: Person, words: str) -> dict[str, Any]:
        """Type behind the bot's name in a friend's chat, and tap what is offered first."""
        try:
            offered = await person.type_inline(words).wait(_PATIENCE)
        except TimeoutError as late:
            raise Cannot(_LATE) from late
        if not offered:
            raise Cannot(_("That whisper is no longer offered."))
        dropped = person.drop(offered[0], to=self._scene.friends)
        return dropped_view(self._scene, self._keys, dropped, person)

    def locate(self, asked: dict[str, Any]) -> None:
        """Tap the button of a keyboard that asks for a position, at one of the page's spots."""
        person, chat = self._where(asked)
        spot = SPOTS.get(str(asked.get("spot")))
        if spot is None:
            raise Cannot(_("There is no such place here."))
        self._try(lambda: person.share_location(*spot, to=chat))

    def react(self, asked: dict[str, Any]) -> None:
        """Switch one emoji on or off."""
        person = self.person(asked.get("as"))
        message = self._message(self._channel(asked.get("chat")), asked)
        emoji = str(asked.get("emoji", ""))
        mine = [reaction.emoji for reaction in message.reactions_by.get(person, ())]
        if emoji in mine:
            person.unreact(message)
        else:
            self._try(lambda: person.react(message, emoji))

    def follow(self, asked: dict[str, Any]) -> None:
        """Follow a link to the bot: open the private chat and tap Start."""
        person = self.person(asked.get("as"))
        self._try(lambda: person.open_link(str(asked.get("address", ""))))

    def _where(self, asked: dict[str, Any]) -> tuple[Person, Chat]:
        person = self.person(asked.get("as"))
        groups = {"moderators": self._scene.group, "managers": self._scene.managers}
        if (group := groups.get(str(asked.get("chat")))) is not None:
            return person, group
        return person, self._scene.private(person)

    def _channel(self, wanted: Any) -> Chat:
        """Return the channel that the page calls so."""
        for place in self._scene.places:
            if place.view == wanted:
                return place.chat
        raise Cannot(_("There is no such channel."))

    def _message(self, chat: Chat, asked: dict[str, Any], named: str = "key") -> Message:
        key = asked.get(named)
        message = self._keys.find(chat, key) if isinstance(key, int) else None
        if message is None:
            raise Cannot(_("That message is gone."))
        return message

    def _try(self, act: Any) -> None:
        try:
            act()
        except PersonCannot as why:
            raise Cannot(str(why)) from why


def _text(asked: dict[str, Any]) -> str:
    text = asked.get("text", "")
    if not isinstance(text, str) or len(text) > TEXT_UNITS:
        raise Cannot(_("That’s too long for one message: {n} characters at most."), n=TEXT_UNITS)
    return text
