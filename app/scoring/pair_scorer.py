"""Score a list of pairs with several workers, in the order of the list."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.scoring.append_file import ScoreFile, open_score_file
from app.scoring.face_embedding import FaceResult
from app.scoring.future_cache import FutureCache
from app.scoring.ordered_map import ordered_map
from app.scoring.pair_csv import Pair, PairList
from app.scoring.provenance import Provenance, exclusive_output
from app.scoring.resume import find_resume_point
from app.scoring.score_csv import header
from app.scoring.score_row import OK, Compare, ScoredPair, start_scoring
from app.scoring.worker_pool import Worker, WorkerPool
from model.messages.message import Message
from training.jobs.progress import Progress, ReportProgress, ShouldStop

ROWS_AHEAD = 256
"""Enough to keep all workers busy while one reads a large photograph. Ctrl-C discards as many."""
MAX_CACHED_EMBEDDINGS = 32_768
"""Each takes about 2.7 kB."""
MAX_WORKERS = 16
"""Each takes about 100 MB."""


@dataclass(frozen=True, slots=True)
class ScoringSummary:
    """``rows`` of ``total`` are in the score file. This run added ``new`` of them in ``seconds``; of these,
    ``unscored`` have no similarity."""

    rows: int
    total: int
    new: int
    unscored: int
    seconds: float


def score(
    pairs: PairList,
    out: Path,
    provenance: Provenance,
    workers: Sequence[Worker],
    compare: Compare,
    report: ReportProgress,
    should_stop: ShouldStop,
) -> ScoringSummary:
    """Write a score for each row that ``out`` lacks, until ``should_stop``.

    Raises PairListError, ProvenanceMismatchError, OutputFileError, OSError and StoreError (BusyError while
    another process writes ``out``). Rows in ``out`` are kept.
    """
    report(Progress(Message("reading the list"), 0, 0))
    total = sum(1 for _ in pairs.cells())
    with exclusive_output(out, provenance):
        done = find_resume_point(out, pairs)
        with (
            score_rows(pairs.pairs_from(done.rows), workers, compare) as scores,
            open_score_file(out, done.size) as file,
        ):
            if not done.size:
                file.append(header(pairs.header))
            return _append(scores, file, done.rows, total, report, should_stop)


@contextmanager
def score_rows(
    rows: Iterable[Pair], workers: Sequence[Worker], compare: Compare
) -> Iterator[Iterator[ScoredPair]]:
    """The scores, in the order of ``rows``. One thread at a time uses a worker."""
    with closing(WorkerPool(workers)) as pool:
        embed: FutureCache[Path, FaceResult] = FutureCache(pool.embed_face, MAX_CACHED_EMBEDDINGS)
        yield ordered_map(iter(rows), lambda pair: start_scoring(pair, embed, compare), ROWS_AHEAD)


def _append(
    scores: Iterator[ScoredPair],
    file: ScoreFile,
    before: int,
    total: int,
    report: ReportProgress,
    should_stop: ShouldStop,
) -> ScoringSummary:
    """``before``: the number of rows in the file."""
    new = unscored = 0
    start = time.monotonic()
    for scored in scores:
        file.append(scored.record())
        new, unscored = new + 1, unscored + (scored.status != OK)
        report(
            Progress(
                Message("scoring"),
                before + new,
                total,
                Message("{count} without a similarity", count=unscored),
            )
        )
        if should_stop():
            break
    return ScoringSummary(before + new, total, new, unscored, time.monotonic() - start)
