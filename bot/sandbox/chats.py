"""Private chats, groups and channels: members, rights and the numbering of messages.

Message ids, as Telegram gives them: a channel or supergroup counts its own messages; private chats
and basic groups share one counter per account, so a bot's ids grow over all of them together.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.sandbox.accounts import Account, Member
from bot.sandbox.messages import Message
from bot.sandbox.topics import Topics

if TYPE_CHECKING:
    from bot.sandbox.bots import Bot
    from bot.sandbox.world import World


class Chat:
    """The common part of private chats, groups and channels."""

    kind = ""

    def __init__(self, world: "World", chat_id: int, title: str, username: str | None) -> None:
        self.world = world
        self.id = chat_id
        self.title = title
        self.username = username
        self.live: list[Message] = []
        self._by_id: dict[tuple[int | None, int], Message] = {}
        self.members: dict[int, Member] = {}
        self.pinned: list[Message] = []
        self.auto_delete: timedelta | None = None
        """How long messages live that come from now on; nobody hears of it when they vanish."""
        self.protected = False
        """Whether its content may not be forwarded or saved (``has_protected_content``)."""

    def __repr__(self) -> str:
        return f"<{self.kind} {self.title}>"

    @property
    def messages(self) -> list[Message]:
        """Live messages, oldest first."""
        return list(self.live)

    @property
    def last(self) -> Message:
        return self.live[-1]

    def member(self, account: Account) -> Member:
        return self.members.get(account.id, Member(account, "left"))

    @property
    def bots(self) -> "list[Bot]":
        """Bots that are in it now."""
        found = (self.world.bots_by_id.get(m.account.id) for m in self.members.values() if m.is_in)
        return [bot for bot in found if bot is not None]

    def number(self, message: Message) -> None:
        """Gives a new message its ids and keeps it."""
        for bot in self.bots:
            message.ids[bot.id] = bot.next_private_id()
        if not message.ids:
            message.ids[None] = self.world.next_serial()
        self.keep(message)

    def keep(self, message: Message) -> None:
        for owner, number in message.ids.items():
            self._by_id[owner, number] = message
        self.live.append(message)

    def forget(self, message: Message) -> None:
        message.deleted = True
        for owner, number in message.ids.items():
            self._by_id.pop((owner, number), None)
        if message in self.live:
            self.live.remove(message)
        if message in self.pinned:
            self.pinned.remove(message)

    def find(self, bot: "Bot", message_id: int) -> Message | None:
        return self._by_id.get((bot.id, message_id))

    def id_for(self, bot: "Bot", message: Message) -> int:
        return message.ids.get(bot.id) or message.ids.get(None) or 0

    def pin(self, message: Message, *, by: Account | None = None) -> Message:
        """Pins a message, which leaves a service message."""
        if message in self.pinned:
            self.pinned.remove(message)
        self.pinned.append(message)
        return self.world.post(self, sender=by, service={"pinned_message": message})

    def json(self) -> dict[str, Any]:
        """Gives the Bot API's Chat."""
        found: dict[str, Any] = {"id": self.id, "type": self.kind, "title": self.title}
        if self.username:
            found["username"] = self.username
        return found


class PrivateChat(Chat):
    """A person and a bot. For the bot its id is the person's."""

    kind = "private"

    def __init__(self, world: "World", person: Account, bot: "Bot") -> None:
        super().__init__(world, person.id, person.name, person.username)
        self.person = person
        self.bot = bot
        self.blocked = False
        self.started = False
        """The person has written: only then may the bot write."""
        self.members = {a.id: Member(a) for a in (person, bot)}

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self.id, "type": "private", "first_name": self.person.name}
        if self.person.username:
            found["username"] = self.person.username
        return found


class Shared(Chat):
    """A chat that people and bots enter and leave."""

    forbidden: frozenset[str] = frozenset()
    """The things that members who are no admins may not send: "photos", "text messages"."""

    def set_auto_delete(self, after: timedelta | None) -> Message:
        """Sets the timer, which leaves a service message."""
        self.auto_delete = after
        seconds = int(after.total_seconds()) if after else 0
        body = {"message_auto_delete_time": seconds}
        return self.world.post(
            self, sender=self.world.owner, service={"message_auto_delete_timer_changed": body}
        )

    def admit(self, account: Account, *, owner: bool = False, **rights: bool) -> None:
        """Lets an account in, or changes its rights (``can_post=True`` … makes it an admin;
        short names and those of the Bot API both work; ``admin=True`` gives the usual ones;
        ``is_anonymous=True``: what this admin writes bears the group's name)."""
        known = self._rights(rights)
        status = "creator" if owner else "administrator" if known else "member"
        before = self.member(account)
        after = Member(account, status, known, before.joined or self.world.clock.now())
        self.members[account.id] = after
        self.world.member_changed(self, before, after)

    def dismiss(self, account: Account, *, kicked: bool = True) -> None:
        """Throws an account out (or lets it leave)."""
        before = self.member(account)
        after = Member(account, "kicked" if kicked else "left")
        self.members[account.id] = after
        self.world.member_changed(self, before, after)

    def _rights(self, flags: dict[str, bool]) -> frozenset[str]:
        from bot.sandbox.accounts import RIGHTS  # the list of names that Telegram knows

        long = {"can_post", "can_edit", "can_delete", "can_pin"}
        names = {
            name + "_messages" if name in long else name
            for name, granted in flags.items()
            if granted and name != "admin"
        }
        if wrong := names - set(RIGHTS):
            raise ValueError(f"no such right: {', '.join(sorted(wrong))}")
        if flags.get("admin") or names:
            names.add("can_manage_chat")
        if flags.get("admin"):
            names |= {"can_delete_messages", "can_pin_messages", "can_restrict_members"}
        return frozenset(names)

    def rename(self, title: str, *, by: Account | None = None) -> Message:
        """Changes the title, which leaves a service message."""
        self.title = title
        return self.world.post(self, sender=by, service={"new_chat_title": title})


class Group(Shared):
    """A basic group: numbered by each account's own counter."""

    kind = "group"
    upgraded_to: "Supergroup | None" = None


class _Counted(Shared):
    """A chat with its own counter, the same for everybody."""

    highest = 0

    def number(self, message: Message) -> None:
        self.highest += 1
        message.ids[None] = self.highest
        self.keep(message)

    def find(self, bot: "Bot", message_id: int) -> Message | None:
        return self._by_id.get((None, message_id))


class Supergroup(_Counted):
    kind = "supergroup"
    linked: "Channel | None" = None
    topics: Topics | None = None

    def make_forum(self) -> Topics:
        """Switches topics on; all that was written is in General."""
        self.topics = self.topics or Topics(self)
        return self.topics

    def json(self) -> dict[str, Any]:
        found = super().json()
        if self.topics is not None:
            found["is_forum"] = True
        return found


class Channel(_Counted):
    """A channel. ``available_reactions``: None = all, else the allowed emoji."""

    kind = "channel"
    linked: Supergroup | None = None
    available_reactions: Sequence[str] | None = None
    signatures = False

    @property
    def posts(self) -> list[Message]:
        """Live posts, oldest first, without service messages."""
        return [message for message in self.live if not message.service]

    @property
    def address(self) -> str:
        return f"https://t.me/{self.username}" if self.username else ""

    def link_discussion(self, title: str) -> Supergroup:
        """Makes a group that gets each new post as an automatic forward, for comments."""
        group = self.world.add_group(title, supergroup=True)
        assert isinstance(group, Supergroup)
        self.linked, group.linked = group, self
        return group
