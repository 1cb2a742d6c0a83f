"""``sotto pictures``: fetch photographs, credit them, look them through."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from bot.cards.photographs.credits import credit_lines
from bot.cards.photographs.faces import can_tell
from bot.cards.photographs.fetching import SHORTEST_COPY, Fetch, FetchReport
from bot.cards.photographs.folder import PhotographFolder
from bot.cards.photographs.searches import SEARCHES
from bot.cards.photographs.services import SERVICES, Service
from bot.cards.photographs.visitor import Visitor
from bot.cli.cards import settings_without_bot
from bot.darkroom.door import Darkroom, DarkroomBusy
from bot.errors import PhotographsRefused, SettingsWrong
from bot.settings import Settings

_REASONS = {
    "licence": "under another licence",
    "people": "with people, by the service's own words",
    "face": "with a face",
    "small": "too small",
    "too_small": "too small",
    "large": "too many pixels",
    "too_large": "too many pixels",
    "narrow": "too narrow",
    "alike": "too similar to one you have",
    "broken": "not available",
    "animated": "not available",
    "unsupported": "not available",
}


def fetch_photographs(
    source: str, themes: Sequence[str], count: int, *, credited: bool, contact: str
) -> int:
    """Fetch photographs. Exit status 0, or 1 when a service ended it. Raises SettingsWrong,
    PhotographsRefused."""
    service = SERVICES[source]()
    unknown = [theme for theme in themes if theme not in SEARCHES]
    if unknown:
        known = ", ".join(SEARCHES)
        raise SettingsWrong([f"There is no theme {unknown[0]!r}. There are: {known}."])
    if service.wants_contact and not contact:
        raise SettingsWrong(
            [f"{service.label} requires a contact address: --contact you@example.org"]
        )
    settings = settings_without_bot()
    key = _key(service, settings)
    visitor = Visitor(service.pause, settings.cache_folder / "searches", contact)
    ended = False
    with _darkroom() as develop, _readable():
        folder = _folder(settings)
        fetch = Fetch(service, visitor, folder, develop, key, credited, _told)
        for theme in themes:
            report = fetch.run(theme, count)
            print(_summary(theme, report, service))
            ended = ended or bool(report.ended)
    if not can_tell():
        print("This machine cannot look for faces.")
    print(f"Look through them: sotto pictures review. They are in {folder.path}")
    return int(ended)


def print_credits() -> None:
    """Print a line for each photograph that has a credit. Raises SettingsWrong,
    PhotographsRefused."""
    with _readable():
        for line in credit_lines(_folder(settings_without_bot()).photographs()):
            print(line)


def review_photographs(port: int, *, browser: bool) -> None:
    """Serve the contact sheet until Ctrl-C. Raises SettingsWrong, PhotographsRefused."""
    from bot.cli.review.server import serve_review

    with _readable():
        folder = _folder(settings_without_bot())
        folder.make()
        asyncio.run(serve_review(folder, port, browser=browser))


def _folder(settings: Settings) -> PhotographFolder:
    if settings.pictures is None:
        raise SettingsWrong(["Set SOTTO_PICTURES to the folder for photographs first."])
    return PhotographFolder(settings.pictures)


def _key(service: Service, settings: Settings) -> str:
    if service.key_name is None:
        return ""
    field = service.key_name.removeprefix("SOTTO_").lower()
    key = getattr(settings, field)
    if key is None:
        raise SettingsWrong([f"{service.label} requires a key: put it into {service.key_name}."])
    return str(key.get_secret_value())


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PhotographsRefused(f"The folder of pictures: {error.strerror}.") from None


@contextmanager
def _darkroom() -> Iterator[Callable[[bytes], bytes]]:
    """Yield a function that redraws what strangers made, in a process of its own."""
    darkroom = Darkroom()
    with asyncio.Runner() as runner:
        try:
            yield lambda data: runner.run(darkroom.adopt(data, smallest=SHORTEST_COPY))
        except DarkroomBusy:
            raise PhotographsRefused("Could not start a process to decode a photo.") from None
        finally:
            runner.run(darkroom.close())


def _told(name: str, there: int) -> None:
    print(f"{there:4}  {name}")


def _summary(theme: str, report: FetchReport, service: Service) -> str:
    counts: dict[str, int] = {}
    for why, number in report.left_out.items():
        said = _REASONS[why]
        counts[said] = counts.get(said, 0) + number
    left = ", ".join(f"{number} {why}" for why, number in counts.items())
    lines = [f"{theme}: {report.there} from {service.label}, {report.fetched} of them new."]
    if left:
        lines.append(f"  Left out: {left}.")
    if report.ended:
        lines.append(f"  {report.ended}")
    return "\n".join(lines)
