"""A short `make torture`: nothing is lost, wrong, hung or left, and the counters do count."""

from pathlib import Path

import pytest

from bench.torture import __main__ as command
from bench.torture import report
from bench.torture.faults import FAULTS
from bench.torture.proxy import FAULTS as NETWORK_FAULTS
from bench.torture.tally import CannotRunError, Tally

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_is_lost_wrong_hung_or_left_behind(name: str, tmp_path: Path) -> None:
    fault = FAULTS[name]
    try:
        tally = fault.endure(fault.short, tmp_path)
    except CannotRunError as reason:
        pytest.skip(str(reason))
    assert tally.struck, "the fault never came"
    assert tally.is_clean, tally


def test_a_wrong_byte_is_counted(tmp_path: Path) -> None:
    source, saved = tmp_path / "source", tmp_path / "saved"
    source.write_bytes(b"right")
    saved.write_bytes(b"wrong")
    tally = Tally("a fault")
    tally.file(saved, source)
    assert tally.wrong == 1
    assert not tally.is_clean


def test_a_foreign_error_a_lost_file_and_litter_are_counted(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x")
    target = tmp_path / "target"
    target.mkdir()
    (target / "left.part").touch()
    tally = Tally("a fault")
    tally.error(KeyError("foreign"))
    tally.directory(target, {"wanted.bin": source})
    assert (tally.wrong, tally.lost, tally.litter) == (1, 1, 1)


def test_the_command_ends_with_a_failure_if_anything_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["torture", "cut"])
    monkeypatch.setattr(command, "endure", lambda name: Tally(name, tries=3, lost=1))
    assert command.main() == 1
    monkeypatch.setattr(command, "endure", lambda name: Tally(name, tries=3))
    assert command.main() == 0
    assert "lost" in capsys.readouterr().out


def test_faults_are_chosen_by_the_beginning_of_their_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "endure", Tally)
    monkeypatch.setattr("sys.argv", ["torture", "watch", "reset"])
    assert command.main() == 0
    told = capsys.readouterr().out
    assert "watch killed" in told
    assert "reset" in told
    assert "command killed" not in told
    monkeypatch.setattr("sys.argv", ["torture", "nonsense"])
    assert command.main() == 2
    assert "watch killed" in capsys.readouterr().err


def test_what_was_measured_beside_is_told_below_the_table() -> None:
    tally = Tally("a fault", facts=["memory in MiB: 40, 41"])
    assert "\na fault: memory in MiB: 40, 41." in report.table({"date": "2026-01-01"}, [tally])


def test_what_could_not_be_produced_is_shown_as_skipped() -> None:
    table = report.table({"date": "2026-01-01"}, [Tally("disk: full", skipped="no mounting here")])
    assert "| disk: full | skipped: no mounting here |" in table


def test_every_promised_fault_of_the_network_is_there() -> None:
    promised = {"cut", "delayed", "throttled", "reset", "reordered", "corrupted", "duplicated"}
    assert promised <= set(NETWORK_FAULTS)
