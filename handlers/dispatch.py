"""PTB's application as the intake drives it: handlers, and what they raised."""

from contextvars import ContextVar

from telegram import Update
from telegram.ext import Application, ContextTypes

from bot.botapi.client import RawBot
from bot.botapi.intake import Handle
from handlers.context import App, Context

_failures: ContextVar[list[BaseException]] = ContextVar("failures")


def application(bot: RawBot) -> App:
    """Make the application without PTB's updater and job queue: the intake and the schedule do
    their work."""
    app = (
        Application.builder()
        .application_class(App)
        .bot(bot)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Context))
        .build()
    )
    assert isinstance(app, App)
    return app


def handler(app: App) -> Handle:
    """Return a handler that raises what PTB swallows: the intake must know, to try again."""

    async def note(_update: object, context: Context) -> None:
        if context.error is not None:
            _failures.get().append(context.error)

    async def handle(update: Update) -> None:
        failures: list[BaseException] = []
        _failures.set(failures)
        await app.process_update(update)
        if failures:
            raise failures[0]

    app.add_error_handler(note)
    return handle
