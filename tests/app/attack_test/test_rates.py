import pytest

from app.attack_test.page import LIMITS, render_page, report_lines
from app.attack_test.rates import AttackReport, Presentation, Rate, presentation, rates_by_species, rates_of
from app.attack_test.species import INSTRUCTIONS, Species
from model.liveness.mode import LivenessMode
from model.liveness.result import LayerStatus
from model.verification.attempt import Attempt, Ending
from tests.support.adversary import LAYERS, NO, Shown, mount

TOOK_FOR_LIVE, TOOK_FOR_ATTACK, UNSURE = True, False, None


def tried(species: Species, *classified: bool | None, verified: int = 0) -> list[Presentation]:
    return [
        Presentation(species, Ending.NOT_SAME, "", one, number < verified, 1.0)
        for number, one in enumerate(classified)
    ]


def test_an_attack_that_is_taken_for_live_is_an_error_and_a_live_person_taken_for_an_attack_is_one():
    mixed = (TOOK_FOR_LIVE, TOOK_FOR_ATTACK, TOOK_FOR_ATTACK, UNSURE)
    attack = rates_of(Species.FLAT, tried(Species.FLAT, *mixed, verified=1))
    live = rates_of(Species.LIVE, tried(Species.LIVE, *mixed, verified=1))
    assert (attack.error.count, live.error.count) == (1, 2)
    assert attack.non_response.count == live.non_response.count == 1
    assert (attack.accepted.value, attack.error.trials) == (0.25, 4)


def test_the_worst_species_comes_first_and_live_people_last():
    done = [
        *tried(Species.LIVE, TOOK_FOR_LIVE),
        *tried(Species.FLAT, TOOK_FOR_ATTACK, TOOK_FOR_ATTACK),
        *tried(Species.REPLAY, TOOK_FOR_LIVE, TOOK_FOR_ATTACK),
    ]
    assert [rates.species for rates in rates_by_species(done)] == [Species.REPLAY, Species.FLAT, Species.LIVE]


def test_intervals_are_exact():
    error = rates_of(Species.FLAT, tried(Species.FLAT, *[TOOK_FOR_ATTACK] * 51)).error
    assert (error.value, error.lower) == (0.0, 0.0)
    assert error.upper == pytest.approx(0.0698, abs=1e-4)


def test_without_tries_there_is_no_rate():
    assert rates_of(Species.FLAT, []).error == Rate(0, 0, None, None, None)


PASSED, FAILED, CANNOT_TELL = LayerStatus.PASSED, LayerStatus.FAILED, LayerStatus.CANNOT_TELL
ATTEMPTS = {
    "verified": ([Shown()] * 3, True, True),
    "live, but somebody else": ([Shown(NO)] * 3, True, False),
    "denied": ([Shown(statuses=(PASSED, FAILED))], False, False),
    "cannot tell": ([Shown(statuses=(PASSED, CANNOT_TELL))] * 9, None, False),
}


@pytest.mark.parametrize(("frames", "bona_fide", "verified"), ATTEMPTS.values(), ids=ATTEMPTS)
def test_attempts_are_classified_by_their_liveness_checks(frames, bona_fide, verified):
    attempt = Attempt(3, LAYERS)
    mount(attempt, frames)
    attempt.finish()
    one = presentation(Species.FLAT, attempt.state)
    assert (one.bona_fide, one.verified) == (bona_fide, verified)


def test_an_attempt_without_liveness_checks_is_no_presentation():
    attempt = Attempt(1)
    attempt.finish()
    with pytest.raises(ValueError, match="with liveness checks"):
        presentation(Species.FLAT, attempt.state)


def test_the_page_escapes_and_has_every_rate():
    done = [*tried(Species.FLAT, *[TOOK_FOR_ATTACK] * 10), *tried(Species.LIVE, TOOK_FOR_LIVE)]
    report = AttackReport("<b>", LivenessMode.DEPTH, "today", rates_by_species(done), tuple(done))
    page = render_page(report)
    assert "Attack test of &lt;b&gt;" in page
    assert all(limit in page for limit in LIMITS)
    assert "0.0% (0 of 10; 95 % interval 0.0% to 30.8%)" in page
    lines = report_lines(report)
    assert [line.split()[2] for line in lines[1:4]] == ["APCER", "APNRR", "IAPAR"]
    assert "BPCER" in lines[4]


def test_every_species_has_an_instruction():
    assert INSTRUCTIONS.keys() == set(Species)
