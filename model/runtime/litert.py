"""A LiteRT network as a function on arrays."""

import threading
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from model.terminal.stderr_guard import suppress_native_stderr

DEFAULT_THREADS = 2
MAX_SHAPES = 64
"""Input shapes kept allocated; images of ever new sizes would otherwise fill the memory."""


class LiteRtNetwork:
    """Runs a ``.tflite`` network. Each input shape has its own interpreter in a least-recently-used cache of
    ``MAX_SHAPES``. Thread-safe: concurrent calls run one after another.

    Raises ValueError when ``content`` is not a network.
    """

    def __init__(self, content: bytes, threads: int = DEFAULT_THREADS) -> None:
        self.content = content
        self.threads = threads
        self._cache: dict[tuple[int, ...], _Allocated] = {}
        self._lock = threading.Lock()
        self._new_interpreter()

    def __call__(self, x: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        """The network's outputs for the batch ``x``, in the file's order."""
        with self._lock:
            return self._allocated(x.shape)(x)

    def _allocated(self, shape: tuple[int, ...]) -> "_Allocated":
        allocated = self._cache.pop(shape, None) or _Allocated(self._new_interpreter(), shape)
        self._cache[shape] = allocated
        if len(self._cache) > MAX_SHAPES:
            del self._cache[next(iter(self._cache))]
        return allocated

    def _new_interpreter(self) -> Any:
        return Interpreter(model_content=self.content, num_threads=self.threads)


class _Allocated:
    """An interpreter whose tensors are allocated for one input shape."""

    def __init__(self, interpreter: Any, shape: tuple[int, ...]) -> None:
        self._interpreter = interpreter
        self._input: int = interpreter.get_input_details()[0]["index"]
        self._outputs: list[int] = [output["index"] for output in interpreter.get_output_details()]
        interpreter.resize_tensor_input(self._input, shape, strict=False)
        with suppress_native_stderr():
            interpreter.allocate_tensors()

    def __call__(self, x: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        self._interpreter.set_tensor(self._input, x)
        self._interpreter.invoke()
        return tuple(self._interpreter.get_tensor(output) for output in self._outputs)
