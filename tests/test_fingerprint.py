"""Fingerprints: the same fault is known again, two faults are told apart."""

from __future__ import annotations

import pytest

from conformance.verdict.fingerprint import fingerprint, gist

SAME = [
    ("bob-1a2b3c4d-0123456789ab is not in the list", "bob-5e6f7a8b-ba9876543210 is not in the list"),
    ('got "c_Qt-mZkisZTQIjFBI7aTJ0A"', 'got "c_nRki4pCEG03YB7bfVMOhaw"'),
    ("no message_ack within 2000 ms; nothing came at all", "no message_ack within 2431 ms; nothing came at all"),
    (
        "no message m-1 within 2000 ms; nothing came at all",
        'no message m-1 within 2000 ms; 7 frames came, the last: "typing", ping_received, "pong"',
    ),
    ("it was 2026-11-30T10:00:00.125Z before", "it was 2026-12-01T23:59:59Z before"),
    ("expected the events 1 to 14, got [1, 2, 3, 4]", "expected the events 1 to 9, got [1, 2, 3, 4, 5, 6]"),
    ("18 of 20 came", "19 of 20 came"),
    ('"title": "conformance d5d218f6", "ty… (189 characters)', '"title": "conformance 2f15c975", "t… (190 characters)'),
]
DIFFERENT = [
    ("expected status 200, got status 404", "expected status 200, got status 500"),
    ("closed with 1000, not 4401", "closed with 1006, not 4401"),
    ("expected title to be a string", "expected name to be a string"),
    ("stands on DLV-LIMIT-01, which is broken", "stands on MSG-DUP-01, which is broken"),
    ('expected code to be "GONE"', 'expected code to be "NOT_FOUND"'),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_differs_from_run_to_run_is_left_out(one: str, other: str) -> None:
    assert gist(one) == gist(other)
    assert fingerprint("X-01", "basic.is", one) == fingerprint("X-01", "basic.is", other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_tells_two_faults_apart_stays(one: str, other: str) -> None:
    assert gist(one) != gist(other)


def test_clause_and_matcher_tell_two_faults_apart() -> None:
    marks = {fingerprint("X-01", "a.b", "r"), fingerprint("X-02", "a.b", "r"), fingerprint("X-01", "a.c", "r"),
             fingerprint("X-01", None, "r")}  # fmt: skip
    assert len(marks) == 4


def test_a_reason_that_a_server_has_lengthened_takes_no_time() -> None:
    assert gist("a-" * 1_000_000) == gist("a-" * 2_000_000)
