"""The command line. Commands are thin: what they do lives beside this file, loaded when used."""

import gc
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from bot.cli.ending import argument_mistake, ended
from bot.cli.picture_commands import pictures
from bot.errors import SettingsWrong


class SottoGroup(TyperGroup):
    """The commands; what is wrong with an argument of any of them is told in words of ours."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except typer.BadParameter as wrong:
            if said := argument_mistake(wrong.__cause__):
                wrong.message = said
            raise


app = typer.Typer(
    name="sotto",
    cls=SottoGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

RUNNING = "While it runs"
DATA = "Data"
CARDS = "Cards"

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]
Channel = Annotated[
    str | None, typer.Option(metavar="NAME", help="Which channel, if there are several.")
]
Now = Annotated[bool, typer.Option("--now", help="Now, not at its usual time.")]


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(version("sotto"))
        raise typer.Exit


@app.callback()
def sotto(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Anonymous picture confessions for a Telegram channel."""
    gc.enable()  # a command begins here; who asks for help or the version has been told by now


@app.command()
def run(
    role: Annotated[
        Literal["all", "intake", "publish"],
        typer.Option(help="What this process does, of several on one PostgreSQL server."),
    ] = "all",
) -> None:
    """Run the bot until Ctrl-C or SIGTERM. Settings come from the environment and .env."""
    from bot.cli.run import run_bot

    run_bot(role)


@app.command()
def render() -> None:
    """Draw cards for other Sotto processes, which name it in SOTTO_RENDERERS. Needs no token."""
    from bot.cli.run import run_renderer

    run_renderer()


@app.command()
def setup(
    unit: Annotated[
        bool, typer.Option("--systemd", help="Ask nothing; print a filled-in systemd unit.")
    ] = False,
    compose: Annotated[
        bool, typer.Option("--compose", help="Ask nothing; print compose.yaml.")
    ] = False,
    start: Annotated[bool, typer.Option(help="Offer to start the bot at the end.")] = True,
) -> None:
    """Set up a bot: asks for a token, finds your channel and group, writes .env, checks, starts."""
    from bot.cli.setup import print_kept, set_up

    if unit or compose:
        print_kept("systemd" if unit else "compose")
    else:
        raise typer.Exit(set_up(start=start))


@app.command()
def demo(
    script: Annotated[
        bool, typer.Option("--script", help="Play the scripted day and exit, without a page.")
    ] = False,
    cards: Annotated[
        Path | None, typer.Option(help="Play the scripted day; folder for the posted cards.")
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the page; 0: a free one.")
    ] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    channels: Annotated[
        int, typer.Option(min=1, max=3, help="How many channels of one bot the page shows.")
    ] = 1,
) -> None:
    """Try it: the whole bot on a Telegram of its own, on this machine.

    Opens a page in the browser until Ctrl-C; without a terminal, plays a scripted day."""
    from bot.cli.run import run_demo

    raise typer.Exit(
        run_demo(script=script, cards=cards, port=port, browser=browser, channels=channels)
    )


@app.command(rich_help_panel=RUNNING)
def status(as_json: Json = False) -> None:
    """Show how the bot is doing: what waits, what comes next, what is stuck."""
    from bot.cli.status import print_status

    raise typer.Exit(print_status(as_json=as_json))


@app.command(rich_help_panel=RUNNING)
def doctor(as_json: Json = False) -> None:
    """Check token, channel, rights, folders, clock, and say how to fix what is wrong."""
    from bot.cli.status import print_doctor

    raise typer.Exit(print_doctor(as_json=as_json))


@app.command(rich_help_panel=RUNNING)
def remove(
    number: Annotated[int, typer.Argument(min=1, help="The whisper's number.")],
    channel: Channel = None,
) -> None:
    """Remove a published whisper from the channel, the rankings and the digest."""
    from bot.cli import data

    raise typer.Exit(data.remove(number, channel))


@app.command(rich_help_panel=RUNNING)
def release(now: Now = False, channel: Channel = None) -> None:
    """Publish everything that waits now, less well mixed. Needs --now."""
    from bot.cli import data

    _only_now(now, "release")
    raise typer.Exit(data.release(channel))


