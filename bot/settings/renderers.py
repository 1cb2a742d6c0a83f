"""Addresses of processes that draw for others: on this machine, in its network, or with TLS.

Words go there. So nothing leaves the private network in clear, and an address carries no secret.
"""

import ipaddress
from contextlib import suppress
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator

_PRIVATE = tuple(
    map(
        ipaddress.ip_network,
        (
            *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
            *("::1/128", "fc00::/7", "fe80::/10"),
        ),
    )
)
_FORM = "write http://10.0.0.7:8450, https://host or unix:///run/sotto/render.sock"


def is_private(host: str) -> bool:
    """Whether this number is an address of this machine or of a private network."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return any(address in network for network in _PRIVATE if network.version == address.version)


def is_number(host: str) -> bool:
    """Whether it is an address, and no name."""
    with suppress(ValueError):
        return bool(ipaddress.ip_address(host.partition("%")[0]))
    return False


def stays_here(address: str) -> bool:
    """Whether only this machine can be meant: loopback's own names, or a socket in a folder.
    ``host:port`` or with a scheme."""
    if address.startswith("unix:"):
        return True
    with suppress(ValueError):
        host = _split(address if "://" in address else f"http://{address}").hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    return False


def _split(address: str) -> SplitResult:
    """Raises ValueError with a sentence that does not show it: it may hold a secret."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        raise ValueError(_FORM) from None
    return parts


def _check_renderer(address: str) -> None:
    parts = _split(address)
    if "@" in parts.netloc:
        raise ValueError("put the secret into a file, and name that in SOTTO_RENDER_SECRET_FILE")
    if parts.query or parts.fragment:
        raise ValueError(_FORM)
    if parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/"):
        return
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or parts.path not in ("", "/"):
        raise ValueError(_FORM)
    if parts.scheme == "http" and is_number(host) and not is_private(host):
        raise ValueError(f"{host} is in no private network: write https://, with TLS")


def _check_renderers(value: str) -> str:
    addresses = value.split()
    if not addresses:
        raise ValueError(_FORM)
    for address in addresses:
        _check_renderer(address)
    return " ".join(dict.fromkeys(address.rstrip("/") for address in addresses))


def _check_listener(value: str) -> str:
    text = value.strip()
    if text.startswith("unix:///") and len(text) > len("unix:///"):
        return text
    host, separator, port = text.rpartition(":")
    if not separator or not host or "/" in host or not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"write host:port, such as 127.0.0.1:8450, or unix:///path, not {value!r}")
    return text


RendererList = Annotated[str, AfterValidator(_check_renderers)]
RenderListener = Annotated[str, AfterValidator(_check_listener)]
