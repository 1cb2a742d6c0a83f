"""Builds that would give authors away on a PostgreSQL server: ``python -m tests.prove.server_leaks
NAME run`` is ``sotto run`` with one of them. ``test_server.py`` must catch each."""

import sys
from collections.abc import Callable

from tests.kit import plain
from tests.prove.leaks import LEAKS


def parameters_logged() -> None:
    """A server that writes down every statement with its values is taken as it is."""
    from storage.engines import postgresql

    postgresql.refusals = lambda _server: iter(())


def statistics_kept() -> None:
    """The planner may keep samples of whatever it likes."""
    from storage import server_schema

    server_schema.quieten = lambda _connection: None


SERVER_LEAKS: dict[str, Callable[[], None]] = {
    "parameters_logged": parameters_logged,
    "statistics_kept": statistics_kept,
    "id_in_a_table": LEAKS["store_user_id"],
}

LOUD = {
    "log_statement": "all",
    "log_parameter_max_length": "-1",
    "log_error_verbosity": "default",
}
"""How the server is set that only the first of these takes."""


if __name__ == "__main__":
    plain.install()
    SERVER_LEAKS[sys.argv.pop(1)]()
    from bot.cli.main import main as sotto

    sotto()
