"""A channel in memory whose calls end as a test says, and a press that prints to it.

It keeps Telegram's numbering: ids grow by one with each message and are never used again.
"""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.domain.channel_info import ChannelInfo
from bot.domain.outcome import (
    ChannelName,
    Delivered,
    FoundPost,
    Outcome,
    Refused,
    TryLater,
    Unknown,
)
from bot.flows.publishing.alerts import Alert
from bot.flows.publishing.publisher import PostStyle, Publisher, Tempo
from bot.i18n import translator_for
from storage import Storage
from tests.kit.plain import PlainStudio, in_words

CHAT = -1002000104729
START = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

End = Literal["ok", "reply_lost", "not_sent", "late"] | Outcome
"""ok; carried out but its answer lost; lost before it was carried out; carried out only when the
test says ``arrive()``, its answer lost; or a certain end."""


class ManualClock:
    """Time stands still but for sleeps and ``pass_``."""

    def __init__(self, start: datetime = START) -> None:
        self.moment = start

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)

    def pass_(self, **duration: float) -> None:
        self.moment += timedelta(**duration)


@dataclass
class Standing:
    """One message of the channel."""

    caption: str
    photo: bytes | None = None
    spoiler: bool = False
    silent: bool = False
    service: bool = False
    at: datetime = START
    reply_to: int | None = None
    by_others: bool = False  # a member of the group, whose words tell nothing

    @property
    def first_line(self) -> str:
        return self.caption.split("\n", 1)[0].replace("<b>", "").replace("</b>", "")


@dataclass
class ModelChannel:
    clock: ManualClock
    chat_id: int = CHAT
    can_look: bool = True
    messages: dict[int, Standing] = field(default_factory=dict)
    highest: int = 0
    script: list[End] = field(default_factory=list)  # how the next posts end; then "ok"
    changes: list[Outcome] = field(default_factory=list)  # how the next edits and deletions end
    looks: list[Outcome] = field(default_factory=list)  # failures of the next looks
    protected: bool = False
    named: ChannelName | Refused | TryLater | Unknown = ChannelName("Sotto", "sotto_voce")  # noqa: RUF009
    calls: list[str] = field(default_factory=list)
    late: list[Standing] = field(default_factory=list)
    echoes: dict[tuple[int, int], str] = field(default_factory=dict)
    echo_ends: list[Outcome] = field(
        default_factory=list
    )  # how the next delete_discussion_copy end

    # What people do

    def put(self, standing: Standing) -> int:
        self.highest += 1
        standing.at = self.clock.now()
        self.messages[self.highest] = standing
        return self.highest

    def arrive(self) -> int:
        """The oldest late message reaches the channel after all."""
        return self.put(self.late.pop(0))

    def lines(self) -> list[str]:
        return [m.first_line for m in self.messages.values() if not m.service]

    # bot.flows.ports.Channel

    async def send_photo(
        self, photo: bytes, caption: str, *, spoiler: bool = False, silent: bool = False
    ) -> Outcome:
        self.calls.append("send_photo")
        return self._post(Standing(caption, photo, spoiler, silent=silent))

    async def send_text(
        self, text: str, *, silent: bool = True, reply_to: int | None = None
    ) -> Outcome:
        self.calls.append("send_text")
        if reply_to is not None and reply_to not in self.messages:
            return Refused("message to be replied not found", gone=True)
        return self._post(Standing(text, reply_to=reply_to))

    def _post(self, standing: Standing) -> Outcome:
        end = self.script.pop(0) if self.script else "ok"
        match end:
            case "ok":
                return Delivered(self.put(standing), f"file {self.highest}")
            case "reply_lost":
                self.put(standing)
                return Unknown("ReadTimeout")
            case "not_sent":
                return Unknown("ReadError")
            case "late":
                self.late.append(standing)
                return Unknown("ReadTimeout")
            case _:
                return end

    async def edit_photo(
        self, message_id: int, photo: bytes, caption: str, *, spoiler: bool = False
    ) -> Outcome:
        return self._change("edit_photo", message_id, Standing(caption, photo, spoiler))

    async def edit_caption(self, message_id: int, caption: str) -> Outcome:
        return self._change("edit_caption", message_id, self._with(message_id, caption))

    async def edit_text(self, message_id: int, text: str) -> Outcome:
        return self._change("edit_text", message_id, self._with(message_id, text))

    def _with(self, message_id: int, caption: str) -> Standing | None:
        standing = self.messages.get(message_id)
        return None if standing is None else replace(standing, caption=caption)

    async def delete(self, message_id: int) -> Outcome:
        standing = self.messages.get(message_id)
        if standing and self.clock.now() - standing.at >= timedelta(hours=48):
            self.calls.append("delete")
            return Refused("message can't be deleted")
        return self._change("delete", message_id, None)

    def _change(self, name: str, message_id: int, new: Standing | None) -> Outcome:
        self.calls.append(name)
        if self.changes:
            return self.changes.pop(0)
        if message_id not in self.messages:
            return Refused("message to edit not found", gone=True)
        if name == "delete":
            del self.messages[message_id]
        elif new is not None:
            new.at = self.messages[message_id].at
            self.messages[message_id] = new
        return Delivered(message_id, f"file {message_id} anew" if new is not None else None)

    async def delete_discussion_copy(self, chat: int, message_id: int) -> Outcome:
        self.calls.append("delete_discussion_copy")
        if self.echo_ends:
            return self.echo_ends.pop(0)
        if self.echoes.pop((chat, message_id), None) is None:
            return Refused("message to delete not found", gone=True)
        return Delivered(message_id)

    async def name(self) -> ChannelName | Refused | TryLater | Unknown:
        self.calls.append("name")
        return self.named

    async def is_protected(self) -> bool | Refused | TryLater | Unknown:
        self.calls.append("is_protected")
        return self.protected

    async def look(self, message_id: int) -> FoundPost | Refused | TryLater | Unknown:
        self.calls.append(f"look {message_id}")
        if self.looks:
            end = self.looks.pop(0)
            assert not isinstance(end, Delivered)
            return end
        if not self.can_look:
            return Refused("no staging", staging_unusable=True)
        standing = self.messages.get(message_id)
        if standing is None:
            return Refused("message to forward not found", gone=True)
        if standing.service or self.protected:
            return Refused("message can't be forwarded")
        line = "" if standing.by_others else standing.first_line
        return FoundPost(message_id, line, f"file {message_id} seen")


@dataclass
class Works:
    """Everything that a test of the delivery needs."""

    press: Publisher
    channel: ModelChannel
    studio: PlainStudio
    clock: ManualClock
    told: list[Alert]

    @property
    def storage(self) -> Storage:
        return self.press.storage


def make_works(storage: Storage, channel: ModelChannel | None = None) -> Works:
    clock = channel.clock if channel else ManualClock()
    channel = channel or ModelChannel(clock)
    studio = PlainStudio(in_words)
    told: list[Alert] = []

    async def tell(trouble: Alert) -> None:
        told.append(trouble)

    place = ChannelInfo(channel.chat_id, "Sotto", "sotto_voce")
    house = PostStyle(place=place, bot="sotto_bot", t=translator_for("en"))
    press = Publisher(
        storage=storage,
        channel=channel,
        studio=studio,
        house=house,
        clock=clock,
        tempo=Tempo(pace=timedelta(seconds=3)),
        tell=tell,
        rng=random.Random(1),
    )
    return Works(press, channel, studio, clock, told)
