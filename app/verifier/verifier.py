"""Verify, and always answer, even after an error. The networks stay loaded from one request to the next."""

import logging
from contextlib import ExitStack
from dataclasses import replace

import cv2

from app.camera.source import CameraError
from app.liveness.checks import LivenessError
from app.presenters.verification_answer import VerificationAnswer, refusal
from app.references.rejection import NoReferencesError
from app.storage.paths import Paths
from app.storage.people import PersonNameError
from app.system.exit_codes import Exit
from app.system.log_setup import log_hint
from app.verifier.listener import Listener
from app.verifier.networks import Networks
from app.verifier.request import VerifyRequest
from app.verifier.verification import Verification
from model.messages.message import Message, sentences
from model.vision.image_file import ImageFileError

log = logging.getLogger(__name__)


class Verifier:
    """For one data folder. Use it on one thread."""

    def __init__(self, paths: Paths) -> None:
        self.networks = Networks(paths)

    def verify(self, request: VerifyRequest, listener: Listener) -> VerificationAnswer:
        """``listener`` gets the answer, too. Any failure ends in *not verified*."""
        with ExitStack() as camera:
            verification = Verification(self.networks, request, listener, camera)
            answer = _answer(verification)
            listener.ended(request, answer)
            if answer.verified:
                verification.watch_until_left()
        return answer


def _answer(verification: Verification) -> VerificationAnswer:
    try:
        return verification.answer()
    except (FileNotFoundError, NotADirectoryError, ImageFileError, PersonNameError, LivenessError) as error:
        return refusal(error, Exit.USAGE)
    except NoReferencesError as error:
        return replace(refusal(error, Exit.COULD_NOT), left_out=tuple(map(str, error.problems)))
    except (CameraError, OSError, ValueError) as error:
        return refusal(error, Exit.COULD_NOT)
    except (cv2.error, MemoryError, RuntimeError) as error:
        # OpenCV, LiteRT or NumPy rejects a picture that could be read.
        log.exception("Verification failed.")
        return refusal(
            sentences(Message("Verification failed: {error}.", error=repr(error)), log_hint()), Exit.COULD_NOT
        )
