"""Answers leave at once.

An answer is several packets. Where the kernel holds back a small one until the one before is acknowledged (Nagle's
algorithm) and the browser waits with its acknowledgement, 40 ms pass. Python's event loop turns that off for the
sockets that it binds itself, but Streamlit binds its own.

An answer is also two rounds of Streamlit's messages, "a run begins" and what the run made. After each round Streamlit
waits 5 ms before it looks for the next.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress

import streamlit.runtime.runtime as streamlit_runtime

#: The open files of this process, where the system lists them.
_OPEN_FILES = "/dev/fd"

#: Seconds between two rounds of Streamlit's messages.
_ROUND = 0.001


def send_at_once() -> None:
    """Sets TCP_NODELAY on every TCP socket that listens in this process; connections that it accepts inherit it.

    Shortens the wait between two rounds of messages.
    """
    streamlit_runtime.MESSAGE_FLUSH_INTERVAL_SECS = _ROUND  # read anew at every round
    for listener in _listeners():
        with listener:
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _listeners() -> Iterator[socket.socket]:
    """The process's listening TCP sockets, each as a second handle on it."""
    numbers = os.listdir(_OPEN_FILES) if os.path.isdir(_OPEN_FILES) else []
    for number in map(int, numbers):
        with suppress(OSError):  # not a socket, or closed meanwhile
            handle = socket.socket(fileno=os.dup(number))
            internet = handle.family in (socket.AF_INET, socket.AF_INET6) and handle.type == socket.SOCK_STREAM
            if internet and handle.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                yield handle
            else:
                handle.close()
