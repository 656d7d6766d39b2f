"""Capture the user, and run the attempts of an attack test."""

import math
from collections.abc import Callable, Iterator

from app.camera.factory import is_recording, open_source
from app.camera.source import CameraError
from app.camera.timeout_source import TimeoutSource
from app.live.usable_frames import usable_frames
from app.liveness.checks import layers_in_effect
from app.liveness.prompt_printer import PromptPrinter
from app.storage.paths import Paths
from app.storage.settings import Settings
from model.messages.message import Message
from model.verification.attempt import AttemptState
from model.verification.attempt_plan import AttemptPlan
from model.verification.decision import Thresholds
from model.verification.matcher import Matcher
from model.verification.session import VerificationSession
from model.vision.face import Face
from model.vision.frame import Frame, RgbImage
from model.vision.mtcnn import MtcnnFinder

CAPTURE_S = 5.0
MIN_FRAMES = 10


class AttackTrials:
    """Attempts as ``verify`` runs them, which do not count towards the lockout: they are the owner's."""

    def __init__(
        self,
        settings: Settings,
        paths: Paths,
        finder: MtcnnFinder,
        matcher: Matcher,
        thresholds: Thresholds,
    ) -> None:
        """``settings.liveness`` must be set."""
        self._settings, self._paths, self._finder = settings, paths, finder
        self._matcher, self._thresholds = matcher, thresholds

    def capture(self) -> tuple[list[RgbImage], Face, float]:
        """Pictures of the user, the face in the first one, and the frame rate. Raises CameraError without
        enough of them."""
        shown: list[tuple[Frame, Face]] = []
        for frame in self._frames(CAPTURE_S):
            faces = self._finder.find(frame.image)
            if len(faces) == 1:
                shown.append((frame, faces[0]))
            if frame.seconds >= CAPTURE_S:
                break
        if len(shown) < MIN_FRAMES:
            raise CameraError(
                Message(
                    "Only {shown} pictures show one face. Sit in front of the camera alone, and try again.",
                    shown=len(shown),
                )
            )
        seconds = shown[-1][0].seconds - shown[0][0].seconds
        return [frame.image for frame, _ in shown], shown[0][1], (len(shown) - 1) / max(seconds, 1e-3)

    def attempt(self, write: Callable[[str], None]) -> AttemptState:
        """One attempt to its end. ``write`` shows prompts."""
        settings = self._settings
        paths = self._paths
        plan = AttemptPlan(settings.steady_frames, lambda: layers_in_effect(settings, paths, lamp=False))
        session = VerificationSession(self._finder, self._matcher, self._thresholds, plan)
        prompts = PromptPrinter(write)
        for frame in self._frames(settings.timeout_s):
            attempt = session.process(frame).attempt
            if attempt.ending:
                break
            prompts.show(attempt.prompt)
        return session.finish()

    def _frames(self, limit_s: float) -> Iterator[Frame]:
        camera = self._settings.camera
        limit_s = math.inf if is_recording(camera) else limit_s
        with TimeoutSource(lambda: open_source(camera, self._settings.rotate)) as source:
            yield from usable_frames(source, limit_s)
