"""A keyring in memory, which can be locked and can lose its secrets."""

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class FakeKeyring(KeyringBackend):
    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._require_open()
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._require_open()
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._require_open()
        if self.secrets.pop((service, username), None) is None:
            raise PasswordDeleteError("there is no such secret")

    def _require_open(self) -> None:
        if self.locked:
            raise KeyringLocked("the keyring is locked")
