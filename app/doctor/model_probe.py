"""Load the model in use and judge pictures of the demo camera: ``python -m app.doctor.model_probe DIR``."""

import json
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from app.camera.demo.camera import SCENES, SceneRenderer
from app.storage.errors import StoreError
from app.storage.model_store import SHIPPED, ModelStore
from app.system.exit_codes import Exit
from app.system.opencv_threads import limit_opencv_threads
from model.runtime.bundle import Bundle, BundleError
from model.verification.decision import Thresholds
from model.verification.matcher import Matcher
from model.verification.session import VerificationSession
from model.vision.alignment import align
from model.vision.frame import Frame
from model.vision.mtcnn import MtcnnFinder

PICTURES = 9
WARM_UP = 2
"""Pictures that are judged before the measurement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelProbe:
    """Describes a bundle without its name, which may contain a person's name. ``refused``: why it cannot be
    loaded, else empty.

    ``find_ms`` is the median time to find the face in a picture, ``judge_ms`` that for the whole frame,
    finding included; a face was found in ``faces`` of ``pictures``.
    """

    shipped: bool
    refused: str = ""
    digest: str = ""
    created: str = ""
    detection_threshold: float = 0.0
    verification_threshold: float = 0.0
    find_ms: float = 0.0
    judge_ms: float = 0.0
    faces: int = 0
    pictures: int = 0


def probe_model(store: ModelStore) -> ModelProbe:
    try:
        shipped = store.current == SHIPPED
    except StoreError as error:
        return ModelProbe(shipped=False, refused=f"models/current cannot be read ({_system_reason(error)}).")
    try:
        bundle = store.load_current()
    except BundleError as error:
        return ModelProbe(shipped=shipped, refused=_anonymous_reason(error))
    card = bundle.card
    find_ms, judge_ms, faces = measure_speed(bundle)
    return ModelProbe(
        shipped=shipped,
        digest=card.digest,
        created=card.created,
        detection_threshold=card.detection_threshold,
        verification_threshold=card.verification_threshold,
        find_ms=find_ms,
        judge_ms=judge_ms,
        faces=faces,
        pictures=PICTURES,
    )


def _anonymous_reason(write_error: BundleError) -> str:
    """The reason, without the bundle's name and path."""
    match write_error.__cause__:
        case None:
            return "models/current names no model."
        case OSError() as error:
            return f"{error.strerror}."
        case cause:
            return str(cause)


def _system_reason(write_error: StoreError) -> str:
    cause = write_error.__cause__
    return cause.strerror if isinstance(cause, OSError) and cause.strerror else str(write_error)


def measure_speed(bundle: Bundle) -> tuple[float, float, int]:
    """Median milliseconds to find a face and to judge a frame, and in how many pictures a face was found."""
    limit_opencv_threads()
    renderer, finder = SceneRenderer(SCENES["eileen"], seed=0), MtcnnFinder(live=True)
    images = [renderer.render(5 * number) for number in range(WARM_UP + PICTURES)]
    matcher = Matcher(bundle, bundle.head)
    matcher.set_references([align(images[0], face.landmarks) for face in finder.find(images[0])])
    session = VerificationSession(finder, matcher, Thresholds(detection=0.5, verification=0.5))
    find_ms, judge_ms, faces = [], [], 0
    for number, image in enumerate(images):
        started = time.perf_counter()
        found = finder.find(image)
        find_ms.append(1000 * (time.perf_counter() - started))
        judge_ms.append(1000 * session.process(Frame(image, number, float(number))).judging_seconds)
        faces += number >= WARM_UP and bool(found)
    return statistics.median(find_ms[WARM_UP:]), statistics.median(judge_ms[WARM_UP:]), faces


if __name__ == "__main__":
    print(json.dumps(asdict(probe_model(ModelStore(Path(sys.argv[1]))))))
    raise SystemExit(Exit.DONE)
