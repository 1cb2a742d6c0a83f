"""``sotto pictures …``: the arguments of each command; what they do is loaded when used."""

from enum import StrEnum
from typing import Annotated

import typer

from bot.domain.themes import THEMES

pictures = typer.Typer(
    name="pictures",
    no_args_is_help=True,
    help="Photographs for the folder in SOTTO_PICTURES.",
)

MOST = 200
"""The most photographs of a theme from one service: some forbid more, and nobody would look at
them."""


class Source(StrEnum):
    """The services that photographs come from."""

    OPENVERSE = "openverse"
    WIKIMEDIA = "wikimedia"
    PEXELS = "pexels"
    PIXABAY = "pixabay"


@pictures.command()
def fetch(
    source: Annotated[Source, typer.Option("--from", help="The service to ask.")],
    theme: Annotated[list[str], typer.Option(help=f"{', '.join(THEMES)}; can be repeated.")],
    count: Annotated[
        int, typer.Option(min=1, max=MOST, help="How many of each theme the folder should hold.")
    ] = 40,
    credited: Annotated[
        bool,
        typer.Option("--credited", help="Also CC BY: you must then show sotto pictures credits."),
    ] = False,
    contact: Annotated[
        str, typer.Option(help="Your email or web address, for services that require one.")
    ] = "",
) -> None:
    """Fetch photographs of a theme. Only the theme's own search words are sent.

    The same command goes on where it was interrupted."""
    from bot.cli.pictures import fetch_photographs

    raise typer.Exit(
        fetch_photographs(source.value, theme, count, credited=credited, contact=contact)
    )


@pictures.command()
def credits() -> None:
    """Print who made the photographs, and under which licence."""
    from bot.cli.pictures import print_credits

    print_credits()


@pictures.command()
def review(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the page; 0: a free one.")
    ] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Look at the folder: keep, drop and tag, on a page for this machine alone. Until Ctrl-C."""
    from bot.cli.pictures import review_photographs

    review_photographs(port, browser=browser)