@app.command(rich_help_panel=RUNNING)
def digest(
    now: Now = False,
    week: Annotated[
        bool, typer.Option("--week", help="The best of the week whose end is nearest, once.")
    ] = False,
    year: Annotated[bool, typer.Option("--year", help="Likewise, of a year.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Of a week or year: draw it, post nothing.")
    ] = False,
    out: Annotated[Path, typer.Option(help="That file.")] = Path("best.jpg"),
    channel: Channel = None,
) -> None:
    """Post today's digest at once, if it has not been posted, or the best of a week or year."""
    from bot.cli import data

    if not (week or year):
        _only_now(now, "digest")
    if now + week + year != 1 or (now and dry_run):
        raise SettingsWrong(["One at a time: --now, --week or --year; these two with --dry-run."])
    if now:
        raise typer.Exit(data.digest(channel))
    from bot.cli import best
    from bot.domain.days import Span

    span = Span.WEEK if week else Span.YEAR
    raise typer.Exit(best.look(span, channel, out) if dry_run else best.ask(span, channel))


@app.command(rich_help_panel=RUNNING)
def outbox(
    post: Annotated[
        str | None,
        typer.Argument(help="Its name (12, 2026-11-25); not needed if there's only one."),
    ] = None,
    sent: Annotated[
        int | None, typer.Option(metavar="ID", min=1, help="It is in the channel as message ID.")
    ] = None,
    resend: Annotated[bool, typer.Option("--resend", help="It isn't: send it again.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Discard it.")] = False,
    channel: Channel = None,
    as_json: Json = False,
) -> None:
    """List the posts that need a person's decision, or settle one."""
    from bot.cli.outbox import outbox as settle

    raise typer.Exit(settle(post, channel, sent=sent, resend=resend, drop=drop, as_json=as_json))


@app.command(rich_help_panel=DATA)
def backup(file: Annotated[Path, typer.Argument(help="A file that does not exist.")]) -> None:
    """Back up what is published, whether the bot runs or not. What waits is not in it."""
    from bot.cli.backup import backup as copy

    copy(file)


@app.command(rich_help_panel=DATA)
def restore(file: Annotated[Path, typer.Argument(help="A backup.")]) -> None:
    """Make a backup the database of an empty data folder."""
    from bot.cli.backup import restore as bring_back

    bring_back(file)


@app.command(rich_help_panel=DATA)
def move(to: Annotated[str, typer.Option("--to", help="Address of an empty database.")]) -> None:
    """Move the stopped bot to another database: a file to a PostgreSQL server, or back."""
    from bot.cli.backup import move as carry

    carry(to)


@app.command(name="import", rich_help_panel=DATA)
def import_(
    file: Annotated[Path, typer.Argument(help="result.json of Telegram Desktop.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be imported.")
    ] = False,
    pictures: Annotated[bool, typer.Option(help="Import the posts' own pictures too.")] = True,
    channel: Channel = None,
) -> None:
    """Bring along what an older bot published in this channel, from an export of it."""
    from bot.cli.move_in import bring_in

    bring_in(file, channel, dry_run=dry_run, pictures=pictures)


@app.command(name="card", rich_help_panel=CARDS)
def card_(
    words: Annotated[str, typer.Argument(help="What the card says.")],
    out: Annotated[Path, typer.Option(help="File to write: .jpg, .png, .webp or .avif.")] = Path(
        "card.jpg"
    ),
    style: Annotated[str | None, typer.Option(help="Name of a style (default: suggested).")] = None,
    picture: Annotated[
        str | None, typer.Option(help="Name of a picture (default: chosen to fit the words).")
    ] = None,
    photo: Annotated[
        Path | None, typer.Option(help="A picture of your own: JPEG, PNG, WebP, HEIC or AVIF.")
    ] = None,
    size: Annotated[str | None, typer.Option(help="square, portrait or story.")] = None,
    number: Annotated[int | None, typer.Option(help="The number on the card.")] = None,
) -> None:
    """Draw one card to look at."""
    from bot.cli.cards import draw_card

    draw_card(words, out, style=style, photo=photo, size=size, number=number, picture=picture)


@app.command(name="contact-sheet", rich_help_panel=CARDS)
def contact_sheet(
    folder: Annotated[Path, typer.Argument(help="Folder to write the sheets to.")],
) -> None:
    """Draw a sample of every script in every style, for human eyes."""
    from bot.cli.cards import draw_contact_sheet

    draw_contact_sheet(folder)


app.add_typer(pictures, name="pictures", rich_help_panel=CARDS)


def main() -> None:
    """The ``sotto`` command. Always ends with SystemExit."""
    ended(lambda: typer.main.get_command(app)(prog_name="sotto"))


def _only_now(now: bool, verb: str) -> None:
    if not now:
        raise SettingsWrong(
            [f"It happens by itself at the usual time. To do it now: sotto {verb} --now"]
        )
