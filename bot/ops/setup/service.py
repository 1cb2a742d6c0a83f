"""A service keeps the bot running: a systemd unit, or a compose file, filled in for this
machine."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Installed:
    """The place of this installation: all paths absolute. ``folder`` has ``.env``; ``stop_grace``
    in seconds."""

    account: str
    folder: Path
    command: tuple[str, ...]
    data: Path
    cache: Path
    stop_grace: float = 20.0


_NOT_ROOT = (
    "# Safer than root: a user of its own (useradd --system sotto) that owns all folders below.\n"
)


def systemd_unit(here: Installed) -> str:
    """Return the text for /etc/systemd/system/sotto.service."""
    homes = (Path("/home"), Path("/root"), Path("/run/user"))
    touched = (here.folder, here.data, here.cache, Path(here.command[0]))
    of_its_own = "" if here.account != "root" else _NOT_ROOT
    at_home = any(path.is_relative_to(home) for path in touched for home in homes)
    return f"""\
[Unit]
Description=Sotto, anonymous picture confessions
Wants=network-online.target
After=network-online.target

[Service]
{of_its_own}User={here.account}
WorkingDirectory={_escaped(here.folder)}
# Its own two folders, before the rest of the disk becomes read-only.
ExecStartPre=+/usr/bin/install -d -m 0700 -o {here.account} {_word(here.data)} {_word(here.cache)}
ExecStart={" ".join(_word(part) for part in here.command)} run
Environment={_word(f"SOTTO_DATA={here.data}")} {_word(f"SOTTO_CACHE={here.cache}")}
# Mistakes that only a person can fix: do not start again and again.
RestartPreventExitStatus=2 3 4 5 6 7
Restart=on-failure
RestartSec=5
TimeoutStopSec={here.stop_grace + 20:.0f}
UMask=0077
NoNewPrivileges=true
PrivateTmp=true
ProtectSystem=strict
ProtectHome={"no" if at_home else "true"}
ReadWritePaths=-{_word(here.data)} -{_word(here.cache)}
LimitCORE=0
MemorySwapMax=0

[Install]
WantedBy=multi-user.target
"""


def _word(value: object) -> str:
    """Quote one word of a command line in a unit, where % has a meaning and $ too."""
    text = str(value).replace("%", "%%").replace("$", "$$")
    return _quoted(text) if set(text) & set(" \t\"'\\") else text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


COMPOSE = """\
# Sotto in a container: one process, one channel or several. In this folder:
#
#   docker compose run --rm --user "$(id -u):$(id -g)" setup    # asks, and writes .env here
#   docker compose up --detach
#   docker compose exec sotto sotto status                      # and every other command
services:
  sotto:
    build: .
    image: sotto
    env_file: [{path: .env, required: false}]
    restart: on-failure
    stop_grace_period: 40s  # longer than SOTTO_STOP_GRACE
    volumes: [data:/data, cache:/cache]
    read_only: true
    tmpfs: [/tmp]
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    ulimits: {core: 0}
    mem_limit: 1g
    memswap_limit: 1g  # as much as memory: nothing that is only in memory comes into swap
    logging: {driver: json-file, options: {max-size: 10m, max-file: "3"}}

  setup:
    profiles: [setup]
    build: .
    image: sotto
    command: [setup, --no-start]
    working_dir: /here
    volumes: [.:/here]
    environment: {SOTTO_DATA: /tmp/data, SOTTO_CACHE: /tmp/cache}
    read_only: true
    tmpfs: ["/tmp:mode=1777"]
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]

volumes:
  data:
  cache:
"""
"""The text of ``compose.yaml``, beside the Dockerfile."""
