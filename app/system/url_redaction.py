"""Redact addresses: a camera's address often contains a password or a token."""

import re

HIDDEN = "***"
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]{1,20}:[/\\]{2}"
"""At least two letters, since a single one is a Windows drive. All patterns are bounded, since logs are
long."""
_END = r"['\").,;:]*(?:\s|$)"
"""The end of an address within a sentence."""
_PARTS = re.compile(rf"({_SCHEME})([^/\\?#]*)(.*)", re.DOTALL)
_HOST = re.compile(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?")
_ADDRESS = re.compile(rf"{_SCHEME}(?!{_END})\S+?(?={_END})")
_WITHOUT_SCHEME = re.compile(
    rf"[^\s:/\\'\"(]{{1,64}}:[^\s/\\]{{1,200}}@\S*?(?={_END})"  # a login: ann:secret@door
    rf"|[?&;#][\w%.-]{{1,64}}=\S*?(?={_END})"  # parameters: ?user=ann&pwd=secret
    rf"|[^\s%]{{0,64}}%(?:40|3[Aa]%2[Ff])\S*?(?={_END})"  # either of them, percent-encoded
)


def redact_url(url: str) -> str:
    """Scheme, host and port of ``url``. The rest may be secret: cameras put passwords in paths, such as
    ``/user=ann_password=x``, as often as in queries."""
    if not (parts := _PARTS.fullmatch(url)):
        return HIDDEN
    scheme, authority, path = parts.groups()
    host = authority.rpartition("@")[2]
    # A password may contain any character: never take a part of one for the host.
    if "@" in path or not _HOST.fullmatch(host):
        return f"{scheme}{HIDDEN}"
    return f"{scheme}{host}" if path in ("", "/") else f"{scheme}{host}/{HIDDEN}"


def redact_camera(camera: str) -> str:
    """The value of ``--camera`` for display: addresses are redacted, anything else stays."""
    return redact_url(camera) if _PARTS.fullmatch(camera) else redact_urls(camera)


def redact_urls(text: str) -> str:
    """``text`` with every address in it redacted."""
    return _WITHOUT_SCHEME.sub(HIDDEN, _ADDRESS.sub(lambda found: redact_url(found[0]), text))
