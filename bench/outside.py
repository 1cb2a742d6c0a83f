"""What the checks say of somebody else's labelled lines: ``python -m bench.checks FILE.tsv``.

Columns, named in the first line: ``positive`` (1 or 0), ``kind``, ``text``; ``lang`` if there are
several. Shown is the share of lines that each family points at, of all positives and negatives and
of each kind; "plan" is what is not published, "refused" what is not where nobody looks first.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.domain.checks import read
from bot.domain.checks.care import Care

FAMILIES = ("care", "plan", "cruel", "threat", "slur", "person", "contact", "spam", "refused")
_NEEDED = ("positive", "kind", "text")


def pointed_at(words: str) -> frozenset[str]:
    """The columns of ``FAMILIES`` that these words fall into."""
    checked = read(words)
    found = {finding.family for finding in checked.findings}
    if checked.care is not Care.NONE:
        found |= {"care", "plan"} if checked.care is Care.PLAN else {"care"}
    if any(finding.severity in ("never", "guarded") for finding in checked.findings):
        found |= {"refused"}
    return frozenset(found)


def rows_of(path: Path) -> list[dict[str, str]]:
    """Raises ValueError when a column is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path}: no column {', '.join(missing)}")
        return [row for row in reader if row["text"]]


def measured(rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, str, str], list[frozenset[str]]]:
    """(language, "+" or "-", kind) -> what each line fell into; the kind "all" holds them all."""
    groups: dict[tuple[str, str, str], list[frozenset[str]]] = defaultdict(list)
    for row in rows:
        sign = "+" if row["positive"].strip() in ("1", "+", "!") else "-"
        found = pointed_at(row["text"])
        for kind in ("all", row["kind"]):
            groups[row.get("lang") or "", sign, kind].append(found)
    return groups


def show(path: Path) -> None:
    groups = measured(rows_of(path))
    print(f"{path.name}: share of lines that are pointed at")
    print(f"{'':30}{'lines':>7}" + "".join(f"{family:>9}" for family in FAMILIES))
    order = sorted(groups, key=lambda key: (key[0], key[1], key[2] != "all", key[2]))
    for language, sign, kind in order:
        found = groups[language, sign, kind]
        shares = [sum(family in each for each in found) / len(found) for family in FAMILIES]
        print(
            f"{language:4}{sign} {kind:24}{len(found):7}"
            + "".join(f"{share:9.3f}" if share else f"{'·':>9}" for share in shares)
        )
