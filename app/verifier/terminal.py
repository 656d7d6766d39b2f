"""Verification in the terminal: prompts and warnings on standard error, the answer on standard output."""

import sys

from app.liveness.prompt_printer import PromptPrinter
from app.presenters.verification_answer import VerificationAnswer, answer_words
from app.verifier.listener import Listener
from app.verifier.request import VerifyRequest
from model.storage.json_codec import encode_json
from model.terminal.standard_streams import write_answer, write_json
from model.verification.session import FrameReport


class TerminalListener(Listener):
    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._prompts = PromptPrinter(self.warned)

    def warned(self, message: str) -> None:
        print(message, file=sys.stderr)

    def judged(self, report: FrameReport) -> None:
        self._prompts.show(report.attempt.prompt)

    def ended(self, request: VerifyRequest, answer: VerificationAnswer) -> None:
        if self._as_json:
            write_json(encode_json(answer))
        else:
            write_answer(answer_words(answer, photograph=request.image is not None))
