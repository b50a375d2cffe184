"""The codebook in REFI-QDA: it comes back as it went out, and no file can do harm."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.codebook import reference
from corpus.exchange import refi

QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_our_codebook_comes_back_as_it_went_out(tmp_path: Path) -> None:
    ours = refi.codes_of(reference())
    (tmp_path / "boek.qdc").write_bytes(refi.written(ours))
    assert refi.read(tmp_path / "boek.qdc") == ours
    assert sum(code.codable for code in ours) == len(reference().themes) + len(reference().markers)
    assert refi.beside(ours, ours) == ([], [], [])
    other = [*ours[:-1], refi.Code("3f2504e0-4f89-41d3-9a0c-0305e82c3301", "Sport")]
    assert refi.beside(other, ours) == (["Sport"], [ours[-1].name], [])


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("start", [BOMB, OUTSIDE, '<!DOCTYPE x SYSTEM "https://example.org/x.dtd">'])
def test_entities_and_what_lies_outside_are_refused(tmp_path: Path, start: str) -> None:
    (tmp_path / "x.qdc").write_text(f'{start}<CodeBook xmlns="{refi.SPACE}"><Codes/></CodeBook>')
    with pytest.raises(refi.BadCodebookError, match="buiten zichzelf"):
        refi.read(tmp_path / "x.qdc")


def test_codes_may_stand_very_deep(tmp_path: Path) -> None:
    codes = [refi.Code(f"00000000-0000-4000-8000-{n:012d}", f"code {n}") for n in range(2000)]
    inner = "".join(f'<Code guid="{code.guid}" name="{code.name}">' for code in codes) + "</Code>" * len(codes)
    (tmp_path / "x.qdc").write_text(f'<CodeBook xmlns="{refi.SPACE}"><Codes>{inner}</Codes></CodeBook>')
    assert len(refi.read(tmp_path / "x.qdc")) == 2000


GUIDS = ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", "geen", ""]
CODE = st.builds('<Code guid="{}" name="{}"/>'.format, st.sampled_from(GUIDS), st.sampled_from(["a", ""]))
BOOK = f'<CodeBook xmlns="{refi.SPACE}"><Codes>%s</Codes></CodeBook>'
ENCODED = '<?xml version="1.0" encoding="{}"?><a/>'.format


@QUICK
@given(
    st.binary(max_size=100)
    | st.lists(CODE).map(lambda some: (BOOK % "".join(some)).encode())
    | st.sampled_from(["utf-16", "onzin", "utf-7"]).map(lambda name: ENCODED(name).encode())
)
def test_no_file_is_more_than_a_clear_refusal(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "raar.qdc").write_bytes(content)
    with suppress(refi.BadCodebookError):
        assert isinstance(refi.read(tmp_path / "raar.qdc"), list)
