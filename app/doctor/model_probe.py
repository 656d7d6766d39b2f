"""Loads the model in use and judges the demo camera's pictures: ``python -m app.doctor.model_probe DIR``"""

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
from app.system.opencv_threads import keep_opencv_to_one_thread
from model.runtime.bundle import Bundle, BundleError
from model.verification.decision import Thresholds
from model.verification.matcher import Matcher
from model.verification.session import VerificationSession
from model.vision.alignment import align
from model.vision.frame import Frame
from model.vision.mtcnn import MtcnnFinder

PICTURES = 9
WARM_UP = 2
"""So many pictures are judged before the clock counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswer:
    """Tells a bundle without its name, which holds a person's. ``refused``: why it is not used, else empty.

    ``find_ms`` is the median time to find the face of a picture, ``judge_ms`` that of all it takes, finding
    included; in ``faces`` of ``pictures`` there was one.
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


def answer(store: ModelStore) -> ModelAnswer:
    try:
        shipped = store.current == SHIPPED
    except StoreError as error:
        return ModelAnswer(shipped=False, refused=f"models/current cannot be read ({_system_reason(error)}).")
    try:
        bundle = store.load_current()
    except BundleError as error:
        return ModelAnswer(shipped=shipped, refused=_nameless(error))
    card = bundle.card
    find_ms, judge_ms, faces = measured(bundle)
    return ModelAnswer(
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


def _nameless(refusal: BundleError) -> str:
    """Why, without the bundle's name and place."""
    match refusal.__cause__:
        case None:
            return "models/current names none."
        case OSError() as error:
            return f"{error.strerror}."
        case cause:
            return str(cause)


def _system_reason(refusal: StoreError) -> str:
    cause = refusal.__cause__
    return cause.strerror if isinstance(cause, OSError) and cause.strerror else str(refusal)


def measured(bundle: Bundle) -> tuple[float, float, int]:
    """Median milliseconds to find and to judge, and how many pictures showed a face."""
    keep_opencv_to_one_thread()
    studio, finder = SceneRenderer(SCENES["eileen"], seed=0), MtcnnFinder(live=True)
    images = [studio.picture(5 * number) for number in range(WARM_UP + PICTURES)]
    matcher = Matcher(bundle, bundle.head)
    matcher.set_references([align(images[0], face.landmarks) for face in finder.find(images[0])])
    session = VerificationSession(finder, matcher, Thresholds(detection=0.5, verification=0.5))
    find_ms, judge_ms, faces = [], [], 0
    for number, image in enumerate(images):
        started = time.perf_counter()
        found = finder.find(image)
        find_ms.append(1000 * (time.perf_counter() - started))
        afresh = Frame(image, number, float(number))
        judge_ms.append(1000 * session.process(afresh).judging_seconds)
        faces += number >= WARM_UP and bool(found)
    return statistics.median(find_ms[WARM_UP:]), statistics.median(judge_ms[WARM_UP:]), faces


if __name__ == "__main__":
    print(json.dumps(asdict(answer(ModelStore(Path(sys.argv[1]))))))
    raise SystemExit(Exit.DONE)
