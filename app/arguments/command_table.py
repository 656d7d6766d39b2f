"""The commands of the terminal, in the order of the help."""

from typing import NamedTuple


class Command(NamedTuple):
    """A line of the help. ``module`` has ``run(options) -> exit code``, and ``arguments`` has
    ``add_arguments(parser)``. Both are imported on demand."""

    name: str
    module: str
    summary: str

    @property
    def arguments(self) -> str:
        """The module of the same name in ``app.arguments``, which needs no package."""
        return self.module.replace("app.commands", "app.arguments", 1)


DEFAULT = "app"
"""The command that runs when none is given."""

COMMANDS = (
    Command("app", "app.commands.window", "open the window (default)"),
    Command("demo", "app.commands.window", "open the window with the built-in demo camera"),
    Command("collect", "app.commands.collect", "collect face crops without the window"),
    Command("enrol", "app.commands.enrol", "store the references to verify against"),
    Command("verify", "app.commands.verify", "verify a face without the window"),
    Command("train", "app.commands.train", "train a model on the collected crops"),
    Command("models", "app.commands.models", "list, compare and select models"),
    Command("lockout", "app.commands.security.lockout", "list failed attempts, and unlock a person"),
    Command("audit", "app.commands.security.audit", "print or check the log of verifications"),
    Command("vault", "app.commands.security.vault", "encrypt the faces in the data folder"),
    Command("daemon", "app.commands.security.daemon", "verify on request of other programs"),
    Command("attack-test", "app.commands.security.attack_test", "try to fool the liveness checks yourself"),
    Command("score", "app.commands.score", "score every pair in a list of pictures"),
    Command("evaluate", "app.commands.evaluate", "measure the error rates of a model"),
    Command("show", "app.commands.show", "draw the crops, the pairs or the network"),
    Command("benchmark", "app.commands.benchmark", "measure the speed on this machine"),
    Command("doctor", "app.commands.doctor", "check what works on this machine"),
)
MODULES = {command.name: command.module for command in COMMANDS}
