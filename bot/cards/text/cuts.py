"""Font files: where each is found, in the Python packages that carry them and on the machine."""

import functools
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
"""The folders where the machine keeps fonts of its own, Debian's fonts-noto-core say."""

_NOTO = re.compile(
    r"Noto(?P<kind>Sans|Serif)(?P<script>[A-Z]\w*)"
    r"(?:-(?P<weight>Regular|Bold)|\[(?:\w+,)*wght(?:,\w+)*\])\.[to]tf"
)
_NOT_FOR_TEXT = {"CJK", "Display", "Mono", "SignWriting"}


@dataclass(frozen=True, slots=True)
class Cut:
    """A font file at one place of its axes. ``scale`` evens out how large faces look."""

    package: str  # importable package; empty for a file of the machine
    file: str  # path inside it
    axes: tuple[tuple[str, float], ...] = ()
    scale: float = 1.0

    @property
    def path(self) -> Path | None:
        """The path of the file; None when it is not installed."""
        if not self.package:
            return Path(self.file)
        spec = find_spec(self.package)
        if spec is None or spec.origin is None:
            return None
        path = Path(spec.origin).parent / self.file
        return path if path.exists() else None


def google(family: str, file: str, *, scale: float = 1.0, **axes: float) -> Cut:
    """Return a cut of a family packaged by fontpkg."""
    return Cut(f"fontpkg_{family}", f"files/{file}", tuple(axes.items()), scale)


def noto(package: str, file: str, *, scale: float = 1.0, **axes: float) -> Cut:
    """Return a cut of a family of justmytype; its folder is the file's name without axes, in small
    letters."""
    folder = file.split("[")[0].split("-")[0].lower()
    path = f"fonts/ofl/{folder}/{file}.ttf"
    return Cut(f"justmytype_{package}", path, tuple(axes.items()), scale)


def manim(script: str, *, scale: float = 1.0, weight: float) -> Cut:
    """Return a cut of Noto Sans for a script that justmytype leaves out, packaged for ManimGX."""
    return Cut("manimgx_fonts", f"NotoSans{script}[wght].ttf", (("wght", weight),), scale)


def kurinto(*, bold: bool, scale: float = 1.0) -> Cut:
    """Return a cut of Kurinto Sans, which has nearly every living script; Weblate packages it."""
    name = f"KurintoSans-{'Bd' if bold else 'Rg'}.ttf"
    return Cut("weblate_fonts", f"static/weblate_fonts/kurinto/ttf/{name}", (), scale)


@functools.cache
def of_the_machine(weight: float, scale: float) -> tuple[Cut, ...]:
    """Return the machine's own Noto fonts, one a script: sans before serif, the weight that is
    nearest."""
    wanted = "Bold" if weight >= 600 else "Regular"
    best: dict[str, tuple[tuple[bool, bool, str], Cut]] = {}
    for path in sorted(path for root in SYSTEM if root.is_dir() for path in root.rglob("Noto*")):
        name = _NOTO.fullmatch(path.name)
        if name is None or name["script"].startswith(tuple(_NOT_FOR_TEXT)):
            continue
        axes = () if name["weight"] else (("wght", float(weight)),)
        off = name["weight"] not in (wanted, None)
        rank = (name["kind"] == "Serif", off, str(path))
        if name["script"] not in best or rank < best[name["script"]][0]:
            best[name["script"]] = rank, Cut("", str(path), axes, scale)
    return tuple(cut for _, (_, cut) in sorted(best.items()))
