"""All channels that run, and which of them an update is about."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.botapi.alerts import Alerts
from bot.botapi.client import RawBot
from bot.domain.places.place import Narrowest
from bot.domain.whisper import FIRST_CHANNEL
from bot.flows.publishing.publisher import PostStyle, Publisher
from bot.ops.status import Kind
from bot.services import CampaignServices, Services


@dataclass(frozen=True, slots=True)
class RunningChannel:
    """A channel with all that serves it."""

    poster: RawBot
    """The bot that posts there, and speaks with its moderators."""
    services: Services
    publisher: Publisher
    alerts: Alerts
    group_of: Callable[[int], Publisher]
    """Returns the publisher of replies in the discussion group with this number."""
    takes_whispers: bool  # False: it is closed, or shows others' most loved
    shows: tuple[str, ...] = ()
    """The names of the channels whose most loved it shows, where it is made for that."""
    offered: bool = True
    """Whether one can write for it at the bot that sees it so."""
    looked_after: bool = True
    """Whether this bot is its poster: only then what happens in its groups is this bot's."""

    @property
    def kind(self) -> Kind:
        return "whispers" if self.takes_whispers else "digest" if self.shows else "closed"

    def job(self, name: str) -> str:
        """Return the name of a job of this channel: ``publish``, ``publish love``."""
        own = self.services.shared.place.name
        return name if own is None else f"{name} {own}"


@dataclass(frozen=True, slots=True)
class Channels:
    """All channels in the operator's order, closed ones last. The first takes whispers. Where there
    are several bots, each sees them so that those come first that are offered there."""

    all: tuple[RunningChannel, ...]

    @property
    def first(self) -> Services:
        """The services of the first channel: what is the installation's is the same in each."""
        return self.all[0].services

    @property
    def open(self) -> tuple[Services, ...]:
        """The services of the channels for which one can write."""
        return tuple(each.services for each in self.all if each.takes_whispers and each.offered)

    @property
    def several(self) -> bool:
        """Whether authors can choose."""
        return len(self.open) > 1

    @property
    def print_places(self) -> bool:
        """Whether any channel for which one can write prints places."""
        return any(each.author.rules.places is not Narrowest.OFF for each in self.open)

    def of(self, key: int) -> Services | None:
        """Return the channel that the tables know by this id."""
        return next((each.services for each in self.all if each.services.key == key), None)

    def house(self, key: int) -> PostStyle | None:
        """How the posts of this channel look."""
        found = (each.publisher.house for each in self.all if each.services.key == key)
        return next(found, None)

    def taking(self, key: int) -> Services | None:
        """Return the channel that the tables know by this id, if one can write for it."""
        return next((each for each in self.open if each.key == key), None)

    def named(self, name: str | None) -> Services | None:
        """Return the channel with this name. ``name`` None: links from before there were several
        lead to the first."""
        if name is None:
            return self.of(FIRST_CHANNEL) or self.first
        found = (each.services for each in self.all if each.services.shared.place.name == name)
        return next(found, None)

    def at(self, chat: int | None) -> Services | None:
        """Return the channel that is this chat."""
        found = (each.services for each in self._mine if each.services.shared.place.id == chat)
        return next(found, None)

    @property
    def _mine(self) -> tuple[RunningChannel, ...]:
        return tuple(each for each in self.all if each.looked_after)

    def posted_here(self, key: int) -> bool:
        """Whether the bot that sees it so posts in the channel with this id: then it knows the
        files of the posts by their names."""
        return any(each.services.key == key for each in self._mine)

    async def fetched(self, key: int, file: str) -> bytes | None:
        """Return the picture of a post in the channel with this id, by the name under which its
        poster knows it. None: Telegram does not give it now."""
        found = next((each for each in self.all if each.services.key == key), None)
        if found is None:
            return None
        picture = await found.services.shared.chats.within(found.poster).download(file)
        return picture if isinstance(picture, bytes) else None

    def moderated_in(self, chat: int | None) -> tuple[Services, ...]:
        """Return the channels whose moderators' chat this is."""
        if chat is None:
            return ()
        return tuple(
            each.services
            for each in self._mine
            if each.services.moderators.rooms.moderators == chat
        )

    def managed_in(self, chat: int | None) -> tuple[CampaignServices, ...]:
        """Return the campaign services of the channels whose managers' group this is."""
        found = [each.services.campaigns for each in self._mine]
        return tuple(each for each in found if each and chat and each.rooms.moderators == chat)

    def campaigning(self, key: int) -> CampaignServices | None:
        """Return the campaign services of the channel that the tables know by this id."""
        services = self.of(key)
        return None if services is None else services.campaigns

    def shown_by(self, channel: RunningChannel) -> tuple[Publisher, ...]:
        """Return the publishers of the channels whose most loved this one shows. Empty: it shows
        its own."""
        return tuple(
            each.publisher for each in self.all if each.services.shared.place.name in channel.shows
        )

    def hear_of_move(self, old: int, new: int) -> None:
        """Note that a group has become a supergroup."""
        for each in self.all:
            each.services.moderators.rooms.hear(old, new)
            if each.services.campaigns is not None:
                each.services.campaigns.rooms.hear(old, new)
