"""The user's own liveness network, if there is one: ``liveness/network.json`` in the data folder."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from model.liveness.network import LivenessNetworkError, NetworkSpec, UserNetwork, load_network
from model.messages.message import Message
from model.storage.json_codec import JsonError, decode_json
from model.storage.os_errors import system_reason

if TYPE_CHECKING:
    import cv2

FILE = "network.json"


def user_network(folder: Path) -> UserNetwork | None:
    """A new check for one attempt; None without a file. Raises LivenessNetworkError when the file or the
    network is not usable: then no face is verified."""
    path = folder / FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LivenessNetworkError(
            Message("{path} cannot be read: {reason}.", path=path, reason=system_reason(error))
        ) from error
    try:
        spec = decode_json(content, NetworkSpec)
    except JsonError as error:
        raise LivenessNetworkError(
            Message("{path} is not valid: {error}. Correct it, or delete it.", path=path, error=error)
        ) from error
    return UserNetwork(_loaded(spec, folder), spec)


@lru_cache(maxsize=1)
def _loaded(spec: NetworkSpec, folder: Path) -> "cv2.dnn.Net":
    return load_network(spec, folder)
