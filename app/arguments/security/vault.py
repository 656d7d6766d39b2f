"""Options of ``vault``."""

import argparse

from training.jobs.arguments import path

FILE_ACTIONS = ("export", "import")
ACTIONS = ("status", "encrypt", "decrypt", "passphrase", "revoke", *FILE_ACTIONS, "accept")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "status: say how the data folder is protected (default). encrypt: encrypt it, or what was added to "
        "it. decrypt: store everything in the clear again. passphrase: set or change the passphrase. revoke: "
        "replace the key, so that older copies can no longer be read. export FILE: write everyone to an "
        "encrypted archive. import FILE: add the people in an archive. accept: trust this data folder after "
        "you replaced it yourself."
    )
    parser.add_argument("action", nargs="?", choices=ACTIONS, default="status", help="see above")
    parser.add_argument("file", nargs="?", type=path, metavar="FILE", help="the archive to export or import")
    parser.add_argument(
        "--passphrase",
        action="store_true",
        help="encrypt: keep the key under a passphrase, not in the system's keyring",
    )
