"""Top-level domains: what may end the name of a site. The list comes with publicsuffixlist."""

from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=4096)
def is_tld(label: str) -> bool:
    """Tell whether it is a top-level domain: ``com``, ``BET``, ``москва``, ``xn--80adxhks``; a
    label alone, without its full stop."""
    return _list().publicsuffix(f"a.b.{label.lower()}") is not None


@cache
def _list() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False, only_icann=True)
