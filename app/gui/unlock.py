"""Ask for the passphrase of an encrypted data folder."""

from collections.abc import Callable

from app.gui.screens.worker import BackgroundWorker
from app.gui.widgets.dialogs import TextDialog
from app.live.controller import AppController
from app.translation.catalogue import tr


def ask_to_unlock(
    controller: AppController,
    worker: BackgroundWorker,
    unlocked: Callable[[], object],
    failed: Callable[[str], object],
) -> None:
    """Ask until the passphrase is right, or the user cancels: the data folder then stays locked."""

    def refuse(message: str) -> None:
        failed(message)
        ask_to_unlock(controller, worker, unlocked, failed)

    TextDialog(
        title=tr("Unlock your data"),
        explanation=tr("The faces in the data folder are encrypted."),
        hint=tr("Passphrase"),
        verb=tr("Unlock"),
        secret=True,
        use_text=lambda passphrase: worker.run(
            lambda: controller.unlock(passphrase), lambda done: unlocked(), refuse
        ),
    ).open()
