"""What the doctor says of a PostgreSQL server, and how it is named in the settings."""

from pathlib import Path

import pytest

from bot.ops.doctor.server import server_findings
from bot.settings import load_settings
from storage.engines.look import ServerLook
from storage.engines.server_rules import RULES, ServerFacts
from storage.leases import LeaseRow, LeasesNow


def seen(*, encrypted: bool = True, superuser: bool = False, **settings: str) -> ServerFacts:
    wanted = {rule.setting: rule.wanted for rule in RULES}
    known = wanted | {"server_version_num": "150000", "server_encoding": "UTF8"}
    return ServerFacts("sotto", known | settings, True, encrypted, superuser)


def test_a_good_server_is_fine_and_what_it_cannot_promise_is_said() -> None:
    [found] = server_findings(ServerLook("current", "0010", seen()))
    assert found.state == "fine"
    assert "docs/privacy.md" in found.said


@pytest.mark.parametrize(
    ("server", "mend"),
    [
        (seen(fsync="off"), "fsync = on"),
        (seen(archive_mode="on"), "archive_mode"),
        (seen(encrypted=False), "ssl=require"),
        (seen(superuser=True), "NOSUPERUSER"),
        (seen(shared_preload_libraries="pg_stat_statements"), "shared_preload_libraries"),
    ],
)
def test_what_a_server_could_do_better_is_warned_of(server: ServerFacts, mend: str) -> None:
    _fine, warned = server_findings(ServerLook("current", "0010", server))
    assert warned.state == "warned"
    assert mend in warned.mend


def test_a_server_that_is_not_there_or_not_ours_or_too_loud_fails() -> None:
    loud = ServerLook("current", "0010", seen(log_statement="all"))
    for look, said in (
        (ServerLook("unreachable", why="It cannot be reached."), "cannot be reached"),
        (ServerLook("foreign", server=seen()), "another program's tables"),
        (ServerLook("newer", "0099", seen()), "newer"),
        (loud, "not private enough"),
    ):
        failed = [each for each in server_findings(look) if each.state == "failed"]
        assert said in failed[0].said
        assert failed[0].mend


def test_a_password_is_named_by_its_file_and_stands_in_no_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOTTO_TOKEN", "123456789:AAbbccddeeffgghhiijjkkllmmnnoopp123")
    monkeypatch.setenv("SOTTO_CHANNEL", "@your_channel")
    monkeypatch.setenv("SOTTO_DATABASE", "postgresql+asyncpg://sotto@/sotto?host=/run/pg")
    monkeypatch.setenv("SOTTO_DATABASE_PASSWORD_FILE", "/run/secrets/db word")
    address = load_settings().database_address
    assert address.endswith("?host=/run/pg&password_file=%2Frun%2Fsecrets%2Fdb+word")


def test_who_works_on_it_is_told_and_that_an_update_is_not_finished() -> None:
    def lease(name: str, holder: str, version: str, until: float = 20.0) -> LeaseRow:
        return LeaseRow(name, holder, version, 1, 5.0, until)

    rows = (
        lease("bot:42", "a:1", "1.0"),
        lease("worker:all:a:1", "a:1", "1.0"),
        lease("worker:all:b:2", "b:2", "1.0"),
        lease("worker:all:c:3", "c:3", "0.9", until=9.0),  # has died
    )
    *_others, told = server_findings(
        ServerLook("current", "0012", seen(), leases=LeasesNow(rows, now=10.0))
    )
    assert (told.state, told.said) == ("fine", "2 work on it, with version 1.0. 1 stands by.")
    two = (*rows, lease("worker:publish:d:4", "d:4", "1.1"))
    *_others, told = server_findings(
        ServerLook("current", "0012", seen(), leases=LeasesNow(two, now=10.0))
    )
    assert (told.state, told.said) == ("warned", "3 work on it, with version 1.0 and 1.1.")
