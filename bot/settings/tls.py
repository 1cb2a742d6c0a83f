"""The TLS context for all calls to the outside is one: making one takes 20 ms, for a hundred
certificates."""

import ssl
from functools import cache

import httpx


@cache
def tls_context() -> ssl.SSLContext:
    """Return the context that httpx makes of its own, ``SSL_CERT_FILE`` and ``SSL_CERT_DIR``
    included."""
    return httpx.create_ssl_context()
