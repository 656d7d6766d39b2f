"""JSON of any kind, and JSON that nearly is what was asked for."""

import json
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

NUMBERS = st.one_of(
    st.integers(), st.floats(), st.sampled_from([0, 1, -1, 0.5, 1.0000001, 2**64, 10**30, 1e308, -0.0])
)
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=10))
ANY_VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
)


def objects_with(names: Iterable[str], words: Iterable[Any] = ()) -> st.SearchStrategy[bytes]:
    """Some of the fields, with any value or with one of the ``words``, as they are written."""
    values = st.one_of(ANY_VALUES, st.sampled_from(list(words))) if words else ANY_VALUES
    fields = st.dictionaries(st.one_of(st.sampled_from(list(names)), st.text(max_size=5)), values, max_size=8)
    return fields.map(lambda chosen: json.dumps(chosen).encode("utf-8", "surrogatepass"))
