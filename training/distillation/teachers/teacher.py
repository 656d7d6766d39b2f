"""The network that is distilled from: any ONNX file that makes an embedding of a 112x112 view."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from training.distillation.data.views import VIEW_SIZE, Views
from training.jobs.progress import JobError

Teacher: TypeAlias = Callable[[Views], Embeddings]
"""Views -> an embedding of each, of length 1."""

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's channels, as shares of 255: what most teachers were trained with."""

BATCH = 64
"""Views at a time. The network is compiled for one size, which is faster than for any."""


class OnnxTeacher:
    """Runs an ONNX network on OpenVINO, which computes in bfloat16 where the processor has it: 1.7 times the
    speed of ONNX Runtime, for a cosine of 0.998 or more to the float32 result.

    The network takes (n, 3, 112, 112) as ``(x / 255 - mean) / deviation``. ``content`` is what is in the
    file, where it is not the file itself that was given. Raises JobError when there is no such network.
    """

    def __init__(
        self,
        file: Path,
        mean: tuple[float, ...] = MEAN,
        deviation: tuple[float, ...] = DEVIATION,
        content: bytes | None = None,
    ) -> None:
        self._scale = (1 / (255 * np.array(deviation))).astype(np.float32)
        self._shift = (-np.array(mean) / np.array(deviation)).astype(np.float32)
        self._network = _compile(file, content)

    def __call__(self, views: Views) -> Embeddings:
        blocks = [self._embed(views[start : start + BATCH]) for start in range(0, len(views), BATCH)]
        return np.concatenate(blocks)

    def _embed(self, views: Views) -> NDArray[np.float32]:
        x = np.zeros((BATCH, VIEW_SIZE, VIEW_SIZE, 3), np.float32)
        x[: len(views)] = views * self._scale + self._shift
        rows = self._network(np.ascontiguousarray(x.transpose(0, 3, 1, 2)))[0][: len(views)]
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _compile(file: Path, content: bytes | None) -> Any:
    try:
        # Only whoever distils needs OpenVINO: see requirements-recipe.txt.
        import openvino
    except ImportError as error:
        raise JobError("A teacher needs OpenVINO: pip install -r requirements-recipe.txt") from error
    try:
        core = openvino.Core()
        network = core.read_model(file) if content is None else core.read_model(content, b"")
        network.reshape([BATCH, 3, VIEW_SIZE, VIEW_SIZE])
        return core.compile_model(network, "CPU", {"INFERENCE_NUM_THREADS": 1})
    except RuntimeError as error:
        raise JobError(
            f"{file} is no ONNX network that takes (n, 3, {VIEW_SIZE}, {VIEW_SIZE}): {error}"
        ) from error
