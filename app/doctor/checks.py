"""Everything that is looked at, in the order in which it is told."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from app.doctor.cameras import candidates, check_cameras
from app.doctor.display import check_display
from app.doctor.finding import Finding, Status
from app.doctor.model import check_model
from app.doctor.packages import check_packages, check_python, check_training
from app.doctor.settings import check_settings
from app.doctor.storage import check_log, check_stores
from app.doctor.system_libraries import check_libraries
from app.storage.paths import Paths


@dataclass(frozen=True, slots=True)
class Check:
    """``look`` may fail in any way: that is told as a finding of ``topic``."""

    topic: str
    look: Callable[[], Finding | list[Finding]]


def checks(paths: Paths, camera: str | None) -> list[Check]:
    """``camera``: the only one to try; None: those that there are."""
    return [
        Check("Python", check_python),
        Check("packages", check_packages),
        Check("training", check_training),
        Check("libraries", check_libraries),
        Check("display", check_display),
        Check("camera", lambda: check_cameras(candidates(camera))),
        Check("settings", lambda: check_settings(paths.settings)),
        Check("data", lambda: check_stores(paths)),
        Check("log", lambda: check_log(paths)),
        Check("model", lambda: check_model(paths.models)),
    ]


def examine(asked: list[Check]) -> list[Finding]:
    """All at a time but the last, which measures the machine and has it for itself."""
    with ThreadPoolExecutor(max(1, len(asked))) as pool:
        futures = [pool.submit(check.look) for check in asked[:-1]]
        results = [_result(check, future) for check, future in zip(asked[:-1], futures, strict=True)]
        results += [_result(check, pool.submit(check.look)) for check in asked[-1:]]
    return [finding for findings in results for finding in findings]


def _result(check: Check, future: Future[Finding | list[Finding]]) -> list[Finding]:
    """What the check found. Its own failure of any kind is a finding, too: it looks at what is broken."""
    error = future.exception()
    if error is not None:
        sentence = f"This could not be looked at: {error!r}."
        return [
            Finding(check.topic, Status.FAILED, sentence, "Report it, with `python main.py doctor --json`.")
        ]
    found = future.result()
    return found if isinstance(found, list) else [found]
