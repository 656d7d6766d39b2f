"""Strategies for arbitrary and for almost valid JSON."""

import json
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


def nearly(whole: dict[str, Any], *words: Any) -> st.SearchStrategy[bytes]:
    """The object ``whole`` with arbitrary values, or some of ``words``, in one or two fields."""
    values = st.one_of(ANY_VALUES, st.sampled_from([0, -1, 0.5, 1, 1.5, *words]))
    wrong = st.dictionaries(st.sampled_from(sorted(whole)), values, min_size=1, max_size=2)
    return wrong.map(lambda chosen: to_json_bytes(whole | chosen))


def to_json_bytes(tree: Any) -> bytes:
    return json.dumps(tree).encode("utf-8", "surrogatepass")
