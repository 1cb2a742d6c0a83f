"""Memories of both kinds."""

from tests.kit.memories import make as make
from tests.kit.memories import shared as shared
from tests.kit.memories import valkey_server as valkey_server
