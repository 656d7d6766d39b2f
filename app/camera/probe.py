"""Open a camera for one frame, for the doctor: ``python -m app.camera.probe SPEC``."""

import json
import sys
import time

from app.camera.factory import open_source
from app.camera.source import CameraError
from app.system.exit_codes import Exit, fail


def main(spec: str) -> int:
    """Print the frame as JSON, or the error."""
    started = time.monotonic()
    try:
        with open_source(spec) as source:
            frame = source.read()
    except CameraError as error:
        return fail(error, Exit.COULD_NOT)
    if frame is None:
        return fail("It ended before its first picture.", Exit.COULD_NOT)
    height, width = frame.image.shape[:2]
    print(json.dumps({"width": width, "height": height, "seconds": time.monotonic() - started}))
    return Exit.DONE


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
