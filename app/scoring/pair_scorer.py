"""A list of pairs of pictures gets its scores, by several workers and in its order."""

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.scoring.append_file import ScoreFile, appending_to
from app.scoring.face_embedding import Sight
from app.scoring.future_cache import Remembered
from app.scoring.ordered_map import in_order
from app.scoring.pair_csv import Pair, PairList
from app.scoring.provenance import Origin, claimed
from app.scoring.resource_pool import lending
from app.scoring.resume import finished
from app.scoring.score_csv import header
from app.scoring.score_row import OK, Compare, Scored, begun
from training.jobs.progress import Progress, ReportProgress, ShouldStop

ROWS_AHEAD = 256
"""Enough that no worker waits while one reads a large photograph; what Ctrl-C throws away."""
REMEMBERED_PICTURES = 32_768
"""Each takes about 2.7 kB."""
MOST_WORKERS = 16
"""Each takes about 100 MB."""


class Worker(Protocol):
    def look(self, path: Path) -> Sight:
        """What the picture shows."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``rows`` of ``total`` are in the score file. ``new`` of them since this start, in ``seconds``, and
    ``unscored`` of these without a similarity."""

    rows: int
    total: int
    new: int
    unscored: int
    seconds: float


def score(
    pairs: PairList,
    out: Path,
    origin: Origin,
    workers: Sequence[Worker],
    compare: Compare,
    report: ReportProgress,
    should_stop: ShouldStop,
) -> Outcome:
    """Write a score for every row, or for the rows that are not in ``out`` yet, until asked to stop.

    Raises PairListError, OtherOriginError, OutputFileError, StoreError (BusyError while another process
    writes ``out``) and OSError; what was written stays.
    """
    report(Progress("reading the list", 0, 0))
    total = sum(1 for _ in pairs.cells())
    with claimed(out, origin):
        done = finished(out, pairs)
        with (
            scores_of(pairs.pairs_from(done.rows), workers, compare) as scores,
            appending_to(out, done.size) as file,
        ):
            if not done.size:
                file.append(header(pairs.header))
            return _append(scores, file, done.rows, total, report, should_stop)


@contextmanager
def scores_of(
    rows: Iterable[Pair], workers: Sequence[Worker], compare: Compare
) -> Iterator[Iterator[Scored]]:
    """The scores in the order of ``rows``. Each worker is used by one thread at a time."""
    pool = ThreadPoolExecutor(len(workers))
    look_with_one = lending(workers, _look)
    remembered: Remembered[Path, Sight] = Remembered(
        lambda path: pool.submit(look_with_one, path), REMEMBERED_PICTURES
    )
    try:
        yield in_order(iter(rows), lambda pair: begun(pair, remembered, compare), ROWS_AHEAD)
    finally:
        pool.shutdown(cancel_futures=True)


def _look(path: Path, worker: Worker) -> Sight:
    return worker.look(path)


def _append(
    scores: Iterator[Scored],
    file: ScoreFile,
    before: int,
    total: int,
    report: ReportProgress,
    should_stop: ShouldStop,
) -> Outcome:
    """``before``: how many rows the file has."""
    new = unscored = 0
    start = time.monotonic()
    for scored in scores:
        file.append(scored.record())
        new, unscored = new + 1, unscored + (scored.status != OK)
        report(Progress("scoring", before + new, total, f"{unscored} without a similarity"))
        if should_stop():
            break
    return Outcome(before + new, total, new, unscored, time.monotonic() - start)
