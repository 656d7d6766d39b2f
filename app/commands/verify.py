"""``verify``: verify a face without the window."""

import argparse
import logging
import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from app.audit.recorded_tries import tries_at
from app.camera.factory import is_folder, is_recording, open_source
from app.camera.source import CameraError
from app.camera.timeout_source import TimeoutSource
from app.commands.configuration import load_configuration
from app.live.usable_frames import usable_frames
from app.liveness.checks import LivenessError, effective_mode, layers_in_effect
from app.liveness.prompt_printer import PromptPrinter
from app.presenters.verification_answer import VerificationAnswer, answer_for, answer_words, refusal
from app.references.counter_examples import CounterExampleStore
from app.references.matcher_references import use_enrolled, use_folder
from app.references.reference_loader import ReferenceSet
from app.references.reference_store import ReferenceStore
from app.references.rejection import NoReferencesError
from app.storage.errors import StoreError
from app.storage.model_store import ModelStore
from app.storage.paths import Paths
from app.storage.people import PersonNameError
from app.storage.settings import Settings, SettingsError
from app.storage.thresholds import active_level, effective_thresholds, require_level
from app.system.exit_codes import Exit
from app.system.log_setup import log_hint
from app.system.opencv_threads import limit_opencv_threads
from model.installation.commands import typed
from model.liveness.mode import LivenessMode
from model.storage.json_codec import encode_json
from model.terminal.standard_streams import write_answer, write_json
from model.verification.attempt_plan import AttemptPlan
from model.verification.matcher import Matcher
from model.verification.session import VerificationSession
from model.verification.tries import UNLIMITED, Tries
from model.vision.face import FaceFinder
from model.vision.face_crop import find_faces
from model.vision.frame import Frame
from model.vision.image_file import ImageFileError, read_image_file
from model.vision.mtcnn import MtcnnFinder
from model.vision.orientation import Rotation

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """``image``: a photograph instead of a live camera. ``references``: a folder of photographs instead of
    the person's references. ``largest``: use the largest face of a photograph there that shows several.
    ``liveness``: asked for with this command, rather than in the settings."""

    paths: Paths
    settings: Settings
    image: Path | None
    references: Path | None
    largest: bool
    as_json: bool
    liveness: LivenessMode | None = None


def run(options: argparse.Namespace) -> int:
    try:
        paths, settings = load_configuration(options)
    except (SettingsError, StoreError) as error:
        return _write(refusal(error, Exit.COULD_NOT), options.json, photograph=False)
    return verify(
        VerifyOptions(
            paths,
            settings,
            options.image,
            options.references,
            options.largest,
            options.json,
            options.liveness,
        )
    )


def verify(
    options: VerifyOptions, warn: Callable[[str], None] = lambda line: print(line, file=sys.stderr)
) -> int:
    """Verify, print the answer, and return the exit code. Any failure ends in *not verified*."""
    try:
        answer = _judge(options, warn)
    except (FileNotFoundError, NotADirectoryError, ImageFileError, PersonNameError, LivenessError) as error:
        answer = refusal(error, Exit.USAGE)
    except NoReferencesError as error:
        answer = replace(refusal(error, Exit.COULD_NOT), left_out=tuple(map(str, error.problems)))
    except (CameraError, OSError, ValueError) as error:
        answer = refusal(error, Exit.COULD_NOT)
    except (
        cv2.error,
        MemoryError,
        RuntimeError,
    ) as error:
        # OpenCV, LiteRT or NumPy rejects a picture that could be read.
        log.exception("Verification failed.")
        answer = refusal(f"Verification failed: {error!r}. {log_hint()}", Exit.COULD_NOT)
    return _write(answer, options.as_json, photograph=options.image is not None)


def _write(answer: VerificationAnswer, as_json: bool, *, photograph: bool) -> int:
    """Print the answer and return its exit code."""
    if as_json:
        write_json(encode_json(answer))
    else:
        write_answer(answer_words(answer, photograph=photograph))
    return answer.exit_code


