"""Ports of the loopback for servers that are launched, and who listens on them.

A port is chosen a moment before its server listens.  Without more, two runs on one machine choose the same now and
then, and one of them judges the other's server.
"""

from __future__ import annotations

import atexit
import socket
import sys
from collections.abc import Sequence
from typing import Any

import psutil

_reserved: list[socket.socket] = []
"""What tells other runs which ports are taken, for as long as this process lives."""


def reserved_port() -> int:
    """A TCP port on which nobody listens right now, and which no other run chooses from now on."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
            if _reserves(port):  # while the probe still holds it
                return port


def _reserves(port: int) -> bool:
    """Whether no other run has taken the port.  A server may want everything that belongs to the port itself, UDP too;
    therefore an abstract name stands for it, which Linux has, and frees with the process (unix(7))."""
    if sys.platform != "linux":
        return True
    name = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        name.bind(f"\0chat-conformance/port/{port}")
    except OSError:
        name.close()
        return False
    _reserved.append(name)
    return True


@atexit.register
def _release() -> None:
    """The names go with the process; nothing is left for the interpreter to find open."""
    while _reserved:
        _reserved.pop().close()


def is_anothers(port: int, leader: int) -> bool:
    """Whether it is known that who listens on the port was there before the process ``leader`` was started.

    What is not known is not held against a server: a system may not tell, and a container's port is held by a process
    that somebody else has started.
    """
    try:
        ours = psutil.Process(leader)
        family = [ours, *ours.children(recursive=True)]
        if any(_listening(one.net_connections("tcp"), port) for one in family):
            return False
        listeners = [one.pid for one in _listening(psutil.net_connections("tcp"), port) if one.pid is not None]
        return any(psutil.Process(pid).create_time() < ours.create_time() for pid in listeners)
    except psutil.Error:
        return False


def _listening(connections: Sequence[Any], port: int) -> list[Any]:
    """Those of psutil's connections that wait for somebody on the port."""
    return [one for one in connections if one.status == psutil.CONN_LISTEN and one.laddr.port == port]
