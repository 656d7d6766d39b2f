"""``score``: the similarity of the two faces in each pair of a list."""

import argparse
import signal
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from app.commands.configuration import configure
from app.scoring.pair_csv import PairList, PairListError
from app.scoring.pair_scorer import MAX_WORKERS, ScoringSummary, score
from app.scoring.provenance import Provenance, ProvenanceMismatchError
from app.scoring.worker_pool import Worker
from app.scoring.worker_process import FaceWorker
from app.storage.model_store import ModelStore
from app.storage.paths import Paths
from app.system.exit_codes import Exit, fail
from model.api import Embedding, Sameface
from model.runtime.embedding_pool import usable_cores
from model.storage.json_codec import escaped
from model.storage.output_file import OutputFileError, require_output_file
from model.terminal.plurals import counted
from model.terminal.standard_streams import write_answer
from training.jobs.progress import JobError, ReportProgress, ShouldStop
from training.jobs.progress_bar import progress_bar
from training.jobs.stop_signals import install_stop_signals


@dataclass(frozen=True, slots=True)
class ScoreOptions:
    """``bundle``: the folder of a model; None: the model in use. ``cluster``: the address of a Dask
    scheduler; None: this machine."""

    paths: Paths
    pairs: Path
    out: Path
    bundle: Path | None
    cluster: str | None = None


def run(options: argparse.Namespace) -> int:
    paths, _ = configure(options)
    return score_pairs(ScoreOptions(paths, options.pairs, options.out, options.bundle, options.cluster))


def score_pairs(options: ScoreOptions) -> int:
    """Score the pairs, print how many and how fast, and return the exit code."""
    stop = install_stop_signals(signal.SIGINT)
    try:
        with progress_bar() as report:
            summary = _score(options, report, stop.is_set)
    except (FileNotFoundError, PairListError, ProvenanceMismatchError, OutputFileError) as error:
        return fail(error, Exit.USAGE)
    except (OSError, ValueError, JobError) as error:
        return fail(error, Exit.COULD_NOT)
    if summary.rows < summary.total:
        stopped = f"Stopped after {summary.rows:,} of {counted(summary.total, 'pair')}"
        return fail(f"{stopped}. Run the same command again to continue.", Exit.INTERRUPTED)
    write_answer(_format_summary(summary, options.out))
    return Exit.DONE


def _score(options: ScoreOptions, report: ReportProgress, should_stop: ShouldStop) -> ScoringSummary:
    if options.bundle and not options.bundle.is_dir():
        raise FileNotFoundError(f"There is no folder {options.bundle}. Name a model bundle with --bundle.")
    pairs = PairList(options.pairs)
    require_output_file(options.out, "--out")
    models = ModelStore(options.paths.models)
    folder = options.bundle or models.folder_of(models.current)
    sameface = Sameface(folder)
    provenance = Provenance(sameface.card.name, sameface.card.digest, escaped(str(pairs.folder)))
    with ExitStack() as stack:
        workers = _workers(options.cluster, folder, stack)

        def compare(one: Embedding, other: Embedding) -> float:
            return float(sameface.compare(one, other))

        return score(pairs, options.out, provenance, workers, compare, report, should_stop)


def _workers(cluster: str | None, folder: Path, stack: ExitStack) -> Sequence[Worker]:
    """Processes on this machine, or tasks on the cluster. Raises ClusterError."""
    if cluster is None:
        cores = min(usable_cores(), MAX_WORKERS)
        return [stack.enter_context(closing(FaceWorker(folder))) for _ in range(cores)]
    from training.cluster.connection import cluster_client

    client = stack.enter_context(cluster_client(cluster))
    from app.scoring.cluster_worker import cluster_workers

    return cluster_workers(client, folder)


def _format_summary(summary: ScoringSummary, out: Path) -> str:
    if not summary.total:
        return f"The list contains no pairs, so {out} contains no scores."
    if not summary.new:
        return f"Nothing to do: {out} already contains the scores of {counted(summary.total, 'pair')}."
    rate = summary.new / max(summary.seconds, 1e-9)
    sentence = (
        f"{counted(summary.new, 'pair')} scored, {rate:.1f} pairs/s. {out} contains {summary.total:,} in all."
    )
    if not summary.unscored:
        return sentence
    return f"{sentence} Without a similarity: {summary.unscored:,}. The column status says why."
