"""``python -m tests.prove.raising run`` is ``sotto run`` in which handling some messages fails,
with an exception that tells everything. No log may repeat it."""

from typing import Any

from telegram import Update
from telegram.ext import Application

from tests.kit import plain

WORD = "explode"


def main() -> None:
    plain.install()
    from bot.cli.main import main as sotto

    original = Application.process_update

    async def process(self: Any, update: object) -> None:
        message = update.message if isinstance(update, Update) else None
        if message is not None and WORD in (message.text or ""):
            try:
                raise ValueError(f"cannot take {update}")
            except ValueError as cause:
                raise RuntimeError(
                    f"{self.bot.base_url} failed with {message.to_json()}"
                ) from cause
        await original(self, update)

    Application.process_update = process  # type: ignore[method-assign]
    sotto()


if __name__ == "__main__":
    main()
