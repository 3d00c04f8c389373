"""What shows only with time: memory after sessions have come and gone, and hours of the same load."""

import asyncio
import time
import tomllib

from tests import ROOT
from tests.bench.load.crowd import Crowd
from tests.server.process import Server

#: Seconds for which Streamlit keeps a session whose page has left.
LIFETIME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]["disconnectedSessionTTL"]


async def rounds(server: Server, count: int, sessions: int, seconds: float) -> None:
    """Sessions come, work and leave, round after round; prints the memory when their lifetime is over."""
    print(f"{count} rounds of {sessions} sessions of {seconds:g} s; {LIFETIME} s after the last has left (MB):")
    print(f"    before: {server.memory() / 1e6:.1f}", flush=True)
    for i in range(count):
        async with Crowd(server.url, sessions, seed=i) as crowd:
            await crowd.work(seconds)
            busy, errors = server.memory(), crowd.errors
        await asyncio.sleep(LIFETIME + 2)
        async with Crowd(server.url, 1):  # Streamlit forgets the old ones when the next one leaves
            pass
        await asyncio.sleep(1)
        print(
            f"    {i + 1:2}: {server.memory() / 1e6:.1f}  at work: {busy / 1e6:.1f}  errors: {len(errors)}", flush=True
        )


async def soak(server: Server, sessions: int, seconds: float, *, every: float = 60) -> None:
    """The same load for a long time; prints a line for every minute."""
    print(f"soak: {sessions} sessions for {seconds:g} s")
    async with Crowd(server.url, sessions) as crowd:
        end, shown = time.monotonic() + seconds, 0
        while (left := end - time.monotonic()) > 1:
            cpu, began = server.cpu_seconds(), time.monotonic()
            await crowd.work(min(every, left))
            waits, errors = sorted(crowd.take_waits()), crowd.errors
            p50, p95 = (1000 * waits[int(q * (len(waits) - 1))] for q in (0.5, 0.95))
            cores = (server.cpu_seconds() - cpu) / (time.monotonic() - began)
            print(
                f"    edits {len(waits):5}  p50 {p50:4.0f}  p95 {p95:4.0f}  max {1000 * waits[-1]:5.0f} ms"
                f"  cores {cores:.2f}  memory {server.memory() / 1e6:.1f} MB  errors {len(errors) - shown}",
                flush=True,
            )
            shown = len(errors)
