"""Error rates of an attack test, as ISO/IEC 30107-3 defines them."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.attack_test.species import Species
from model.liveness.mode import LivenessMode
from model.verification.attempt import AttemptState, Ending
from training.metrics.confidence import clopper_pearson


@dataclass(frozen=True, slots=True)
class Presentation:
    """One try. ``bona_fide``: the liveness checks took it for a live person; None: they could not tell.
    ``verified``: liveness and identity passed. ``seconds``: how long the attempt took."""

    species: Species
    ending: Ending
    reason: str
    bona_fide: bool | None
    verified: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Rate:
    """``count`` of ``trials``, with the exact 95 % interval of Clopper and Pearson. None without a trial."""

    count: int
    trials: int
    value: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class SpeciesRates:
    """``error``: APCER of an attack, BPCER of live presentations. ``non_response``: APNRR and BPNRR.
    ``accepted``: IAPAR of an attack, the share that the whole system verified; of live presentations, the
    share that it verified."""

    species: Species
    error: Rate
    non_response: Rate
    accepted: Rate


@dataclass(frozen=True, slots=True)
class AttackReport:
    """``species``: the worst attack first, live presentations last."""

    person: str
    liveness: LivenessMode
    created: str
    species: tuple[SpeciesRates, ...]
    presentations: tuple[Presentation, ...]


def presentation(species: Species, attempt: AttemptState) -> Presentation:
    """``attempt`` has ended, and required liveness checks."""
    if attempt.ending is None or not attempt.liveness:
        raise ValueError(f"The attempt must have ended, with liveness checks. Received: {attempt}")
    passed = all(result.passed for result in attempt.liveness)
    denied = attempt.ending is Ending.NOT_LIVE
    return Presentation(
        species=species,
        ending=attempt.ending,
        reason=str(attempt.reason),
        bona_fide=True if passed or attempt.verified else False if denied else None,
        verified=attempt.verified,
        seconds=round(attempt.seconds, 2),
    )


def rates_by_species(presentations: Sequence[Presentation]) -> tuple[SpeciesRates, ...]:
    tried = [species for species in Species if any(one.species is species for one in presentations)]
    rates = [rates_of(species, presentations) for species in tried]
    return tuple(sorted(rates, key=lambda one: (one.species.is_attack, one.error.value or 0.0), reverse=True))


def rates_of(species: Species, presentations: Sequence[Presentation]) -> SpeciesRates:
    """APCER counts attacks that were taken for bona fide, BPCER bona fide ones that were taken for attacks.
    A non-response is neither, and stays in the denominator."""
    mine = [one for one in presentations if one.species is species]
    wrong = species.is_attack
    return SpeciesRates(
        species=species,
        error=rate(sum(one.bona_fide is wrong for one in mine), len(mine)),
        non_response=rate(sum(one.bona_fide is None for one in mine), len(mine)),
        accepted=rate(sum(one.verified for one in mine), len(mine)),
    )


def rate(count: int, trials: int) -> Rate:
    if trials == 0:
        return Rate(0, 0, None, None, None)
    lower, upper = clopper_pearson(count, trials)
    return Rate(count, trials, count / trials, lower, upper)
