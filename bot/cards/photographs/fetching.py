"""Fetch photographs of a theme into the folder, until there are enough or the service has no more.

It may be interrupted at any moment: what is there is counted, what was left out is remembered, and
the same call goes on.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PIL import Image

from bot.cards.photographs.alike import fingerprint, fingerprint_of, look_alike
from bot.cards.photographs.faces import shows_face
from bot.cards.photographs.folder import PhotographFolder
from bot.cards.photographs.found import KnownPhotograph
from bot.cards.photographs.searches import SEARCHES
from bot.cards.photographs.services import Service
from bot.cards.photographs.sieve import reason_against
from bot.cards.photographs.visitor import PhotographBroken, ServiceRefused, Visitor
from bot.darkroom.headers import PhotoRefused

_PAGES = 5
"""The pages of answers to one search: later ones are seldom about it."""

SHORTEST_COPY = 800
"""Pixels of a copy's short side: services scale, and below this a card looks soft."""

_NOT_TO_REMEMBER = frozenset(("licence",))
"""With ``credited`` the answer may be another one next time."""


@dataclass(slots=True)
class FetchReport:
    """The result of a fetch. ``there``: photographs of the theme from this service in the
    folder."""

    there: int = 0
    fetched: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    ended: str = ""
    """The reason why it ended before there were enough; empty when it did not."""

    def leave(self, why: str) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + 1


@dataclass(slots=True)
class Fetch:
    """A fetch of photographs. ``key``: the operator's at the service. ``credited``: take what asks
    for credit, too.

    ``develop`` redraws a stranger's picture as a clean JPEG, its short side at least
    ``SHORTEST_COPY``, and raises PhotoRefused for one that it does not take: see ``bot/darkroom``.
    """

    service: Service
    visitor: Visitor
    folder: PhotographFolder
    develop: Callable[[bytes], bytes]
    key: str = ""
    credited: bool = False
    progress: Callable[[str, int], None] = lambda name, there: None

    def run(self, theme: str, count: int) -> FetchReport:
        """Raises KeyError for a theme that is not ours, and OSError for the folder."""
        searches = SEARCHES[theme]
        self.folder.make()
        report, known = FetchReport(), set(self.folder.left_out())
        prints: set[int] = set()
        for one in self.folder.photographs():
            if (mark := fingerprint_of(one.file)) is not None:
                prints.add(mark)
            if one.credit:
                known.add(one.credit.key)
                mine = one.credit.key.startswith(f"{self.service.name}:")
                report.there += mine and theme in one.themes
        try:
            for found in self._answers(searches):
                if report.there >= count:
                    return report
                if found.key in known:
                    continue
                known.add(found.key)
                self._take(found, theme, prints, report)
        except ServiceRefused as refused:
            report.ended = str(refused)
            return report
        if report.there < count:
            report.ended = "The service knows no more of this theme that we may take."
        return report

    def _answers(self, searches: tuple[str, ...]) -> Iterator[KnownPhotograph]:
        """Yield the first page of each search, then the second: many subjects, then many shots."""
        going = list(searches)
        for page in range(1, _PAGES + 1):
            for words in tuple(going):
                question = self.service.question(words, page, self.key, credited=self.credited)
                data = self.visitor.ask(question)
                try:
                    answer = self.service.answer(data, page)
                except (KeyError, TypeError, ValueError, IndexError) as problem:
                    said = f"{type(problem).__name__}: {problem}"
                    raise ServiceRefused(
                        f"The service answered in another form ({said})."
                    ) from None
                yield from answer.found
                if not answer.more:
                    going.remove(words)

    def _take(
        self, found: KnownPhotograph, theme: str, prints: set[int], report: FetchReport
    ) -> None:
        why = reason_against(found, credited=self.credited)
        jpeg = b""
        if why is None:
            try:
                jpeg = self.develop(self.visitor.image(found.image))
            except PhotographBroken:
                why = "broken"
            except PhotoRefused as refused:
                why = refused.reason
        if why is None:
            with Image.open(io.BytesIO(jpeg)) as image:
                why = "face" if shows_face(image) else None
                mark = fingerprint(image)
        if why is None and any(look_alike(mark, other) for other in prints):
            why = "alike"
        if why is None:
            prints.add(mark)
            photograph = self.folder.put(found, theme, jpeg)
            report.there += 1
            report.fetched += 1
            self.progress(photograph.name, report.there)
            return
        report.leave(why)
        if why not in _NOT_TO_REMEMBER:
            self.folder.leave_out(found.key, why)
