from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.storage.settings import Settings
from app.storage.thresholds import LevelError, effective_thresholds, require_level
from model.runtime.model_card import CalibrationRow, Card
from model.verification.decision import decide
from model.verification.security_levels import LEVEL_FMR, Level
from tests.support.bundles import PLAIN
from tests.support.strategies import SHARES, similarities

LEVELS = st.sampled_from(Level)
SETTINGS = st.builds(
    Settings,
    level=LEVELS,
    detection_threshold=st.none() | SHARES,
    verification_threshold=st.none() | SHARES,
)


@st.composite
def cards(draw) -> Card:
    """With a table in which rising similarity lets fewer strangers pass."""
    count = draw(st.integers(0, 8))
    rising = sorted(draw(st.lists(SHARES, min_size=count, max_size=count, unique=True)))
    rates = st.one_of(SHARES, st.sampled_from([0.02, 0.011, 0.01, 0.0002, 0.0001, 0.00009, 0.0]))
    falling = sorted(draw(st.lists(rates, min_size=count, max_size=count)), reverse=True)
    rows = [
        CalibrationRow(similarity=similarity, fmr=fmr, fmr_upper=1, fnmr=0)
        for similarity, fmr in zip(rising, falling, strict=True)
    ]
    own, verification = draw(SHARES), draw(SHARES)
    return replace(PLAIN, calibration=rows, detection_threshold=own, verification_threshold=verification)


@given(SETTINGS, cards(), similarities())
def test_without_a_model_or_a_measured_level_no_face_passes(settings, card, drawn):
    assert not decide(drawn, effective_thresholds(settings, None)).verified
    try:
        require_level(settings, card)
    except LevelError:
        assert not decide(drawn, effective_thresholds(settings, card)).verified


@given(SETTINGS, cards())
def test_what_the_user_chose_is_in_force(settings, card):
    thresholds = effective_thresholds(settings, card)
    if settings.detection_threshold is not None:
        assert thresholds.detection == settings.detection_threshold
    if settings.verification_threshold is not None:
        assert thresholds.verification == settings.verification_threshold


@given(st.sampled_from(sorted(set(Level) - {Level.BALANCED})), cards())
def test_no_more_strangers_match_than_the_level_says(level, card):
    detection = effective_thresholds(Settings(level=level), card).detection
    if detection < 1:
        matching = [row.fmr for row in card.calibration if row.similarity >= detection]
        assert max(matching, default=0) <= LEVEL_FMR[level]


@given(cards())
def test_strict_is_never_laxer_than_the_others(card):
    convenient, balanced, strict = (
        effective_thresholds(Settings(level=level), card).detection for level in Level
    )
    assert strict >= balanced
    assert strict >= convenient or convenient == 1
