"""Store the faces that the user marked as another person's."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from app.references.rejection import NewFinder, NoReferencesError, ReferenceProblem, collect_problems
from app.storage.jpeg_folder import JpegFolder
from app.storage.people import folder_of
from model.messages.message import Message
from model.vision.face_crop import crop_or_single_face
from model.vision.frame import RgbImage
from model.vision.image_file import read_image_file
from model.vision.mtcnn import MtcnnFinder

FOLDER = "counter_examples"


class CounterExampleStore:
    """A folder of crops for each person, beside the references. Methods raise PersonNameError and
    StoreError."""

    def __init__(self, people_folder: Path, new_finder: NewFinder = MtcnnFinder) -> None:
        self._people_folder = people_folder
        self._new_finder = new_finder

    def add(self, person: str, crop: RgbImage) -> Path:
        return self._crops(person).save(crop)

    def remove(self, person: str, paths: Sequence[Path]) -> None:
        self._crops(person).remove(paths)

    def paths(self, person: str) -> list[Path]:
        """Oldest first."""
        return self._crops(person).paths()

    def load(self, person: str) -> list[RgbImage]:
        """Every crop. Raises NoReferencesError when one cannot be read: a face that should be refused could
        pass without it."""
        crops, new_finder = list[RgbImage](), cache(self._new_finder)
        problems = list[ReferenceProblem]()
        for path in self.paths(person):
            with collect_problems(path, problems):
                crops.append(crop_or_single_face(read_image_file(path), new_finder))
        if problems:
            raise NoReferencesError(
                Message(
                    "{person} cannot be verified: a face that you marked as another person's cannot be "
                    "used. {problem} Delete this file, and mark the face again.",
                    person=person,
                    problem=problems[0].message,
                ),
                problems,
            )
        return crops

    def _crops(self, person: str) -> JpegFolder:
        return JpegFolder(folder_of(self._people_folder, person) / FOLDER)
