"""Sealed columns open for their own row with their own key, and nowhere else."""

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vault import Vault, VaultError, make_key_file, read_key_file

VAULT = Vault({1: bytes(range(32))})
JSON = st.recursive(
    st.none() | st.booleans() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(JSON)
def test_what_is_sealed_opens_again(content):
    assert VAULT.open(VAULT.seal(content, "stories.sealed", "a"), "stories.sealed", "a") == content


def test_a_seal_does_not_open_for_another_row_or_column():
    sealed = VAULT.seal("tekst (verzonnen)", "stories.sealed", "a")
    for column, row in (("stories.sealed", "b"), ("interviews.sealed", "a")):
        with pytest.raises(VaultError) as refused:
            VAULT.open(sealed, column, row)
        assert "tekst" not in str(refused.value)


@given(st.integers(min_value=0, max_value=60))
def test_a_changed_byte_is_found(place):
    sealed = bytearray(VAULT.seal("een tekst van enige lengte (verzonnen)", "c", "r"))
    sealed[place % len(sealed)] ^= 1
    with pytest.raises(VaultError):
        VAULT.open(bytes(sealed), "c", "r")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x09" + bytes(40)])
def test_what_is_no_seal_is_refused(sealed):
    with pytest.raises(VaultError):
        VAULT.open(sealed, "c", "r")


def test_after_a_new_key_the_old_seals_still_open_and_fingerprints_stay():
    both = Vault({1: bytes(range(32)), 2: bytes(32)})
    assert both.open(VAULT.seal("oud", "c", "r"), "c", "r") == "oud"
    assert both.seal("nieuw", "c", "r")[0] == 2
    assert both.fingerprint("card", "bcdf") == VAULT.fingerprint("card", "bcdf")


def test_the_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = make_key_file(tmp_path / "key")
    assert make_key_file(tmp_path / "key").masters == first.masters
    assert stat.S_IMODE(os.stat(tmp_path / "key").st_mode) == 0o600
    os.chmod(tmp_path / "key", 0o644)
    with pytest.raises(VaultError, match="chmod 600"):
        read_key_file(tmp_path / "key")


@pytest.mark.parametrize("content", ["", "1 abc", "een AAAA", "1 " + "A" * 43 + "=\n300 " + "A" * 43 + "="])
def test_a_bad_key_file_is_refused_by_its_setting(tmp_path, content):
    path = tmp_path / "key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(VaultError, match="VERHAAL_KEY_FILE"):
        read_key_file(path)


def test_a_missing_key_file_says_what_to_do(tmp_path):
    with pytest.raises(VaultError, match="verhaal db upgrade"):
        read_key_file(tmp_path / "nergens")
