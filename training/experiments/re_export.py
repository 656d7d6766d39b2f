"""Export a bundle again from its Keras model, with new thresholds and rates, after the export has changed."""

import argparse
import sys

from model.network.bundle_import import load_siamese
from model.runtime.bundle import BundleError, load_bundle
from model.runtime.bundle_writer import ExportError
from training.distillation.data.lfw_samples import dev_train_samples
from training.distillation.finalize import FinalizeJob, evaluate_and_export
from training.jobs.arguments import path
from training.jobs.cli_job import format_rates, run_in_terminal
from training.jobs.progress import ReportProgress, ShouldStop
from training.lfw.folder import LfwFolder


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.experiments.re_export", description=__doc__)
    parser.add_argument("--bundle", type=path, required=True, help="bundle to export again; stays unchanged")
    parser.add_argument("--lfw", type=path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument("--work", type=path, required=True, help="cache folder for crops")
    parser.add_argument("--out", type=path, required=True, help="folder of the new bundle; must not exist")
    options = parser.parse_args()

    def export(report: ReportProgress, should_stop: ShouldStop) -> str:
        bundle, lfw = load_bundle(options.bundle), LfwFolder(options.lfw)
        parts = dev_train_samples(lfw, options.work, report, should_stop)
        job = FinalizeJob(lfw, options.work, options.out, report, should_stop)
        card = evaluate_and_export(load_siamese(bundle), parts, bundle.card.data, job)
        return format_rates(card.metrics)

    return run_in_terminal(export, BundleError, ExportError)


if __name__ == "__main__":
    sys.exit(main())
