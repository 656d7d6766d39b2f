"""``attack-test``: try to fool the liveness checks with prints and a replay of your own face."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.attack_test.materials import write_clip, write_print
from app.attack_test.page import render_page, report_lines
from app.attack_test.rates import AttackReport, Presentation, presentation, rates_by_species
from app.attack_test.species import INSTRUCTIONS, Species
from app.attack_test.trials import AttackTrials
from app.camera.source import CameraError
from app.commands.configuration import configure
from app.liveness.checks import LivenessError, effective_mode
from app.references.matcher_references import use_enrolled
from app.references.reference_store import ReferenceStore
from app.references.rejection import NoReferencesError
from app.storage.dated_folder import dated_folder
from app.storage.model_store import ModelStore
from app.storage.paths import Paths
from app.storage.people import PersonNameError
from app.storage.settings import Settings
from app.storage.thresholds import effective_thresholds, require_level
from app.system.exit_codes import Exit, fail
from app.system.opencv_threads import limit_opencv_threads
from model.liveness.mode import LivenessMode
from model.messages.message import Message
from model.storage.atomic_file import write_atomically
from model.storage.json_codec import encode_json
from model.terminal.standard_streams import write_answer
from model.verification.matcher import Matcher
from model.vision.mtcnn import MtcnnFinder

CONSENT = (
    "Pictures of your face will be stored unencrypted in {folder}: a page to print and a clip to replay. "
    "Both may open what your face protects. Delete the folder after the test."
)
AGREE = "Type yes to agree: "
NOT_AGREED = "Nothing was stored. Agree when you are asked, or give --consent."
SKIP = "s"
BEGIN = "Try {number} of {tries}: press Enter to begin, or type s to skip this species. "
PAGE, RESULTS = "report.html", "attack-test.json"

Ask = Callable[[str], str]


def run(options: argparse.Namespace) -> int:
    paths, settings = configure(options)
    limit_opencv_threads()
    try:
        return run_attack_test(options, paths, settings, input)
    except (LivenessError, PersonNameError) as error:
        return fail(error, Exit.USAGE)
    except (NoReferencesError, CameraError, OSError, ValueError) as error:
        return fail(error, Exit.COULD_NOT)


def run_attack_test(options: argparse.Namespace, paths: Paths, settings: Settings, ask: Ask) -> int:
    """``ask`` prints a question and returns the answer. It raises EOFError when no answer can come."""
    mode = effective_mode(settings, lamp=False)
    settings = replace(settings, liveness=LivenessMode.DEPTH if mode is LivenessMode.NONE else mode)
    folder = options.out or dated_folder(paths.reports, f"attack-test-{settings.person}")
    trials = _trials(paths, settings)
    if not (options.consent or _agrees(folder, ask)):
        return fail(NOT_AGREED, Exit.USAGE)
    _make_artefacts(trials, folder)
    done: list[Presentation] = []
    code = Exit.DONE
    try:
        for species in Species:
            _try_species(species, trials, options.tries, ask, done)
    except (KeyboardInterrupt, EOFError):
        code = Exit.INTERRUPTED
    if done:
        _write_report(settings, folder, done)
    return code


def _trials(paths: Paths, settings: Settings) -> AttackTrials:
    bundle = ModelStore(paths.models).load_current()
    require_level(settings, bundle.card)
    finder, matcher = MtcnnFinder(live=True), Matcher(bundle, bundle.head)
    references = ReferenceStore(paths.people).load(settings.person, bundle.network_digest)
    if not len(references):
        raise NoReferencesError(
            Message("{person} has no references. Enrol some first.", person=settings.person)
        )
    use_enrolled(references, matcher, float("inf"), _say)
    return AttackTrials(settings, paths, finder, matcher, effective_thresholds(settings, bundle.card))


def _agrees(folder: Path, ask: Ask) -> bool:
    _say(CONSENT.format(folder=folder))
    try:
        return ask(AGREE).strip().lower() == "yes"
    except EOFError:
        return False


def _make_artefacts(trials: AttackTrials, folder: Path) -> None:
    _say("Look at the camera, and turn your head a little to both sides for five seconds.")
    images, face, fps = trials.capture()
    folder.mkdir(parents=True, exist_ok=True)
    printed, clip = write_print(images[0], face, folder), write_clip(images, fps, folder)
    _say(f"Print {printed} at 100 % on matt paper, twice, and copy {clip} to a phone.")


def _try_species(
    species: Species, trials: AttackTrials, tries: int, ask: Ask, done: list[Presentation]
) -> None:
    _say(f"\n{species.capitalize()}. {INSTRUCTIONS[species]}")
    for number in range(1, tries + 1):
        if ask(BEGIN.format(number=number, tries=tries)).strip().lower() == SKIP:
            return
        one = presentation(species, trials.attempt(_say))
        done.append(one)
        _say(f"{one.ending}: {one.reason}.")


def _write_report(settings: Settings, folder: Path, done: list[Presentation]) -> None:
    mode = settings.liveness or LivenessMode.NONE
    created = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    report = AttackReport(settings.person, mode, created, rates_by_species(done), tuple(done))
    write_atomically(folder / PAGE, render_page(report).encode())
    write_atomically(folder / RESULTS, encode_json(report, indent=2).encode())
    write_answer("\n".join([*report_lines(report), f"The report is in {folder / PAGE}."]))


def _say(line: str) -> None:
    print(line, file=sys.stderr)
