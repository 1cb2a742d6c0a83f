"""Rules for a PostgreSQL server: it must not write some things down, and must sort by code point.
Each start asks for them.

Every value that we give it is a parameter, never part of a statement. So a server that logs no
parameters logs no words; one that logs each statement still tells the moment at which somebody
wrote, and is refused as well. Whoever may read its memory or its disk is not kept out by any of
this: docs/privacy.md says what cannot be had there.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

OLDEST = 14
"""The oldest PostgreSQL that its makers still mend, and that this was tried with or above."""

COLLATION = "CREATE DATABASE sotto TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"


@dataclass(frozen=True, slots=True)
class ServerRule:
    """A setting of the server, and what it must be for this role and database."""

    setting: str
    wanted: str
    fits: Callable[[str], bool]
    why: str
    at_start: bool = False  # of the whole server: needs ALTER SYSTEM and a restart


def _is(wanted: str) -> Callable[[str], bool]:
    return lambda value: value.lower() == wanted


RULES = (
    ServerRule("log_statement", "none", _is("none"), "its log tells when somebody wrote"),
    ServerRule("log_duration", "off", _is("off"), "its log tells when somebody wrote"),
    ServerRule("log_min_duration_statement", "-1", _is("-1"), "its log tells when somebody wrote"),
    ServerRule("log_min_duration_sample", "-1", _is("-1"), "its log tells when somebody wrote"),
    ServerRule("log_transaction_sample_rate", "0", _is("0"), "its log tells when somebody wrote"),
    ServerRule("log_parameter_max_length", "0", _is("0"), "its log may hold words"),
    ServerRule("log_parameter_max_length_on_error", "0", _is("0"), "its log may hold words"),
    ServerRule(
        "log_error_verbosity", "terse", _is("terse"), "its log holds words of rows that fail"
    ),
    ServerRule(
        "track_commit_timestamp", "off", _is("off"), "it keeps the moment of each commit", True
    ),
)

LOGGING_LIBRARIES = frozenset(
    {"auto_explain", "pgaudit", "pg_stat_monitor", "pg_qualstats", "pg_tracing", "pg_store_plans"}
    | {"pgsentinel", "pg_show_plans", "pg_query_state"}
)
"""The libraries that write down statements with their values, or the moment of each."""

_PRELOADED = ("shared_preload_libraries", "session_preload_libraries", "local_preload_libraries")

_ASKED = (
    *(rule.setting for rule in RULES),
    *_PRELOADED,
    "server_version_num",
    "server_encoding",
    "fsync",
    "full_page_writes",
    "archive_mode",
    "wal_level",
)

_ORDER = "SELECT 'B' < 'a' AND 'z' < 'é' AND 'a b' < 'aa' AND '#' < '1'"
"""True where text is sorted by its code points, as words are looked up."""


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """The facts that a server told of itself, to this role and in this database."""

    role: str
    settings: Mapping[str, str]
    by_code_point: bool
    encrypted: bool
    """Whether the connection is encrypted, or goes through a socket of this machine."""
    superuser: bool


async def ask_server(connection: AsyncConnection) -> ServerFacts:
    named = text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")
    rows = await connection.execute(named, {"names": list(_ASKED)})
    settings = {row.name: row.setting for row in rows}
    by_code_point = bool(await connection.scalar(text(_ORDER)))
    who = (
        await connection.execute(
            text(
                "SELECT current_user AS role, inet_server_addr() IS NULL"
                " OR inet_client_addr() <<= '127.0.0.0/8' OR inet_client_addr() = '::1'"
                " OR coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)"
                " AS encrypted, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
                " AS superuser"
            )
        )
    ).one()
    return ServerFacts(who.role, settings, by_code_point, bool(who.encrypted), bool(who.superuser))


def refusals(server: ServerFacts) -> Iterator[str]:
    """Yield what keeps this server from being used, each with what mends it. Empty: it may be
    used."""
    version = int(server.settings.get("server_version_num", "0"))
    if version < OLDEST * 10_000:
        yield f"It is version {version // 10_000}; {OLDEST} or newer is needed."
    encoding = server.settings.get("server_encoding", "")
    if encoding.upper() != "UTF8":
        yield f"The database's encoding is {encoding}, not UTF8. Make it anew: {COLLATION}"
    elif not server.by_code_point:
        yield f"The database does not sort by code points. Make it anew: {COLLATION}"
    for name in _PRELOADED:
        loaded = {each.strip(' "') for each in server.settings.get(name, "").split(",")}
        for library in sorted(loaded & LOGGING_LIBRARIES):
            yield f"{library} is loaded: it writes down values or moments. Take it out of {name}."
    for rule in RULES:
        value = server.settings.get(rule.setting, rule.wanted)
        if not rule.fits(value):
            yield f"{rule.setting} is {value}: {rule.why}. {_mended(rule, server.role)}"


def _mended(rule: ServerRule, role: str) -> str:
    if rule.at_start:
        return f"ALTER SYSTEM SET {rule.setting} = {rule.wanted}; and restart it."
    return f"ALTER ROLE {_quoted(role)} SET {rule.setting} = '{rule.wanted}';"


def _quoted(role: str) -> str:
    return role if role.isidentifier() and role.islower() else f'"{role}"'


def doubts(server: ServerFacts) -> Iterator[tuple[str, str]]:
    """Yield (what is not as well as it could be, what mends it); it is used all the same."""
    if server.settings.get("fsync") == "off" or server.settings.get("full_page_writes") == "off":
        yield (
            "It does not wait for its disk (fsync, full_page_writes): a power cut may lose or "
            "double posts.",
            "ALTER SYSTEM SET fsync = on; ALTER SYSTEM SET full_page_writes = on;",
        )
    if server.settings.get("archive_mode", "off") != "off":
        yield (
            "It keeps its write-ahead log elsewhere (archive_mode): words that are taken back stay "
            "there as long as it is kept.",
            "Keep that archive no longer than a few days, or turn archive_mode off.",
        )
    if not server.encrypted:
        yield (
            "Words go to it over a network unencrypted.",
            "Add ssl=require to SOTTO_DATABASE (verify-full where it has a certificate).",
        )
    if server.superuser:
        yield (
            f"{server.role} may do everything on the server.",
            f"ALTER ROLE {_quoted(server.role)} NOSUPERUSER; give it its own database.",
        )
    preloaded = server.settings.get("shared_preload_libraries", "")
    if "pg_stat_statements" in preloaded:
        yield (
            "pg_stat_statements counts how often each statement was run: no values, but whoever "
            "reads it again and again sees when something comes in.",
            "Take it out of shared_preload_libraries, or let nobody read it.",
        )
