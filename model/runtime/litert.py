"""A LiteRT network as a function on arrays."""

from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

DEFAULT_THREADS = 2


class LiteRtNetwork:
    """Runs a ``.tflite`` network. Each input shape gets its own interpreter, allocated once and kept.

    Not safe for two threads at a time. Raises ValueError when ``content`` is no network.
    """

    def __init__(self, content: bytes, threads: int = DEFAULT_THREADS) -> None:
        self._content = content
        self._threads = threads
        self._interpreters: dict[tuple[int, ...], Any] = {}
        self._new_interpreter()

    def __call__(self, x: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        """The network's outputs for the batch ``x``, in the order the file lists them."""
        interpreter = self._interpreters.get(x.shape) or self._allocate(x.shape)
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], x)
        interpreter.invoke()
        return tuple(interpreter.get_tensor(output["index"]) for output in interpreter.get_output_details())

    def _new_interpreter(self) -> Any:
        return Interpreter(model_content=self._content, num_threads=self._threads)

    def _allocate(self, shape: tuple[int, ...]) -> Any:
        interpreter = self._new_interpreter()
        interpreter.resize_tensor_input(interpreter.get_input_details()[0]["index"], shape, strict=False)
        interpreter.allocate_tensors()
        self._interpreters[shape] = interpreter
        return interpreter
