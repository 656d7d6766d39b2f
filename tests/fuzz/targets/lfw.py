"""The protocol files of Labeled Faces in the Wild, all with the same content."""

from collections.abc import Callable
from pathlib import Path

from tests.fuzz.target import Target
from training.lfw.folder import PAIRS_TEST, PAIRS_VIEW2, PEOPLE_TEST, PEOPLE_TRAIN, LfwError, LfwFolder

PROTOCOLS = (PAIRS_TEST, PAIRS_VIEW2, PEOPLE_TEST, PEOPLE_TRAIN)
PEOPLE = ("Ann_A", "Bob_B")


def accepts(content: bytes, folder: Path) -> bool:
    """Whether the content is valid for at least one of the files."""
    for person in PEOPLE:
        (folder / person).mkdir(exist_ok=True)
        (folder / person / f"{person}_0001.jpg").touch()
    for name in PROTOCOLS:
        (folder / name).write_bytes(content)
    lfw = LfwFolder(folder)
    accepted = [
        _is_accepted(read) for read in (lfw.dev_test_pairs, lfw.dev_train_people, lfw.dev_test_people)
    ]
    return any([*accepted, _is_accepted(lambda: check_fold_sizes(lfw))])


def _is_accepted(read: Callable[[], object]) -> bool:
    try:
        read()
    except LfwError:
        return False
    return True


def check_fold_sizes(lfw: LfwFolder) -> None:
    folds = lfw.view2_folds()
    assert len(folds) > 1
    assert len({len(fold) for fold in folds}) == 1, "all folds have one size"
    assert all(len(fold) % 2 == 0 for fold in folds)


def seeds() -> dict[str, bytes]:
    same, different = b"Ann_A\t1\t2\n", b"Ann_A\t1\tBob_B\t1\n"
    return {
        "pairsDevTest": b"2\n" + 2 * same + 2 * different,
        "pairs": b"2\t2\n" + 2 * (2 * same + 2 * different),
        "people": b"2\nAnn_A\t2\nBob_B\t1\n",
    }


LFW = Target(
    accepts=accepts,
    seeds=seeds,
    words=(
        b"Ann_A",
        b"Bob_B",
        b"2\t2\n",
        b"\t",
        b"\x1c",
        b"\xe2\x80\xa8",
        b"\xd9\xa1",
        b"\xc2\xb2",
        b"../",
        b"\0",
    ),
)
