"""Many students at once: how long their edits wait, and what they cost the server."""

import asyncio
import time
from dataclasses import dataclass

import numpy as np

from tests.bench.load.student import Student
from tests.bench.load.tab import Tab
from tests.server.process import Server

OPENED_A_SECOND = 10  # tabs
WARM_UP = 3.0  # seconds that are not measured, after the last tab has opened


@dataclass(frozen=True)
class Measured:
    """One run of a number of sessions."""

    name: str
    sessions: int
    seconds: float
    waits: np.ndarray  # seconds from edit to answer, (edits,)
    opened: np.ndarray  # seconds from opening a page to its first settled answer, (sessions,)
    errors: tuple[str, ...]
    cpu: float  # processor seconds of all servers
    own_cpu: float  # processor seconds of this process, which must not be the bottleneck
    answered: int  # answers: edits less those that a later one overtook
    megabytes_per_session: float
    kilobytes_per_edit: float

    @property
    def cpu_per_answer(self) -> float:
        """Processor milliseconds of the servers for one edit that is answered."""
        return 1000 * self.cpu / max(1, self.answered)

    def wait(self, percentile: float) -> float:
        """Milliseconds from edit to answer."""
        return float(1000 * np.percentile(self.waits, percentile)) if len(self.waits) else float("nan")


class Crowd:
    """Students at `url`, opened with `async with`; `seed` decides what they do."""

    def __init__(self, url: str, sessions: int, *, seed: int = 0, computes: bool = True, cookies: bool = False) -> None:
        rngs = np.random.default_rng(seed).spawn(sessions)
        self.students = [Student(Tab(url, cookies=cookies), rng, computes=computes) for rng in rngs]
        self.opened: list[float] = []

    async def __aenter__(self) -> "Crowd":
        await asyncio.gather(*(self._open(i / OPENED_A_SECOND, s.tab) for i, s in enumerate(self.students)))
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(student.tab.leave() for student in self.students))

    async def _open(self, later: float, tab: Tab) -> None:
        await asyncio.sleep(later)
        start = time.monotonic()
        await tab.open(60)
        self.opened.append(time.monotonic() - start)

    async def work(self, seconds: float) -> None:
        """Everybody works for so long, and waits for the last answer."""
        until = time.monotonic() + seconds
        await asyncio.gather(*(student.work(until) for student in self.students))
        await asyncio.gather(*(student.tab.settled(60) for student in self.students), return_exceptions=True)

    def take_waits(self) -> np.ndarray:
        """The waits since they were last taken (seconds)."""
        waits = np.concatenate([[], *(student.tab.waits for student in self.students)])
        for student in self.students:
            student.tab.waits.clear()
        return waits

    @property
    def received(self) -> int:
        """Bytes that came from the server so far."""
        return sum(student.tab.received for student in self.students)

    @property
    def answered(self) -> int:
        """Answers so far."""
        return sum(student.answers for student in self.students)

    @property
    def errors(self) -> tuple[str, ...]:
        """Everything that went wrong, in words."""
        said = [error for student in self.students for error in (*student.tab.errors, *student.wrong)]
        unanswered = [s.tab.text for s in self.students if s.tab.answered_revision < s.tab.revision]
        lost = sum(student.tab.connections - 1 for student in self.students)
        return (*said, *(f"no answer to {text}" for text in unanswered), *(["connection lost"] * lost))


async def measure(
    name: str, servers: list[Server], url: str, sessions: int, seconds: float, **options: object
) -> Measured:
    """A crowd of this size works for `seconds`."""
    alone = sum(server.memory() for server in servers)
    async with Crowd(url, sessions, **options) as crowd:
        await crowd.work(WARM_UP)
        crowd.take_waits()
        cpu, own, received, answered = (
            sum(s.cpu_seconds() for s in servers),
            time.process_time(),
            crowd.received,
            crowd.answered,
        )
        await crowd.work(seconds)
        waits = crowd.take_waits()
        return Measured(
            name=name,
            sessions=sessions,
            seconds=seconds,
            waits=waits,
            opened=np.array(crowd.opened),
            errors=crowd.errors,
            cpu=sum(s.cpu_seconds() for s in servers) - cpu,
            own_cpu=time.process_time() - own,
            answered=crowd.answered - answered,
            megabytes_per_session=(sum(s.memory() for s in servers) - alone) / sessions / 1e6,
            kilobytes_per_edit=(crowd.received - received) / max(1, crowd.answered - answered) / 1e3,
        )
