from pathlib import Path

from app.presenters.collecting.recent import RECENT_CROPS, recent_crops
from app.storage.crop_store import CropKind, CropStore
from tests.support.fakes import sharp_image


def test_the_last_crops_of_all_kinds_come_newest_first(tmp_path: Path) -> None:
    store = CropStore(tmp_path)
    kept = [store.save("Ada", kind, sharp_image()) for kind in [*CropKind] * 4]

    shown = recent_crops(store, "Ada")

    assert [picture.path for picture in shown] == kept[::-1][:RECENT_CROPS]
    assert [picture.look for picture in shown[:3]] == ["negative", "positive", "anchor"]


def test_before_the_first_crop_there_are_none(tmp_path: Path) -> None:
    assert recent_crops(CropStore(tmp_path), "Ada") == []
