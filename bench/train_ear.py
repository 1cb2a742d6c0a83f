"""Train the ear (``bot/domain/checks/ear.py``) from the project's own lines, and write its table.

Logistic regression on hashed letters and words in a row, one family against everything else, plain
numpy. ``--try`` trains on four fifths of the voices at a time and shows what the fifth gives;
lines that are kept for the final figures are never read.
"""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench import strangers
from bench.checks import read
from bot.domain.checks import ear, spelling
from bot.domain.checks.normal import normalise

DATA = Path(__file__).parent / "data"
OUT = Path(ear.__file__).with_name("ear.npz")
FOLDS = 5
DECAY = 2e-5
PASSES, BATCH, RATE = 10, 1024, 0.05
RARE = 2
"""Places that fewer training lines have are noise."""
KEPT = 36_000
"""So many weights of a family are written, those that say most; the others become 0."""
LEVELS = 15
"""Weights are written as whole numbers up to this one: a finer grain changes no score by more than
a thousandth of how they spread."""
ALARMS = {
    "care": ((0.05, 0.08), (0.05, 0.05), (0.05, 0.055)),
    "cruel": 3 * ((0.02, 0.06),),
    "spam": 3 * ((0.02, 0.04),),
    "plan": 3 * ((0.06, 0.06),),
}
"""Share of ordinary confessions, and of lines that were written to be mistaken for the family, that
may sound like it: in English, in French, in all other languages."""
COUNTS = {"confession": 1.5, "identity": 4.0, "remorse": 4.0, "contrast": 2.0}
"""Kinds whose false alarms are worse than others'."""
_OWN = ("care", "spam", "threat", "person", "minor", "slur")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    words: str
    labels: tuple[float, ...]  # for each family 1, 0, or NaN: says nothing of it
    fold: int
    origin: str
    kind: str
    language: str
    family: str = ""  # whose set it stands in

    @property
    def ordinary(self) -> bool:
        return self.kind == "confession"


def samples() -> list[Sample]:
    found = [*_strangers(), *_written(), *_own(), *_innocent()]
    return list({each.words: each for each in found}.values())


def _labels(**known: float) -> tuple[float, ...]:
    return tuple(known.get(family, 0.0) for family in ear.FAMILIES)


def _strangers() -> Iterable[Sample]:
    for line in strangers.lines():
        if not line.kept:
            yield _sample(line, "strangers")


def _written() -> Iterable[Sample]:
    """Lines in the same columns, written for training alone."""
    for path in sorted((DATA / "ear").glob("*.tsv")):
        for line in strangers.read(path):
            yield _sample(line, "written")


def _sample(line: strangers.Line, origin: str) -> Sample:
    known = {line.family: float(line.positive)} if line.family in ear.FAMILIES else {}
    known["plan"] = float(line.family == "care" and line.positive and line.kind == "plan")
    if line.family == "cruel" and line.kind == "victim":
        known["care"] = float("nan")  # some who are bullied are not well
    fold = strangers.part_of(f"{line.language} {line.voice} {origin}")
    kind = "confession" if line.family == "ordinary" else line.kind
    return Sample(line.words, _labels(**known), fold, origin, kind, line.language, line.family)


def _own() -> Iterable[Sample]:
    """The sets of the lists, without the thirds that measure them."""
    for family in _OWN:
        for path in sorted(DATA.glob(f"{family}.*.txt")):
            for case in read(path):
                if case.held_out:
                    continue
                known = {family: float(case.positive)} if family in ear.FAMILIES else {}
                if family == "care" and case.positive:
                    known["plan"] = 1.0 if case.mark == "!" else float("nan")
                if family in ("threat", "slur") and case.positive:
                    known["cruel"] = float("nan")
                if family == "minor" and case.positive:
                    known["care"] = float("nan")
                fold = blake2b(case.words.encode(), digest_size=1).digest()[0] % FOLDS
                yield Sample(case.words, _labels(**known), fold, "own", family, path.stem[-2:])


