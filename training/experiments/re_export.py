"""Writes a bundle anew from what it learned, its thresholds chosen and judged again:
``python -m training.experiments.re_export --help``. For when the export of a bundle has changed.
"""

import argparse
import sys

from model.network.bundle_import import load_siamese
from model.runtime.bundle import BundleError, load_bundle
from model.runtime.bundle_writer import ExportError
from training.distillation.finalize import Errand, dev_train_parts, judge_and_export
from training.jobs.arguments import path
from training.jobs.cli_job import format_rates, run_in_terminal
from training.jobs.progress import ReportProgress, ShouldStop
from training.lfw.folder import LfwFolder


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.experiments.re_export", description=__doc__)
    parser.add_argument("--bundle", type=path, required=True, help="the one to renew; it stays as it is")
    parser.add_argument("--lfw", type=path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument("--work", type=path, required=True, help="folder that keeps crops")
    parser.add_argument("--out", type=path, required=True, help="folder of the new one; must not exist")
    given = parser.parse_args()

    def job(report: ReportProgress, should_stop: ShouldStop) -> str:
        bundle, lfw = load_bundle(given.bundle), LfwFolder(given.lfw)
        parts = dev_train_parts(lfw, given.work, report, should_stop)
        errand = Errand(lfw, given.work, given.out, report, should_stop)
        card = judge_and_export(load_siamese(bundle), parts, bundle.card.data, errand)
        return format_rates(card.metrics)

    return run_in_terminal(job, BundleError, ExportError)


if __name__ == "__main__":
    sys.exit(main())
