"""One verification: from a request to an answer."""

import math
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

from app.audit.recorded_tries import tries_at
from app.camera.factory import is_folder, is_recording, open_source
from app.camera.source import FrameSource
from app.camera.timeout_source import TimeoutSource
from app.live.usable_frames import usable_frames
from app.liveness.checks import LivenessError, effective_mode, layers_in_effect
from app.presenters.verification_answer import VerificationAnswer, answer_for
from app.references.counter_examples import CounterExampleStore
from app.references.matcher_references import use_enrolled, use_folder
from app.references.reference_loader import ReferenceSet
from app.references.reference_store import ReferenceStore
from app.references.rejection import NoReferencesError
from app.storage.thresholds import active_level, effective_thresholds, require_level
from app.system.opencv_threads import limit_opencv_threads
from app.verifier.listener import Listener
from app.verifier.networks import Networks
from app.verifier.presence import watch_until_left
from app.verifier.request import VerifyRequest
from model.installation.commands import typed
from model.liveness.mode import LivenessMode
from model.messages.message import Message
from model.verification.attempt_plan import AttemptPlan
from model.verification.matcher import Matcher
from model.verification.session import VerificationSession
from model.verification.tries import UNLIMITED, Tries
from model.vision.face_crop import find_faces
from model.vision.frame import Frame
from model.vision.image_file import read_image_file
from model.vision.orientation import Rotation


class Verification:
    """``camera`` is closed when the caller leaves it."""

    def __init__(
        self, networks: Networks, request: VerifyRequest, listener: Listener, camera: ExitStack
    ) -> None:
        self._networks, self._request, self._listener = networks, request, listener
        self._camera = camera
        self._source: FrameSource | None = None
        self._session: VerificationSession | None = None

    def answer(self) -> VerificationAnswer:
        """Raises CameraError, OSError, ValueError, and what OpenCV and LiteRT raise."""
        request, mode = self._request, self._liveness()
        tries, bundle = self._admitted_tries(), self._networks.bundle()
        require_level(request.settings, bundle.card)
        until = time.monotonic() + self._limit_s()
        matcher = Matcher(bundle, bundle.head)
        left_out = self._use_references(matcher, bundle.network_digest, until)
        thresholds = effective_thresholds(request.settings, bundle.card)
        finder = self._networks.finder(live=self._is_live())
        session = VerificationSession(finder, matcher, thresholds, self._plan(mode), tries=tries)
        self._session = session
        self._listener.started(request, mode, matcher.references)
        self._judge_frames(session, until)
        rotation = self._judge_turned(session)
        level, model = active_level(request.settings), self._networks.models.current
        answer = answer_for(session.finish(), level, thresholds, matcher.references, model)
        return replace(answer, left_out=left_out, rotation=rotation, liveness=mode)

    def watch_until_left(self) -> None:
        """After success, if the request says so."""
        request = self._request
        if self._session and self._source and request.leave_after_s is not None:
            watch_until_left(self._session, self._source, request.leave_after_s)
            self._listener.left(request)

    def _judge_frames(self, session: VerificationSession, until: float) -> None:
        if self._is_live():
            limit_opencv_threads()
        for frame in self._frames(until - time.monotonic()):
            report = session.process(frame)
            self._listener.judged(report)
            if report.attempt.ending:
                return

    def _liveness(self) -> LivenessMode:
        """Raises LivenessError for checks that are not possible."""
        if self._request.image is None:
            return effective_mode(self._request.settings, lamp=False)
        if self._request.liveness in (None, LivenessMode.NONE):
            return LivenessMode.NONE
        raise LivenessError(
            Message("Liveness cannot be checked in a single photograph. Use a camera, or omit --liveness.")
        )

    def _plan(self, mode: LivenessMode) -> AttemptPlan:
        if self._request.image:
            return AttemptPlan(steady_frames=1)
        settings = replace(self._request.settings, liveness=mode)
        paths, enrolled = self._request.paths, self._request.references is None
        return AttemptPlan(
            settings.steady_frames, lambda: layers_in_effect(settings, paths, lamp=False, enrolled=enrolled)
        )

    def _admitted_tries(self) -> Tries:
        """Attempts for an enrolled person are counted and recorded; other photographs protect nothing. Raises
        LockedOutError when no attempt may begin now."""
        if self._request.references:
            return UNLIMITED
        tries = tries_at(self._request.settings.person, self._request.paths, self._request.settings)
        tries.require_allowed()
        return tries

    def _use_references(self, matcher: Matcher, network: str, until: float) -> tuple[str, ...]:
        """Returns a line for each file that gives no usable reference."""
        request, warn = self._request, self._listener.warned
        if request.references:
            bundle = self._networks.bundle()
            return use_folder(request.references, request.largest, matcher, bundle, until, warn)
        examples = CounterExampleStore(request.paths.people)
        matcher.set_counter_examples(examples.load(request.settings.person))
        return use_enrolled(self._load_references(network), matcher, until, warn)

    def _load_references(self, network: str) -> ReferenceSet:
        person = self._request.settings.person
        references = ReferenceStore(self._request.paths.people).load(person, network)
        if not len(references):
            raise NoReferencesError(
                Message(
                    "{person} has no references. Enrol some in the window, with `{command}`, or name a "
                    "folder of photographs with --references.",
                    person=person,
                    command=typed("enrol"),
                )
            )
        return references

    def _judge_turned(self, session: VerificationSession) -> Rotation:
        """If the photograph shows no upright face, judge it rotated. Returns the rotation, clockwise."""
        if self._request.image is None or session.attempt.verified:
            return 0
        finder = self._networks.finder(live=False)
        found = find_faces(read_image_file(self._request.image), finder)
        if found.rotation:
            session.begin()
            session.process(Frame(found.image, 0, 0.0))
        return found.rotation

    def _limit_s(self) -> float:
        """Recordings and photographs are read to the end, without a time limit."""
        played = self._request.image is not None or is_recording(self._request.settings.camera)
        return math.inf if played else self._request.settings.timeout_s

    def _is_live(self) -> bool:
        """Photographs may show smaller faces, and may take longer."""
        return self._request.image is None and not is_folder(self._request.settings.camera)

    def _frames(self, limit_s: float) -> Iterator[Frame]:
        """All frames of a recording; those of a camera until the time limit."""
        if self._request.image:
            yield Frame(read_image_file(self._request.image), 0, 0.0)
            return
        settings = self._request.settings
        source = TimeoutSource(lambda: open_source(settings.camera, settings.rotate))
        self._source = self._camera.enter_context(source)
        yield from usable_frames(self._source, limit_s)
