"""The crops that were kept last, of all kinds."""

from pathlib import Path

from app.presenters.people.people import PictureView, thumbnail
from app.storage.crop_store import CropKind, CropStore
from app.translation.catalogue import tr, translatable
from model.vision.frame import RgbImage

RECENT_CROPS = 8
KIND_NAMES = {
    CropKind.ANCHOR: translatable("anchor"),
    CropKind.POSITIVE: translatable("positive"),
    CropKind.NEGATIVE: translatable("negative"),
}


def recent_crops(crops: CropStore, person: str) -> list[PictureView]:
    """Newest first. Raises StoreError."""
    kept = [(path, kind) for kind in CropKind for path in crops.paths(person, kind)[-RECENT_CROPS:]]
    newest = sorted(kept, key=lambda one: one[0].name, reverse=True)[:RECENT_CROPS]
    return [picture_of(path, thumbnail(path), kind) for path, kind in newest]


def picture_of(path: Path, crop: RgbImage | None, kind: CropKind) -> PictureView:
    """Labelled with its kind."""
    return PictureView(path, crop, tr(KIND_NAMES[kind]))
