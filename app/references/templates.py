"""References without their pictures: a file with one embedding each, which only its network can compare."""

from collections.abc import Sequence
from pathlib import Path

from app.references.rejection import NewFinder, ReferenceProblem, collect_problems
from app.storage.errors import translate_os_errors
from model.runtime.embedding_file import EmbeddingFile, Key, key_of
from model.runtime.similarity_head import Embedding
from model.verification.matcher import Embedder
from model.vision.face_crop import crop_or_single_face
from model.vision.image_file import decode_image, image_file_content

SUFFIX = ".template"
OTHER_MODEL = "It is an embedding of another model, or damaged. Enrol again to verify with this model."


def read_template(path: Path, network: str) -> tuple[Key, Embedding] | None:
    """None when the file is damaged, or of another network than the one with this digest. Raises
    LockedError."""
    rows = EmbeddingFile(path, network).read()
    return next(iter(rows.items()), None)


def replace_by_templates(
    pictures: Sequence[Path], network: str, embedder: Embedder, new_finder: NewFinder
) -> list[ReferenceProblem]:
    """Store the embedding of each of ``pictures``, then delete the picture. Those whose face cannot be used
    stay, and are returned. Raises StoreError and LockedError."""
    problems = list[ReferenceProblem]()
    for path in pictures:
        with collect_problems(path, problems), translate_os_errors("store the embedding of", path):
            content = image_file_content(path)
            crop = crop_or_single_face(decode_image(path, content), new_finder)
            row = embedder.embed([crop])[0]
            EmbeddingFile(path.with_suffix(SUFFIX), network).write({key_of(content): row})
            path.unlink()
    return problems
