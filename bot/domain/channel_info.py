"""The public channel as people see it, kept in step while the bot runs."""

from dataclasses import dataclass

from bot.domain.captions import post_link


@dataclass(slots=True)
class ChannelInfo:
    """One for the whole process: whoever shows the channel's name asks this object at that moment,
    since an owner may change it any time. ``link`` is its https address, or None when private."""

    id: int
    title: str
    username: str | None

    @property
    def imprint(self) -> str:
        """As the cards show it."""
        return f"@{self.username}" if self.username else self.title

    @property
    def link(self) -> str | None:
        return f"https://t.me/{self.username}" if self.username else None

    def post_link(self, message_id: int) -> str:
        return post_link(self.id, self.username, message_id)