def _innocent() -> Iterable[Sample]:
    for path in sorted((DATA.parent / "confessions").glob("*.txt")):
        if path.stem == "bad_tags":
            continue
        for raw in path.read_text(encoding="utf-8").splitlines():
            words = raw.split("\t")[-1].strip()
            if words and not words.startswith("#"):
                fold = blake2b(words.encode(), digest_size=1).digest()[0] % FOLDS
                yield Sample(words, _labels(), fold, "own", "confession", path.stem)


class Rows:
    """Sparse rows of equal weights: places, and 1/sqrt(how many) each."""

    def __init__(self, places: list[ear.Places]) -> None:
        self.lengths = np.array([len(row) for row in places])
        self.starts = np.r_[0, np.cumsum(self.lengths)[:-1]]
        self.places = np.concatenate(places)
        self.scale = 1 / np.sqrt(self.lengths)

    def times(self, weights: Floats) -> Floats:
        sums: Floats = np.add.reduceat(weights[self.places], self.starts) * self.scale
        return sums

    def back(self, errors: Floats) -> Floats:
        spread = np.repeat(errors * self.scale, self.lengths)
        return np.bincount(self.places, weights=spread, minlength=1 << ear.BITS)


def weights_of(places: list[ear.Places], labels: Floats, importance: Floats) -> Floats:
    """The sum of two opinions, each as loud as the other: of the places as they are, and of the
    places weighed by how much oftener they stand in positives than elsewhere, or the reverse."""
    rows = Rows(places)
    often = [
        np.bincount(rows.places, weights=np.repeat(each, rows.lengths), minlength=1 << ear.BITS)
        for each in (labels, 1 - labels)
    ]
    ratio = np.abs(np.log((often[0] + 0.5) / often[0].sum() / (often[1] + 0.5) * often[1].sum()))
    frequent = often[0] + often[1] >= RARE
    total = np.zeros(1 << ear.BITS)
    for telling in (np.ones(1 << ear.BITS), ratio):
        weights = fit(places, labels, importance, telling * frequent)
        total += weights / rows.times(weights).std()
    says = np.abs(total) * np.sqrt(often[0] + often[1])
    return np.where(says >= np.partition(says, -KEPT)[-KEPT], total, 0.0)


def fit(places: list[ear.Places], labels: Floats, importance: Floats, telling: Floats) -> Floats:
    """Weights of the smallest loss, large ones paid for (Adam, some rows at a time). ``telling``:
    how much each place counts."""
    chance = np.random.default_rng(0)
    weights, bias = np.zeros(1 << ear.BITS), 0.0
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    b1 = b2 = 0.0
    usual = importance.mean()
    steps = PASSES * -(-len(places) // BATCH)
    step = 0
    for _ in range(PASSES):
        order = chance.permutation(len(places))
        for start in range(0, len(places), BATCH):
            step += 1
            here = order[start : start + BATCH]
            rows = Rows([places[n] for n in here])
            score = rows.times(weights * telling) + bias
            error = (1 / (1 + np.exp(-score)) - labels[here]) * importance[here]
            error /= usual * len(here)
            slope = rows.back(error) * telling + DECAY * weights
            rate = RATE * (1 - step / (steps + 1)) + 0.001
            first = 0.9 * first + 0.1 * slope
            second = 0.99 * second + 0.01 * slope**2
            moved = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-7)
            weights -= rate * moved
            slope_b = error.sum()
            b1, b2 = 0.9 * b1 + 0.1 * slope_b, 0.99 * b2 + 0.01 * slope_b**2
            bias -= rate * (b1 / (1 - 0.9**step)) / (np.sqrt(b2 / (1 - 0.99**step)) + 1e-7)
    return weights * telling


@dataclass(frozen=True)
class Trained:
    weights: Floats
    limits: tuple[float, ...]  # of texts in each of ear.GROUPS
    apart: Floats  # each sample's score by weights that were not trained on its voice


