"""Events for other programs: a JSON object on each line, in UTF-8.

Only the answer contains similarities: their course from frame to frame would help an attacker who tries
faces.
"""

from collections.abc import Callable

import msgspec

from app.presenters.verification_answer import VerificationAnswer
from app.storage.thresholds import active_level
from app.verifier.listener import Listener
from app.verifier.request import VerifyRequest
from model.liveness.mode import LivenessMode
from model.storage.json_codec import encode_json
from model.verification.session import FrameReport


class EventListener(Listener):
    """Writes ``started``, ``warning``, ``frame`` when the reason changes, ``prompt`` when it changes,
    ``ended`` with the answer, and ``left``."""

    def __init__(self, write: Callable[[str], None]) -> None:
        """``write`` takes a line without its end."""
        self._write = write
        self._reason = self._prompt = ""

    def started(self, request: VerifyRequest, liveness: LivenessMode, references: int) -> None:
        person = None if request.references else request.settings.person
        level = active_level(request.settings)
        self._send("started", person=person, level=level, liveness=liveness, references=references)

    def warned(self, message: str) -> None:
        self._send("warning", message=message)

    def judged(self, report: FrameReport) -> None:
        reason, prompt = report.decision.reason.value, report.attempt.prompt or ""
        if reason != self._reason:
            self._send("frame", reason=reason, faces=report.faces)
        if prompt and prompt != self._prompt:
            self._send("prompt", prompt=prompt)
        self._reason, self._prompt = reason, prompt

    def ended(self, request: VerifyRequest, answer: VerificationAnswer) -> None:
        self._write(ended_line(answer))

    def left(self, request: VerifyRequest) -> None:
        self._send("left")

    def _send(self, event: str, **fields: object) -> None:
        self._write(encode_json({"event": event, **fields}))


def ended_line(answer: VerificationAnswer) -> str:
    return encode_json({"event": "ended", **msgspec.to_builtins(answer)})
