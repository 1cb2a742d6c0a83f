"""The channels of the scene: one, or several that one bot serves."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.demo.story import LOVE, WORK, Topic
from bot.sandbox.bots import Bot
from bot.sandbox.chats import Channel
from bot.sandbox.world import World
from bot.settings import ChannelConfig, Configuration, Settings

MOST = 3
"""The most channels that the page can show well."""


@dataclass(frozen=True, slots=True)
class _Plan:
    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    username: str
    topic: Topic | None  # None: it takes no whispers, and shows the most loved of the others


_SEVERAL = (
    _Plan(
        "love",
        {"en": "Love", "fr": "Amour"},
        {"en": "what you never told them", "fr": "ce que tu ne leur as jamais dit"},
        "sotto_love",
        LOVE,
    ),
    _Plan(
        "work",
        {"en": "Work", "fr": "Travail"},
        {"en": "jobs, bosses and school", "fr": "boulot, chefs et école"},
        "sotto_work",
        WORK,
    ),
    _Plan(
        "best",
        {"en": "Best", "fr": "Meilleures"},
        {"en": "the most loved of the day", "fr": "les plus aimées du jour"},
        "sotto_best",
        None,
    ),
)


@dataclass(frozen=True, slots=True)
class ShownChannel:
    """A channel on the page."""

    view: str  # what the page calls its column or tab
    chat: Channel
    plan: _Plan | None = None  # None: it is the only one

    def about_in(self, language: str) -> str:
        """Return what the page says of the channel, where there are several; "" where it is the
        only one."""
        return "" if self.plan is None else self.plan.about.get(language, self.plan.about["en"])

    @property
    def takes_whispers(self) -> bool:
        return self.plan is None or self.plan.topic is not None

    def takes(self, topic: Topic) -> bool:
        """Tell whether somebody with this on their mind would write here."""
        return self.plan is None or self.plan.topic == topic

    @property
    def link(self) -> str | None:
        """The payload of a link to the bot that proposes this channel. None: it is the only one."""
        return None if self.plan is None else f"write_{self.plan.name}"


def open_places(world: World, bot: Bot, count: int) -> tuple[ShownChannel, ...]:
    """Open so many channels, in each of which the bot may post."""
    if count == 1:
        chat = world.add_channel("Sotto voce", username="sotto_voce")
        places = [ShownChannel("channel", chat)]
    else:
        places = [
            ShownChannel(
                f"channel-{plan.name}",
                world.add_channel(plan.title["en"], username=plan.username),
                plan,
            )
            for plan in _SEVERAL[:count]
        ]
    for place in places:
        place.chat.admit(
            bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True
        )
    return tuple(places)


def configuration_of(places: tuple[ShownChannel, ...], settings: Settings) -> Configuration:
    """Return the configuration as a ``sotto.toml`` would say it: for each the same settings, but
    for its chat. What takes no whispers has no moderators; their chat is where its lost posts are
    looked up."""
    if len(places) == 1:
        return Configuration.only(settings)
    return Configuration.of_one_bot([_configured(place, settings) for place in places])


def _configured(place: ShownChannel, settings: Settings) -> ChannelConfig:
    plan = place.plan
    assert plan is not None
    own = {"channel": place.chat.id}
    if place.takes_whispers:
        return ChannelConfig(
            plan.name, "whispers", plan.title, plan.about, (), settings.model_copy(update=own)
        )
    rooms = {"moderators": None, "campaigns": None, "staging": settings.moderators}
    of = tuple(each.name for each in _SEVERAL if each.topic is not None)
    return ChannelConfig(
        plan.name, "digest", plan.title, plan.about, of, settings.model_copy(update=own | rooms)
    )
