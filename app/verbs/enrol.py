"""``enrol``: store the references that a person is verified against."""

import sys
from dataclasses import dataclass
from pathlib import Path

from app.crop_store import CropKind, CropStore
from app.exit_codes import Exit, complain
from app.paths import Paths
from app.people import PersonNameError
from app.reference_store import NoReferencesError, ReferenceStore, references_from_folder
from model.runtime.standard_streams import write_answer
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder


@dataclass(frozen=True, slots=True)
class EnrolOptions:
    """``images``: a folder of photographs; None: the anchors collected so far."""

    paths: Paths
    person: str
    images: Path | None
    replace: bool


def run_enrol(options: EnrolOptions) -> int:
    """Add references and say how many there are. Old ones go only when there are new ones."""
    try:
        references = ReferenceStore(options.paths.people)
        crops = _from_folder(options.images) if options.images else _from_anchors(options)
        if options.replace:
            references.replace(options.person, crops)
        else:
            references.enrol(options.person, crops)
        total = len(references.paths(options.person))
    except (FileNotFoundError, NotADirectoryError, PersonNameError) as error:
        return complain(error, Exit.USAGE)
    except (OSError, ValueError) as error:
        return complain(error, Exit.COULD_NOT)
    write_answer(f"{len(crops)} references enrolled for {options.person}, {total} in all.")
    return Exit.DONE


def _from_folder(folder: Path) -> list[RgbImage]:
    found = references_from_folder(folder, MtcnnFinder())
    for problem in found.problems:
        print(f"{problem.path}: {problem.sentence}", file=sys.stderr)
    return list(found.crops)


def _from_anchors(options: EnrolOptions) -> list[RgbImage]:
    store = CropStore(options.paths.people)
    crops = [store.load(path) for path in store.paths(options.person, CropKind.ANCHOR)]
    if not crops:
        raise NoReferencesError(
            f"{options.person} has no anchors to enrol. Collect some with `python main.py collect "
            "--anchors 20`, or name a folder of photographs with --images."
        )
    return crops
