"""Ask for the passphrase of an encrypted data folder."""

from collections.abc import Callable

from app.gui.screens.worker import BackgroundWorker
from app.gui.widgets.dialogs import TextDialog
from app.live.controller import AppController
from app.translation.catalogue import tr, translate


def ask_to_unlock(
    controller: AppController, worker: BackgroundWorker, unlocked: Callable[[], object], problem: str = ""
) -> None:
    """Ask until the passphrase is right, or the user cancels: the data folder then stays locked. ``problem``:
    with the passphrase before."""
    TextDialog(
        title=tr("Unlock your data"),
        explanation=tr("The faces in the data folder are encrypted."),
        problem=translate(problem),
        hint=tr("Passphrase"),
        verb=tr("Unlock"),
        secret=True,
        use_text=lambda passphrase: worker.run(
            lambda: controller.unlock(passphrase),
            lambda done: unlocked(),
            lambda message: ask_to_unlock(controller, worker, unlocked, message),
        ),
    ).open()
