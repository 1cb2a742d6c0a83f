"""The order of events of a run, for whoever has to find out why something was lost or doubled."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox.messages import Message
from bot.sandbox.queries import Answer
from bot.sandbox.world import ApiCall, WorldEvent
from tests.kills.process import ProcessTown

_SHOWN = {
    "chat_id", "message_id", "message_ids", "from_chat_id", "caption", "text", "reply_parameters"
}  # fmt: skip
_DULL = {"getupdates", "setmycommands", "getfile"}


@dataclass
class Trace:
    """Hears everything that happens in the town's world from now on."""

    place: ProcessTown
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.place.world.subscribe(self._hear)

    def note(self, what: str) -> None:
        """Something that happens outside of the world."""
        self.lines.append(f"{self.place.world.clock.now():%H:%M:%S.%f} --- {what}")

    def _hear(self, event: WorldEvent) -> None:
        where = f"{event.chat.id} " if event.chat else ""
        what = ""
        if isinstance(event.detail, ApiCall):
            call = event.detail
            if call.method.lower() in _DULL:
                return
            shown = {k: str(v)[:90] for k, v in call.parameters.items() if k in _SHOWN}
            what = f"{call.method} {shown} {call.error or ''}"
        elif isinstance(event.detail, Answer):
            what = f"{event.detail.query_id} {event.detail.text!r}"
        elif isinstance(event.message, Message):
            message = event.message
            words = (message.text or message.caption or "").replace("\n", " | ")[:60]
            what = f"{message.chat.id_for(self.place.bot, message)} {words}"
        self.lines.append(f"{event.at:%H:%M:%S.%f} {event.kind} {where}{what}")

    def write(self, into: Path) -> None:
        into.write_text(
            "\n".join([*self.lines, "--- log", self.place.sotto.log.read_text()]), encoding="utf-8"
        )
