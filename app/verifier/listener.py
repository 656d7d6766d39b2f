"""Listen to a verification."""

from collections.abc import Sequence

from app.presenters.verification_answer import VerificationAnswer
from app.verifier.request import VerifyRequest
from model.liveness.mode import LivenessMode
from model.verification.session import FrameReport


class Listener:
    """Does nothing; subclasses override what they need. Each verification ends with ``ended``, once; a person
    who is watched then leaves, once."""

    def started(self, request: VerifyRequest, liveness: LivenessMode, references: int) -> None:
        """The camera is about to open."""

    def warned(self, message: str) -> None:
        """Something needs the user's attention."""

    def judged(self, report: FrameReport) -> None:
        """A frame was judged."""

    def ended(self, request: VerifyRequest, answer: VerificationAnswer) -> None:
        """The answer is final."""

    def left(self, request: VerifyRequest) -> None:
        """The person who was verified has left, or the camera can no longer see."""


class Listeners(Listener):
    """Calls several listeners, in order."""

    def __init__(self, listeners: Sequence[Listener]) -> None:
        self._listeners = listeners

    def started(self, request: VerifyRequest, liveness: LivenessMode, references: int) -> None:
        for listener in self._listeners:
            listener.started(request, liveness, references)

    def warned(self, message: str) -> None:
        for listener in self._listeners:
            listener.warned(message)

    def judged(self, report: FrameReport) -> None:
        for listener in self._listeners:
            listener.judged(report)

    def ended(self, request: VerifyRequest, answer: VerificationAnswer) -> None:
        for listener in self._listeners:
            listener.ended(request, answer)

    def left(self, request: VerifyRequest) -> None:
        for listener in self._listeners:
            listener.left(request)
