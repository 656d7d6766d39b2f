"""The count of failures against everything that could give attempts back."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.lockout.failure_file import DamagedRecordError, FailureLog, decode_failures, encode_failures
from app.lockout.policy import FREE_FAILURES, MAX_DELAY_S, MAX_FAILURES, FailureRecord
from app.lockout.try_limiter import FILE, TryLimiter
from app.lockout.uptime import Uptime
from app.storage.errors import StoreError
from app.storage.outside_copy import STATE_VARIABLE, StateFolder
from app.storage.paths import Paths
from app.storage.people import PersonNameError
from app.vault import management
from app.vault.vault import Vault, encrypted_folders
from model.storage.encrypted_file import set_cipher
from tests.support.fake_keyring import FakeKeyring


class Clock:
    """An uptime that a test moves."""

    def __init__(self) -> None:
        self.now = Uptime(1000.0, "first boot")

    def __call__(self) -> Uptime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now = Uptime(self.now.seconds + seconds, self.now.boot)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(STATE_VARIABLE, str(tmp_path / "state"))
    return tmp_path / "data"


@pytest.fixture
def limiter(data: Path, clock: Clock) -> TryLimiter:
    return TryLimiter(data, uptime=clock)


def fail(limiter: TryLimiter, times: int, clock: Clock, person: str = "ada") -> None:
    for _ in range(times):
        assert limiter.begin(person).allowed
        clock.wait(1)
        clock.wait(limiter.fail(person).wait_s)


def lock(limiter: TryLimiter, clock: Clock) -> None:
    """Fail until the next attempt must wait."""
    fail(limiter, FREE_FAILURES - 1, clock)
    limiter.begin("ada")
    limiter.fail("ada")


def forget_ciphers(data: Path) -> None:
    for folder in encrypted_folders(Paths(data)):
        set_cipher(folder, None)


class TestCounting:
    def test_five_failures_are_free_and_the_sixth_waits_30_seconds(self, limiter, clock) -> None:
        lock(limiter, clock)
        assert limiter.status("ada").wait_s == 30
        assert not limiter.begin("ada").allowed
        clock.wait(30)
        assert limiter.begin("ada").allowed

    def test_a_refused_attempt_does_not_lengthen_the_wait(self, limiter, clock) -> None:
        lock(limiter, clock)
        clock.wait(29)
        limiter.begin("ada")
        assert limiter.status("ada").wait_s == 1

    def test_a_success_forgets_the_failures(self, limiter, clock) -> None:
        fail(limiter, 4, clock)
        limiter.begin("ada")
        limiter.succeed("ada")
        assert limiter.status("ada").failures == 0

    def test_an_attempt_that_was_not_judged_does_not_count(self, limiter, clock) -> None:
        fail(limiter, 2, clock)
        limiter.begin("ada")
        assert limiter.withdraw("ada").failures == 2
        limiter.begin("bob")
        assert limiter.withdraw("bob").failures == 0

    def test_people_are_counted_apart_but_not_the_spellings_of_a_name(self, limiter, clock) -> None:
        lock(limiter, clock)
        assert limiter.status("bob").allowed
        assert not limiter.status("Ada").allowed
        with pytest.raises(PersonNameError):
            limiter.begin("../ada")

    def test_after_50_failures_only_the_owner_helps(self, limiter, clock, data) -> None:
        fail(limiter, 1, clock)
        almost = FailureLog(99).with_record("ada", FailureRecord(MAX_FAILURES - 1, clock.now))
        (data / FILE).write_bytes(encode_failures(almost))
        clock.wait(MAX_DELAY_S)
        fail(limiter, 1, clock)
        clock.wait(1e9)
        assert limiter.status("ada").disabled
        assert not limiter.begin("ada").allowed
        limiter.unlock("ada")
        assert limiter.status("ada").allowed

    def test_the_files_contain_no_names(self, limiter, clock, data) -> None:
        fail(limiter, 1, clock, "ada")
        assert b"ada" not in (data / FILE).read_bytes()


class TestAttacks:
    def test_killing_the_attempt_before_it_ends_does_not_help(self, limiter, clock) -> None:
        for _ in range(FREE_FAILURES):
            assert limiter.begin("ada").allowed
        assert not limiter.begin("ada").allowed

    def test_a_restart_does_not_help(self, limiter, clock, data) -> None:
        lock(limiter, clock)
        assert TryLimiter(data, uptime=clock).status("ada").wait_s == 30

    def test_setting_the_clock_on_the_wall_does_not_help(self, limiter, clock, monkeypatch) -> None:
        lock(limiter, clock)
        monkeypatch.setattr("time.time", lambda: 4e9)
        assert limiter.status("ada").wait_s == 30

    def test_after_a_reboot_only_its_own_time_counts(self, limiter, clock) -> None:
        lock(limiter, clock)
        clock.now = Uptime(10.0, "second boot")
        assert limiter.status("ada").wait_s == 20

    def test_an_older_data_folder_that_is_put_back_gives_no_attempts_back(
        self, limiter, clock, data, tmp_path
    ) -> None:
        fail(limiter, 1, clock)
        shutil.copytree(data, tmp_path / "backup")
        lock(limiter, clock)
        shutil.rmtree(data)
        shutil.copytree(tmp_path / "backup", data)
        assert not limiter.status("ada").allowed

    def test_deleting_the_record_gives_no_attempts_back(self, limiter, clock, data) -> None:
        lock(limiter, clock)
        (data / FILE).unlink()
        assert not limiter.status("ada").allowed

    def test_a_lost_state_folder_is_replaced_from_the_data_folder(
        self, limiter, clock, data, tmp_path
    ) -> None:
        fail(limiter, 3, clock)
        shutil.rmtree(tmp_path / "state")
        assert limiter.status("ada").failures == 3
        fail(limiter, 1, clock)
        assert StateFolder(data).read(FILE) == (data / FILE).read_bytes()

    @pytest.mark.parametrize("where", ["inside", "outside"])
    def test_a_damaged_record_allows_no_try(self, limiter, clock, data, where) -> None:
        fail(limiter, 1, clock)
        content = bytearray((data / FILE).read_bytes())
        content[len(content) // 2] ^= 1
        if where == "inside":
            (data / FILE).write_bytes(content)
        else:
            StateFolder(data).write(FILE, bytes(content))
        status = limiter.status("bob")
        assert (status.allowed, status.damaged) == (False, True)
        assert limiter.begin("ada").damaged
        assert limiter.succeed("ada").damaged
        limiter.unlock("ada")
        assert limiter.status("bob").allowed

    def test_every_flipped_bit_is_noticed(self) -> None:
        content = encode_failures(FailureLog().with_record("ada", FailureRecord(7, Uptime(12.5, "boot"))))
        for position in range(len(content) * 8):
            flipped = bytearray(content)
            flipped[position // 8] ^= 1 << position % 8
            with pytest.raises(DamagedRecordError):
                decode_failures(bytes(flipped))

    @pytest.mark.parametrize("count", [0, -3, 1.5, "5", None])
    def test_impossible_counts_are_refused(self, count) -> None:
        content = encode_failures(FailureLog().with_record("ada", FailureRecord(count, Uptime(1.0))))
        with pytest.raises(DamagedRecordError):
            decode_failures(content)

    def test_two_threads_together_get_no_more_than_the_free_attempts(self, data, clock) -> None:
        with ThreadPoolExecutor(4) as pool:
            begun = list(pool.map(lambda _: TryLimiter(data, uptime=clock).begin("ada").allowed, range(12)))
        assert sum(begun) == FREE_FAILURES

    def test_nothing_begins_when_the_attempt_cannot_be_counted(self, limiter, data) -> None:
        data.write_text("a file where the data folder should be")
        with pytest.raises(StoreError):
            limiter.begin("ada")


def test_without_a_place_outside_the_count_goes_on_inside(data, clock, tmp_path, caplog) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    limiter = TryLimiter(data, uptime=clock)
    lock(limiter, clock)
    assert not limiter.status("ada").allowed
    assert "outside the data folder was not written" in caplog.text


class TestKeyringCounter:
    """The key of the data folder is in the system's keyring, and with it a counter."""

    @pytest.fixture(autouse=True)
    def encrypted(self, data, system_keyring: FakeKeyring) -> Iterator[None]:
        self.keyring, self.vault = system_keyring, Vault(Paths(data))
        management.encrypt(self.vault, passphrase=None, in_keyring=True)
        yield
        forget_ciphers(data)

    @pytest.fixture
    def rolled_back(self, limiter, clock, data, tmp_path) -> TryLimiter:
        """Both copies are those from before the last failures."""
        fail(limiter, 1, clock)
        for folder in (data, tmp_path / "state"):
            shutil.copytree(folder, tmp_path / "backup" / folder.name)
        lock(limiter, clock)
        for folder in (data, tmp_path / "state"):
            shutil.rmtree(folder)
            shutil.copytree(tmp_path / "backup" / folder.name, folder)
        return TryLimiter(data, uptime=clock)

    def test_both_copies_put_back_give_no_attempts_back(self, rolled_back) -> None:
        assert (rolled_back.status("ada").damaged, rolled_back.begin("bob").allowed) == (True, False)

    def test_the_owner_unlocks_after_that(self, rolled_back, clock) -> None:
        rolled_back.unlock("ada")
        assert rolled_back.status("ada").failures == 0
        lock(rolled_back, clock)
        assert rolled_back.status("ada").wait_s == 30

    def test_without_both_copies_nothing_begins(self, limiter, clock, data, tmp_path) -> None:
        fail(limiter, 1, clock)
        (data / FILE).unlink()
        shutil.rmtree(tmp_path / "state")
        assert limiter.status("ada").damaged

    def test_an_attempt_that_is_killed_before_it_is_counted_there_locks_nobody_out(
        self, limiter, clock, data
    ) -> None:
        fail(limiter, 1, clock)
        ahead = FailureLog(50).with_record("ada", FailureRecord(2, clock.now))
        (data / FILE).write_bytes(encode_failures(ahead))
        assert limiter.status("ada").failures == 2
        assert limiter.begin("ada").allowed

    def test_nothing_begins_while_the_keyring_is_locked(self, limiter) -> None:
        self.keyring.locked = True
        with pytest.raises(StoreError, match="keyring"):
            limiter.begin("ada")

    def test_a_counter_that_is_no_number_allows_nothing(self, limiter, clock) -> None:
        fail(limiter, 1, clock)
        (name,) = (name for name in self.keyring.secrets if name[1].endswith("attempts"))
        self.keyring.secrets[name] = "many"
        with pytest.raises(StoreError, match="damaged"):
            limiter.begin("ada")

    def test_decrypting_forgets_the_counter(self, limiter, clock) -> None:
        fail(limiter, 1, clock)
        management.decrypt(self.vault)
        assert self.keyring.secrets == {}
        assert limiter.status("ada").failures == 1


def test_a_passphrase_alone_needs_no_keyring(limiter, data, clock, monkeypatch) -> None:
    monkeypatch.setattr("app.vault.passphrase.MEMORY_KIB", 32)
    management.encrypt(Vault(Paths(data)), passphrase="correct horse", in_keyring=False)
    fail(limiter, 2, clock)
    assert limiter.status("ada").failures == 2
    forget_ciphers(data)
