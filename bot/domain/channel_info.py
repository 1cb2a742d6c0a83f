"""The public channel as people see it, kept in step while the bot runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.captions import post_link
from bot.domain.whisper import FIRST_CHANNEL


@dataclass(slots=True)
class ChannelInfo:
    """The names of a channel, one object for the whole process: whoever shows the channel's name
    asks it at that moment, since an owner may change it any time."""

    id: int
    title: str
    username: str | None
    key: int = FIRST_CHANNEL
    """The key by which the tables and a draft's buttons know it."""
    name: str | None = None
    """The name in links and commands, where there are several channels; None: it is the only
    one."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The titles that authors are told instead of its own, by language."""
    abouts: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"  # of its posts

    @property
    def imprint(self) -> str:
        """The channel as the cards show it."""
        return f"@{self.username}" if self.username else self.title

    @property
    def link(self) -> str | None:
        """Its https address, or None when private."""
        return f"https://t.me/{self.username}" if self.username else None

    def post_link(self, message_id: int) -> str:
        return post_link(self.id, self.username, message_id)

    def called(self, language: str) -> str:
        """Return its title in this language, else in its own, else as Telegram shows it."""
        return _in(self.titles, language, self.language) or self.title

    def about(self, language: str) -> str | None:
        return _in(self.abouts, language, self.language)

    def payload(self, what: str, number: int | None = None) -> str:
        """Return the payload of a deep link that leads here: ``write``, ``report_12``; of one of
        several channels ``write_love``, ``report_love_12``."""
        return self.named_payload(what, None if number is None else str(number))

    def command_name(self, name: str) -> str:
        """Return what names something of this channel in commands: ``c7``, or of one of several
        channels ``love c7``."""
        return " ".join(part for part in (self.name, name) if part is not None)

    def named_payload(self, what: str, name: str | None) -> str:
        """Return the same for what has another name than a number: ``why_c7``, ``why_love_c7``."""
        return "_".join(part for part in (what, self.name, name) if part is not None)


def _in(words: Mapping[str, str], *languages: str) -> str | None:
    for each in languages:
        if each in words:
            return words[each]
    return next(iter(words.values()), None)