def _judge(options: VerifyOptions, warn: Callable[[str], None]) -> VerificationAnswer:
    mode = _mode(options)
    tries = _admitted_tries(options)
    models = ModelStore(options.paths.models)
    bundle = models.load_current()
    require_level(options.settings, bundle.card)
    finder, matcher = MtcnnFinder(live=_is_live(options)), Matcher(bundle, bundle.head)
    until = time.monotonic() + _limit_s(options)
    if options.references is None:
        examples = CounterExampleStore(options.paths.people)
        matcher.set_counter_examples(examples.load(options.settings.person))
    left_out = (
        use_folder(options.references, options.largest, matcher, bundle, until, warn)
        if options.references
        else use_enrolled(_load_references(options, bundle.network_digest), matcher, until, warn)
    )
    thresholds = effective_thresholds(options.settings, bundle.card)
    if _is_live(options):
        limit_opencv_threads()
    session = VerificationSession(finder, matcher, thresholds, _plan(options, mode), tries=tries)
    prompts = PromptPrinter(warn)
    for frame in _frames(options, until - time.monotonic()):
        attempt = session.process(frame).attempt
        if attempt.ending:
            break
        prompts.show(attempt.prompt)
    rotation = _judge_turned(options, finder, session)
    level = active_level(options.settings)
    answer = answer_for(session.finish(), level, thresholds, matcher.references, models.current)
    return replace(answer, left_out=left_out, rotation=rotation, liveness=mode)


def _mode(options: VerifyOptions) -> LivenessMode:
    """Raises LivenessError for checks that are not possible."""
    if options.image is None:
        return effective_mode(options.settings, lamp=False)
    if options.liveness in (None, LivenessMode.NONE):
        return LivenessMode.NONE
    raise LivenessError("A single photograph shows no liveness. Use a camera, or leave out --liveness.")


def _plan(options: VerifyOptions, mode: LivenessMode) -> AttemptPlan:
    if options.image:
        return AttemptPlan(steady_frames=1)
    settings = replace(options.settings, liveness=mode)
    return AttemptPlan(settings.steady_frames, lambda: layers_in_effect(settings, lamp=False))


def _admitted_tries(options: VerifyOptions) -> Tries:
    """Attempts at an enrolled person are counted and recorded; other photographs protect nothing. Raises
    LockedOutError when no attempt may begin now."""
    if options.references:
        return UNLIMITED
    tries = tries_at(options.settings.person, options.paths, options.settings)
    tries.require_allowed()
    return tries


def _judge_turned(options: VerifyOptions, finder: FaceFinder, session: VerificationSession) -> Rotation:
    """If the photograph shows no upright face, judge it rotated. Returns the rotation, clockwise."""
    if options.image is None or session.attempt.verified:
        return 0
    found = find_faces(read_image_file(options.image), finder)
    if found.rotation:
        session.begin()
        session.process(Frame(found.image, 0, 0.0))
    return found.rotation


def _limit_s(options: VerifyOptions) -> float:
    """Recordings and photographs are read to the end, without a time limit."""
    played = options.image is not None or is_recording(options.settings.camera)
    return math.inf if played else options.settings.timeout_s


def _is_live(options: VerifyOptions) -> bool:
    """Photographs may show smaller faces, and may take longer."""
    return options.image is None and not is_folder(options.settings.camera)


def _load_references(options: VerifyOptions, network: str) -> ReferenceSet:
    person = options.settings.person
    references = ReferenceStore(options.paths.people).load(person, network)
    if not len(references):
        raise NoReferencesError(
            f"{person} has no references. Enrol some in the window, with `{typed('enrol')}`, "
            "or name a folder of photographs with --references."
        )
    return references


def _frames(options: VerifyOptions, limit_s: float) -> Iterator[Frame]:
    """All frames of a recording; those of a camera until the time limit."""
    if options.image:
        yield Frame(read_image_file(options.image), 0, 0.0)
        return
    with TimeoutSource(lambda: open_source(options.settings.camera, options.settings.rotate)) as source:
        yield from usable_frames(source, limit_s)
