"""Addresses without their secrets: a camera's address often holds a password or a token."""

import re

HIDDEN = "***"
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]{1,20}:[/\\]{2}"
"""Two letters at least: one is a drive of Windows. Bounded like all that is searched for: logs are long."""
_END = r"['\").,;:]*(?:\s|$)"
"""Of an address within a sentence."""
_PARTS = re.compile(rf"({_SCHEME})([^/\\?#]*)(.*)", re.DOTALL)
_HOST = re.compile(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?")
_ADDRESS = re.compile(rf"{_SCHEME}(?!{_END})\S+?(?={_END})")
_WITHOUT_SCHEME = re.compile(
    rf"[^\s:/\\'\"(]{{1,64}}:[^\s/\\]{{1,200}}@\S*?(?={_END})"  # a login: ann:secret@door
    rf"|[?&;#][\w%.-]{{1,64}}=\S*?(?={_END})"  # parameters: ?user=ann&pwd=secret
    rf"|[^\s%]{{0,64}}%(?:40|3[Aa]%2[Ff])\S*?(?={_END})"  # either of them, percent-encoded
)


def redact_url(url: str) -> str:
    """Scheme, host and port of ``url``. Anything else may be secret: a path such as ``/user=ann_password=x``
    is as common among cameras as a query."""
    if not (parts := _PARTS.fullmatch(url)):
        return HIDDEN
    scheme, authority, path = parts.groups()
    host = authority.rpartition("@")[2]
    # Passwords may hold any character: a part of one must not be taken for the host.
    if "@" in path or not _HOST.fullmatch(host):
        return f"{scheme}{HIDDEN}"
    return f"{scheme}{host}" if path in ("", "/") else f"{scheme}{host}/{HIDDEN}"


def redact_camera(camera: str) -> str:
    """A value of ``--camera``, fit for a screen: addresses are redacted, anything else stays."""
    return redact_url(camera) if _PARTS.fullmatch(camera) else redact_urls(camera)


def redact_urls(text: str) -> str:
    """``text`` with every address in it redacted."""
    return _WITHOUT_SCHEME.sub(HIDDEN, _ADDRESS.sub(lambda found: redact_url(found[0]), text))
