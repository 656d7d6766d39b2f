"""The identity of a training run: everything its result depends on, as named values.

A checkpoint stores it, and only the same run resumes from that checkpoint. The names are part of what is
stored: renaming a class or a field in the code must not change them.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias

Value: TypeAlias = "str | int | float | Mapping[str, Value] | None"


def run_identity(values: Mapping[str, Value]) -> str:
    """SHA-256 of ``values`` as JSON, in hexadecimal. Their order does not matter.

    Raises ValueError when a number is not finite.
    """
    content = json.dumps(values, sort_keys=True, allow_nan=False)
    return hashlib.sha256(content.encode()).hexdigest()
