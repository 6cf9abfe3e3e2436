"""The script for long runs of fuzzing: its targets take what they begin with."""

import sys

import pytest

from scripts import fuzz

BROKEN = (b"", b"\0", b"\xff\xfe\0", b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\nx", "民国999年13月32日 25时61分".encode())


@pytest.mark.parametrize("target", sorted(fuzz.TARGETS))
def test_a_target_takes_what_it_begins_with_and_what_is_broken(target: str) -> None:
    begun = list(fuzz.seeds(target))
    assert begun
    for data in (begun[0], *BROKEN):
        assert len(data) <= fuzz.MAX_INPUT_BYTES
        fuzz.TARGETS[target](data)


def test_where_atheris_is_missing_the_script_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "atheris", None)
    monkeypatch.setattr(sys, "argv", ["fuzz", "dates"])
    with pytest.raises(SystemExit) as ended:
        fuzz.main()
    assert ended.value.code == fuzz.WITHOUT
    assert "atheris is not installed" in capsys.readouterr().err