def train(all_samples: list[Sample], family: int) -> Trained:
    read = [spelling.spelt(normalise(sample.words).text) for sample in all_samples]
    places = [ear.features(ear.as_heard(each)) for each in read]
    groups = np.array([ear.group_of(each.language) for each in read])
    labels = np.array([sample.labels[family] for sample in all_samples])
    folds = np.array([sample.fold for sample in all_samples])
    counts = np.array([COUNTS.get(sample.kind, 1.0) for sample in all_samples])
    usable = ~np.isnan(labels)

    def fitted(chosen: npt.NDArray[np.bool_]) -> Floats:
        here = np.flatnonzero(chosen)
        share = (labels[here] == 0).sum() / max(1, (labels[here] == 1).sum())
        importance = np.where(labels[here] == 1, share, 1.0) * counts[here]
        return weights_of([places[n] for n in here], labels[here], importance)

    apart = np.zeros(len(all_samples))
    for fold in range(FOLDS):
        weights = fitted(usable & (folds != fold))
        left = np.flatnonzero(folds == fold)
        apart[left] = Rows([places[n] for n in left]).times(weights)
    alike = [np.array([each(s, family) for s in all_samples]) for each in (_ordinary, _hard)]
    limits = [
        max(
            float(np.quantile(apart[chosen & (groups == group)], 1 - alarms))
            for chosen, alarms in zip(alike, allowed, strict=True)
        )
        for group, allowed in enumerate(ALARMS[ear.FAMILIES[family]])
    ]
    return Trained(fitted(usable), tuple(limits), apart)


def _ordinary(sample: Sample, family: int) -> bool:
    if ear.FAMILIES[family] == "plan":
        return _hard(sample, family)
    return sample.ordinary and sample.origin == "strangers"


def _hard(sample: Sample, family: int) -> bool:
    """Strangers' lines that share words with the family's own."""
    name = ear.FAMILIES[family]
    here = sample.origin == "strangers" and sample.labels[family] == 0
    return here and sample.family == ("care" if name == "plan" else name)


def show(all_samples: list[Sample], trained: Trained, family: int) -> None:
    """Recall of the kinds, and false alarms, by language: of voices that were not trained on."""
    groups: dict[tuple[str, str, bool], list[bool]] = {}
    for sample, score in zip(all_samples, trained.apart, strict=True):
        if sample.origin == "own" and not sample.ordinary:
            continue
        limit = trained.limits[ear.group_of(sample.language)]
        language = sample.language if sample.language in ("en", "fr") else "others"
        key = (language, sample.kind, sample.labels[family] == 1)
        groups.setdefault(key, []).append(bool(score > limit))
    for (language, kind, positive), found in sorted(groups.items()):
        sign = "+" if positive else "-"
        if positive or sum(found):
            print(f"{language:7}{sign} {kind:20} {sum(found) / len(found):.3f} ({len(found)})")


def write(tables: list[Trained]) -> None:
    """Whole numbers so small that they pack well; the few weights beyond the last one are cut."""
    said = [np.abs(each.weights[each.weights != 0]) for each in tables]
    steps = np.array([np.quantile(each, 0.9995) / LEVELS for each in said])
    rounded = [
        np.clip(np.round(each.weights / step), -LEVELS, LEVELS)
        for each, step in zip(tables, steps, strict=True)
    ]
    np.savez_compressed(
        OUT,
        weights=np.array(rounded, dtype=np.int8),
        steps=steps.astype(np.float32),
        limits=np.array([each.limits for each in tables], dtype=np.float32),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--try", action="store_true", dest="dry", help="write nothing")
    dry = parser.parse_args().dry
    all_samples = samples()
    print(len(all_samples), "lines")
    tables = []
    for family, name in enumerate(ear.FAMILIES):
        tables.append(train(all_samples, family))
        print(f"\n{name}, limits {tables[-1].limits}")
        show(all_samples, tables[-1], family)
    if not dry:
        write(tables)
        print(OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
