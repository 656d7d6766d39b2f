"""References without their pictures: a file with one embedding each, which only its network can compare."""

from collections.abc import Sequence
from pathlib import Path

from app.references.rejection import NewFinder, ReferenceProblem, collect_problems
from app.storage.errors import translate_os_errors
from app.storage.jpeg_folder import JPEG_QUALITY
from model.messages.message import Message
from model.runtime.embedding_file import EmbeddingFile, Key, encode_embeddings, key_of
from model.runtime.similarity_head import Embedding
from model.verification.matcher import Embedder
from model.vision.face_crop import crop_or_single_face
from model.vision.frame import RgbImage
from model.vision.image_file import decode_image, encode_jpeg, image_file_content, recompress

SUFFIX = ".template"
OTHER_MODEL = Message("It is an embedding of another model, or damaged.")


def read_template(path: Path, network: str) -> tuple[Key, Embedding] | None:
    """None when the file is damaged, or of another network than the one with this digest. Raises
    LockedError."""
    rows = EmbeddingFile(path, network).read()
    return next(iter(rows.items()), None)


def encode_templates(crops: Sequence[RgbImage], network: str, embedder: Embedder) -> list[bytes]:
    """The content of a file for each crop, with the embedding that the stored picture would have."""
    rows = embedder.embed([recompress(crop, JPEG_QUALITY) for crop in crops])
    return [
        encode_embeddings(network, {template_key(crop): row}) for crop, row in zip(crops, rows, strict=True)
    ]


def template_key(crop: RgbImage) -> Key:
    """The key of the template of ``crop``: the digest of the picture that would have been stored."""
    return key_of(encode_jpeg(crop, JPEG_QUALITY))


def replace_by_templates(
    pictures: Sequence[Path], network: str, embedder: Embedder, new_finder: NewFinder
) -> list[ReferenceProblem]:
    """Store the embedding of each of ``pictures``, then delete the picture. Those whose face cannot be used
    stay, and are returned. Raises StoreError and LockedError."""
    problems = list[ReferenceProblem]()
    for path in pictures:
        with collect_problems(path, problems), translate_os_errors(Message("store the embedding of"), path):
            content = image_file_content(path)
            crop = crop_or_single_face(decode_image(path, content), new_finder)
            row = embedder.embed([crop])[0]
            EmbeddingFile(path.with_suffix(SUFFIX), network).write({key_of(content): row})
            path.unlink()
    return problems
