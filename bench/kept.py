"""Figures on strangers' voices that trained nothing, and on fresh lines: ``python -m bench.kept``.

Grouped as docs/checks.md shows them: English, French, "six" (es de pt it ru ar) and "more".
The second fresh set holds all families; its kinds begin with theirs.
"""

from collections import defaultdict

from bench.outside import pointed_at, rows_of
from bench.strangers import CORE, FOLDER, lines

SIX = frozenset(("es", "de", "pt", "it", "ru", "ar"))
FIRST = frozenset(("en", "fr", "more", "cruel", "ordinary", "spam"))
"""Hands of the first lines that came. Those of later ones are the set "hands"."""
FRESH = FOLDER.with_name("fresh")
Row = tuple[str, str, str, bool, str]
Of = tuple[str, str, str, str]


def rows() -> list[tuple[str, Row]]:
    """(set, (family, language, kind, positive, words))."""
    found = [
        (
            "strangers" if each.hand in FIRST else "hands",
            (each.family, each.language, each.kind, each.positive, each.words),
        )
        for each in lines()
        if each.kept
    ]
    for path in sorted(FRESH.glob("*.tsv")):
        for row in rows_of(path):
            family, told, kind = row["kind"].rpartition(":")  # "care:plan" where a file holds all
            name = path.stem if told else "fresh"
            place = (family or path.stem, row["lang"], kind, row["positive"] == "1", row["text"])
            found.append((name, place))
    return found


def cells(row: Row) -> list[tuple[str, str, str]]:
    """What a line measures: (language, of what, which column must or must not point at it)."""
    family, language, kind, positive, _ = row
    where = language if language in ("en", "fr") else "six" if language in SIX else "more"
    sign = "+" if positive else "-"
    match family:
        case "care":
            of = "core" if kind in CORE else kind
            found = [(where, f"care {sign} {of}" if positive else "care - hard", "care")]
            return [*found, (where, "care + plan", "plan")] if kind == "plan" else found
        case "cruel":
            return [("all", f"cruel {sign} {kind}", name) for name in ("cruel", "care")]
        case "spam":
            return [(where, f"spam {sign}", "spam")]
        case "names":
            return [(where, f"names {sign}", "person")]
        case _:
            return [(where, "ordinary -", name) for name in ("care", "cruel", "spam", "person")]


def measured() -> dict[Of, list[bool]]:
    """(set, of what, language, column) -> for each line whether the column points at it."""
    groups: dict[Of, list[bool]] = defaultdict(list)
    for name, row in rows():
        found = pointed_at(row[4])
        for where, of, column in cells(row):
            groups[name, of, where, column].append(column in found)
    return groups


def main() -> None:
    groups = measured()
    for key in sorted(groups):
        share = sum(groups[key]) / len(groups[key])
        print(f"{key[0]:10}{key[1]:22}{key[2]:5}{key[3]:8}{share:.3f} ({len(groups[key])})")


if __name__ == "__main__":
    main()
