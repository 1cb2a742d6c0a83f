"""The moderators' figures as one picture, legible on a phone. Drawn with matplotlib, which is
loaded when the first one is asked for."""

import io
from dataclasses import dataclass
from typing import Any

_WIDE, _HIGH, _DPI = 1080, 1440, 120
_PAGE, _PALE, _FAINT, _WHITE = "#15161d", "#b2b6c4", "#343642", "#ffffff"
_BLUE, _ROSE = "#7aa2f7", "#f28b9b"


@dataclass(frozen=True, slots=True)
class Bars:
    """One panel: labelled bars, or one thin bar a day."""

    title: str
    bars: tuple[tuple[str, int], ...]
    empty: str  # said when there is nothing to show


@dataclass(frozen=True, slots=True)
class ChartOrder:
    """Everything the picture shows, in the moderators' language."""

    title: str
    subtitle: str
    tiles: tuple[tuple[str, int], ...]  # what waits just now
    released: Bars  # a bar a day; labels are the days, most of them ""
    decisions: Bars
    waits: Bars
    reports: Bars  # a bar a day


def draw(order: ChartOrder) -> bytes:
    """The picture as JPEG."""
    from matplotlib.figure import Figure  # slow to load, and seldom wanted

    figure = Figure(figsize=(_WIDE / _DPI, _HIGH / _DPI), dpi=_DPI, facecolor=_PAGE)
    figure.text(0.065, 0.945, order.title, color=_WHITE, size=25, weight="bold")
    figure.text(0.065, 0.917, order.subtitle, color=_PALE, size=13)
    for at, (label, count) in enumerate(order.tiles):
        left = 0.065 + at * 0.87 / len(order.tiles)
        figure.text(left, 0.847, str(count), color=_WHITE, size=29, weight="bold")
        figure.text(left, 0.823, label, color=_PALE, size=12)
    _days(figure.add_axes((0.065, 0.615, 0.87, 0.13)), order.released, _BLUE)
    _named(figure.add_axes((0.065, 0.29, 0.4, 0.245)), order.decisions)
    _named(figure.add_axes((0.545, 0.29, 0.39, 0.245)), order.waits)
    _days(figure.add_axes((0.065, 0.075, 0.87, 0.13)), order.reports, _ROSE)
    out = io.BytesIO()
    figure.savefig(out, format="jpeg", dpi=_DPI, pil_kwargs={"quality": 90})
    return out.getvalue()


def _plain(axes: Any, panel: Bars) -> bool:
    """Head and colours of a panel. False: there is nothing to draw."""
    axes.set_facecolor(_PAGE)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, colors=_PALE, labelsize=12)
    axes.set_title(panel.title, loc="left", color=_WHITE, size=15, weight="bold", pad=16)
    if any(count for _label, count in panel.bars):
        return True
    axes.set(xticks=[], yticks=[])
    axes.text(0, 0.8, panel.empty, transform=axes.transAxes, color=_PALE, size=13, va="top")
    return False


def _days(axes: Any, panel: Bars, colour: str) -> None:
    """A bar a day; the highest and the newest say how many."""
    if not _plain(axes, panel):
        return
    counts = [count for _label, count in panel.bars]
    places = range(len(counts))
    axes.bar(places, counts, width=0.72, color=colour)
    axes.axhline(0, color=_FAINT, linewidth=2)
    axes.set_yticks([])
    axes.set_xlim(-0.6, len(counts) - 0.4)
    axes.set_ylim(0, max(counts) * 1.22)
    named = [(at, label) for at, (label, _count) in enumerate(panel.bars) if label]
    axes.set_xticks([at for at, _label in named], [label for _at, label in named])
    highest = counts.index(max(counts))
    for at in {highest, len(counts) - 1}:
        if counts[at]:
            axes.text(at, counts[at], counts[at], color=_WHITE, size=13, ha="center", va="bottom")


def _named(axes: Any, panel: Bars) -> None:
    """Lying bars, each with its name above and its count beside it."""
    if not _plain(axes, panel):
        return
    most = max(count for _label, count in panel.bars)
    for at, (label, count) in enumerate(panel.bars):
        axes.barh(at, most, height=0.22, color=_FAINT)
        axes.barh(at, count, height=0.22, color=_BLUE)
        axes.text(0, at - 0.25, label, color=_PALE, size=12.5, va="bottom")
        axes.text(most, at - 0.25, str(count), color=_WHITE, size=13, va="bottom", ha="right")
    axes.set(xticks=[], yticks=[], xlim=(0, most), ylim=(len(panel.bars) - 0.6, -0.75))
