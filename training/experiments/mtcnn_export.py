"""Export the three networks of the ``mtcnn`` package to LiteRT.

``python -m training.experiments.mtcnn_export``

The app then finds faces without importing TensorFlow.
"""

import hashlib
from importlib import metadata
from pathlib import Path
from typing import Any

import tensorflow as tf
from mtcnn.stages import StageONet, StagePNet, StageRNet
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from model.storage.atomic_file import write_atomically
from model.vision.mtcnn import WEIGHTS

STAGES = {
    "pnet": (StagePNet, (None, None, None, 3)),
    "rnet": (StageRNet, (None, 24, 24, 3)),
    "onet": (StageONet, (None, 48, 48, 3)),
}
"""Each network's stage in the package, and its input: RGB as (value - 127.5) / 128."""

README_TEMPLATE = """\
# MTCNN's three networks

The weights of the Python package [mtcnn](https://github.com/ipazc/mtcnn) {version} (MIT, see LICENSE), a
cascade after Zhang, Zhang, Li and Qiao (2016), converted to float32 LiteRT files with

    python -m training.experiments.mtcnn_export

Input: RGB, (value - 127.5) / 128. Last axis of the output: four offsets of the box (left, top, right,
bottom), then, from O-Net alone, five landmarks (all x, all y), then the probability of a face.

| file | SHA-256 |
| --- | --- |
{rows}
"""


def convert(stage: Any, shape: tuple[int | None, ...]) -> bytes:
    """The stage's network as a LiteRT file with one output. Its last axis holds the original's outputs in
    their order, but only the face's of the two class probabilities.
    """
    network = stage().model

    @tf.function(input_signature=[tf.TensorSpec(shape, tf.float32)])
    def network_output(x: Any) -> Any:
        *regressions, classes = network(x)
        return tf.concat([*regressions, classes[..., 1:]], axis=-1)

    # Without this the converter writes a file without weights.
    frozen = convert_variables_to_constants_v2(network_output.get_concrete_function())
    return bytes(tf.lite.TFLiteConverter.from_concrete_functions([frozen]).convert())


def export(folder: Path) -> None:
    """Write the networks, their licence and a README into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    networks = {f"{name}.tflite": convert(stage, shape) for name, (stage, shape) in STAGES.items()}
    for name, content in networks.items():
        write_atomically(folder / name, content)
    write_atomically(folder / "LICENSE", licence().encode())
    write_atomically(folder / "README.md", readme(networks).encode())


def licence() -> str:
    """The licence text of the installed ``mtcnn`` package."""
    text = metadata.distribution("mtcnn").read_text("LICENSE")
    if text is None:
        raise FileNotFoundError("The installed mtcnn package carries no LICENSE; install mtcnn==1.0.0 again.")
    return text


def readme(networks: dict[str, bytes]) -> str:
    """The README beside the files: their origin, how they were made, their SHA-256."""
    rows = [f"| `{name}` | `{hashlib.sha256(content).hexdigest()}` |" for name, content in networks.items()]
    return README_TEMPLATE.format(version=metadata.version("mtcnn"), rows="\n".join(rows))


if __name__ == "__main__":
    export(WEIGHTS)
    print(f"Wrote {', '.join(sorted(path.name for path in WEIGHTS.iterdir()))} to {WEIGHTS}")
