from sameface.model.api import Sameface as Sameface
from sameface.model.api import Verification as Verification

__version__: str
