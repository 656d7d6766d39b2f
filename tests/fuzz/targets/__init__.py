"""Everything that reads bytes from outside."""

from tests.fuzz.target import Target
from tests.fuzz.targets.bundle import BUNDLE
from tests.fuzz.targets.card import CARD
from tests.fuzz.targets.embeddings import EMBEDDINGS
from tests.fuzz.targets.head import HEAD
from tests.fuzz.targets.lfw import LFW
from tests.fuzz.targets.pairs import PAIRS
from tests.fuzz.targets.pictures import PICTURES
from tests.fuzz.targets.scores import SCORES
from tests.fuzz.targets.settings import SETTINGS

TARGETS: dict[str, Target] = {
    "pictures": PICTURES,
    "settings": SETTINGS,
    "card": CARD,
    "head": HEAD,
    "bundle": BUNDLE,
    "embeddings": EMBEDDINGS,
    "pairs": PAIRS,
    "scores": SCORES,
    "lfw": LFW,
}
