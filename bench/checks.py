"""How much the checks see, how often they cry wolf, and what a text costs.

Every third line of each labelled set is held out, and the "fresh" sets whole; the "mended" sets
not at all. ``--develop`` shows the errors on the others only, so that a lexicon can be mended
without looking at what gives the final figure. ``FILE.tsv`` measures lines of your own, see
``bench/outside.py``; ``--long`` how long texts of 400 characters take, by language.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import strangers
from bench.outside import show
from bot.domain.checks import inspect, prepare
from bot.domain.checks import read as check
from bot.domain.checks.care import Care, assess
from bot.domain.contacts import find_contacts

DATA = Path(__file__).parent / "data"
LONGEST = 400
"""As long as a whisper may be."""
FAMILIES = ("care", "person", "contact", "threat", "minor", "slur", "spam")


@dataclass(frozen=True)
class Labelled:
    words: str
    mark: str  # "+" or "!" for a positive, "-" for a hard negative
    held_out: bool

    @property
    def positive(self) -> bool:
        return self.mark != "-"


def read(path: Path, *, only_negatives: bool = False) -> Iterator[Labelled]:
    """A set and, where it says ``= NAME``, the hard negatives of another."""
    counted = {True: 0, False: 0}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("= ") and not only_negatives:
            yield from read(path.with_name(f"{line[2:]}.txt"), only_negatives=True)
        if line[:2] not in ("+ ", "! ", "- ") or (only_negatives and line[0] != "-"):
            continue
        counted[line[0] == "-"] += 1
        third = counted[line[0] == "-"] % 3 == 0
        held_out = ".fresh" in path.name or (third and ".mended" not in path.name)
        yield Labelled(line[2:], line[0], held_out)


def sees(family: str) -> Callable[[str], bool]:
    if family == "care":
        return lambda words: assess(words) is not Care.NONE
    if family == "contact":
        return lambda words: bool(find_contacts(words))
    return lambda words: any(finding.family == family for finding in inspect(words))


def rates(cases: list[Labelled], seen: Callable[[str], bool]) -> tuple[str, list[Labelled]]:
    wrong = [case for case in cases if seen(case.words) != case.positive]
    positives = sum(case.positive for case in cases)
    negatives = len(cases) - positives
    missed = sum(case.positive for case in wrong)
    recall = (positives - missed) / positives if positives else 0.0
    alarms = (len(wrong) - missed) / negatives if negatives else 0.0
    return f"{recall:6.3f} ({positives:3d})   {alarms:6.3f} ({negatives:3d})", wrong


def size(family: str, language: str) -> str:
    """Of all sets of a family together: how large they are, and the figures of what is held out."""
    paths = [
        path
        for path in DATA.glob(f"{family}.*{language}.txt")
        if ".mended" not in path.name and ".fresh" not in path.name
    ]
    cases = list({case.words: case for path in sorted(paths) for case in read(path)}.values())
    positives = sum(case.positive for case in cases)
    figures, _ = rates([case for case in cases if case.held_out], sees(family))
    return f"together {positives} + {len(cases) - positives}: {figures}"


def graver(family: str, cases: list[Labelled]) -> str:
    """What else hangs on a line marked "!": a plan or method, or what is never published."""
    marked = [case for case in cases if case.mark == "!"]
    if family == "care" and marked:
        named = sum(assess(case.words) is Care.PLAN for case in marked)
        return f"of {len(marked)} that name a method or a plan, {named} seen as such"
    if family == "minor":
        survivors = [case for case in cases if case.mark == "+"]
        held = sum(never(case.words) for case in marked)
        silenced = sum(never(case.words) for case in survivors)
        return (
            f"of {len(marked)} never to be published, {held} held back; "
            f"of {len(survivors)} that tell of abuse, {silenced} held back with them"
        )
    return ""


def never(words: str) -> bool:
    return any(finding.severity == "never" for finding in inspect(words))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--develop", action="store_true", help="show errors; leave held-out lines alone"
    )
    parser.add_argument(
        "families", nargs="*", help=f"of {', '.join(FAMILIES)}; default: all. Or FILE.tsv"
    )
    parser.add_argument("--long", action="store_true", help="only how long long texts take")
    arguments = parser.parse_args()
    if arguments.long:
        show_long()
        return
    outside = [Path(name) for name in arguments.families if name.endswith(".tsv")]
    if outside:
        for path in outside:
            show(path)
        return
    texts: list[str] = []
    print(
        f"{'set':15}  recall (of)     false alarms (of)"
        + ("" if arguments.develop else "   held out")
    )
    for family in arguments.families or FAMILIES:
        for path in sorted(DATA.glob(f"{family}.*.txt")):
            cases = list(read(path))
            texts += [case.words for case in cases]
            shown = [case for case in cases if case.held_out != arguments.develop]
            if not shown:
                continue
            figures, wrong = rates(shown, sees(family))
            print(f"{path.stem:15} {figures}")
            if arguments.develop:
                for case in wrong:
                    print("   ", "MISSED" if case.positive else "ALARM ", case.words)
            elif told := graver(family, [case for case in cases if case.held_out]):
                print(f"{'':15} {told}")
        if not arguments.develop:
            for language in ("en", "fr"):
                print(f"{family}.{language} {size(family, language)}")
    print(latency(texts))


def latency(texts: list[str]) -> str:
    """CPU time a text for everything together, on texts up to as long as whispers may be."""
    short = [
        " ".join(texts[start : start + 4])[:LONGEST] for start in range(0, min(len(texts), 1200), 4)
    ]
    told = f"CPU time of all checks together, texts of up to {LONGEST} characters: "
    return told + spread(took(short))


def show_long() -> None:
    """The same on ordinary lines of strangers, put together to exactly that length, by language."""
    by_language: dict[str, list[str]] = defaultdict(list)
    for line in strangers.lines():
        if line.family == "ordinary":
            by_language[line.language].append(line.words)
    every: list[float] = []
    for language, lines in sorted(by_language.items()):
        texts = [
            " ".join((*lines[n:], *lines[:n]))[:LONGEST]
            for n in range(len(lines))
            if len(" ".join(lines)) >= LONGEST
        ]
        if texts:
            times = took(texts)
            every += times
            print(f"{language:4}{len(texts):5} {spread(times)}")
    print(f"all {len(every):5} {spread(sorted(every))}")


def took(texts: list[str]) -> list[float]:
    """CPU milliseconds of each, sorted: of three rounds the quickest, since another program's work
    is not ours."""
    prepare()  # the lists are read once, at the start of the bot
    quickest = [float("inf")] * len(texts)
    for _ in range(3):
        for n, words in enumerate(texts):
            start = time.process_time()
            check(words)
            quickest[n] = min(quickest[n], (time.process_time() - start) * 1000)
    return sorted(quickest)


def spread(times: list[float]) -> str:
    middle, most = times[len(times) // 2], times[len(times) * 95 // 100]
    return f"median {middle:.2f} ms, 95 % within {most:.2f} ms, slowest {times[-1]:.2f} ms"


if __name__ == "__main__":
    main()
