"""How much the kernel holds of a connection is read off its own table."""

from __future__ import annotations

import socket
import sys

import pytest

from conformance.client import kernel

TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 0100007F:1F90 0100007F:C350 01 00001000:00000000 01:00000014 00000000     0        0 2 4 0 20 4 30 10 -1
   2: 0100007F:C350 0100007F:1F90 01 00000000:00000010 00:00000000 00000000     0        0 3 1 0 20 4 30 10 -1
   3: 0100007F:C351 0100007F:1F90 01 00000000:00000020 00:00000000 00000000     0        0 4 1 0 20 4 30 10 -1
"""


def test_what_was_sent_and_what_was_taken_add_up() -> None:
    assert kernel.held_for(50000, 8080, kernel.rows(TABLE)) == 0x1000 + 0x10


def test_nothing_is_said_of_an_end_that_is_not_to_be_seen() -> None:
    assert kernel.held_for(50001, 8080, kernel.rows(TABLE)) is None, "the server's end is on another machine"
    assert kernel.held_for(50002, 8080, kernel.rows(TABLE)) is None
    assert kernel.held_for(50000, 8080, [*kernel.rows(TABLE), *kernel.rows(TABLE)]) is None, "in two networks"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_bytes_that_nobody_reads_are_held() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as reader,
    ):
        sender, _ = listening.accept()
        with sender:
            port, peer = reader.getsockname()[1], sender.getsockname()[1]
            assert kernel.held(port, peer) == 0
            sender.sendall(b"x" * 5000)
            assert kernel.held(port, peer) == 5000
            reader.recv(2000)
            assert kernel.held(port, peer) == 3000
