"""All checks, in the order of the output."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from app.doctor.cameras import candidates, check_cameras
from app.doctor.display import check_display
from app.doctor.finding import Finding, Status
from app.doctor.model import check_model
from app.doctor.packages import check_packages, check_python, check_sameface, check_training
from app.doctor.protection import check_protection
from app.doctor.settings import check_settings
from app.doctor.storage import check_data_folder, check_log
from app.doctor.system_libraries import check_libraries
from app.storage.paths import Paths
from model.installation.commands import typed


@dataclass(frozen=True, slots=True)
class Check:
    """An exception of ``run`` is reported as a failed finding of ``topic``."""

    topic: str
    run: Callable[[], Finding | list[Finding]]


def checks(paths: Paths, camera: str | None) -> list[Check]:
    """``camera``: the only one to check; None: all."""
    return [
        Check("Sameface", check_sameface),
        Check("Python", check_python),
        Check("packages", check_packages),
        Check("training", check_training),
        Check("libraries", check_libraries),
        Check("display", check_display),
        Check("camera", lambda: check_cameras(candidates(camera))),
        Check("settings", lambda: check_settings(paths.settings)),
        Check("data", lambda: check_data_folder(paths)),
        Check("protection", lambda: check_protection(paths)),
        Check("log", lambda: check_log(paths)),
        Check("model", lambda: check_model(paths.models)),
    ]


def run_checks(selected: list[Check]) -> list[Finding]:
    """Run all concurrently, then the last one alone: it measures the speed."""
    with ThreadPoolExecutor(max(1, len(selected))) as pool:
        futures = [pool.submit(check.run) for check in selected[:-1]]
        results = [_result(check, future) for check, future in zip(selected[:-1], futures, strict=True)]
        results += [_result(check, pool.submit(check.run)) for check in selected[-1:]]
    return [finding for findings in results for finding in findings]


def _result(check: Check, future: Future[Finding | list[Finding]]) -> list[Finding]:
    """The findings of a check. Any exception is a finding, too: the installation may be broken."""
    error = future.exception()
    if error is not None:
        sentence = f"This check failed: {error!r}."
        return [
            Finding(
                check.topic,
                Status.FAILED,
                sentence,
                f"Report it with the output of `{typed('doctor --json')}`.",
            )
        ]
    found = future.result()
    return found if isinstance(found, list) else [found]
