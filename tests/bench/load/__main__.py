"""`make load`: how many students a server carries. Prints a table; `--help` lists what can be chosen.

make load                                     1, 10, 40 and 100 sessions, the app and a bare Streamlit app beside it
make load LOAD="--sessions 40 --seconds 20"   one of them, short
"""

import argparse
import asyncio
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.load.balancer import Balancer
from tests.bench.load.crowd import Measured, measure
from tests.bench.load.lasting import rounds, soak
from tests.bench.load.texts import beside_texts
from tests.server.process import Server

SUBJECTS = {"app": "app/main.py", "bare": str(Path(__file__).with_name("bare_main.py")), "scale": "app/main.py"}

HEAD = (
    "         sessions  edits   p50   p95   p99   max  errors  CPU/answ  cores  MB/session  kB/edit  open p95  own CPU"
)


def main() -> None:
    """Measures what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="make load", description=__doc__.split("\n")[0])
    parser.add_argument("--sessions", type=int, nargs="+", default=[1, 10, 40, 100])
    parser.add_argument("--seconds", type=float, default=60, help="measured time for each number of sessions")
    parser.add_argument("--subjects", nargs="+", choices=SUBJECTS, default=["app", "bare"])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rounds", type=int, help="so many rounds, for the memory that stays")
    parser.add_argument("--soak", type=float, metavar="SECONDS", help="one long run")
    parser.add_argument("--texts", type=int, metavar="SENDERS", help="so many who send long texts beside one who edits")
    arguments = parser.parse_args()
    if arguments.texts:
        with subject("app") as (_, url):
            print(asyncio.run(beside_texts(url, arguments.texts, min(arguments.seconds, 60))))
    elif arguments.rounds or arguments.soak:
        last(arguments)
    else:
        table(arguments)


def last(arguments: argparse.Namespace) -> None:
    """The runs that take long, with the first number of sessions."""
    with subject("app") as ((server,), _):
        if arguments.rounds:
            asyncio.run(rounds(server, arguments.rounds, arguments.sessions[0], min(arguments.seconds, 20)))
        else:
            asyncio.run(soak(server, arguments.sessions[0], arguments.soak))


def table(arguments: argparse.Namespace) -> None:
    """One row for each number of sessions and each subject."""
    print(f"load average before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores; waits and CPU in ms\n{HEAD}")
    for sessions in arguments.sessions:
        for name in arguments.subjects:
            with subject(name) as (servers, url):
                options = {"seed": arguments.seed, "computes": name != "bare", "cookies": name == "scale"}
                print(row(asyncio.run(measure(name, servers, url, sessions, arguments.seconds, **options))), flush=True)


@contextmanager
def subject(name: str) -> Iterator[tuple[list[Server], str]]:
    """The servers of a subject, started and used once, and the address to open."""
    with ExitStack() as stack:
        servers = [stack.enter_context(Server(script=SUBJECTS[name])) for _ in range(2 if name == "scale" else 1)]
        for server in servers:
            asyncio.run(measure(name, [server], server.url, 1, 1.0, computes=False))
        yield servers, stack.enter_context(Balancer(servers)).url if name == "scale" else servers[0].url


def row(m: Measured) -> str:
    """One line of the table."""
    waits = "".join(f"{m.wait(percentile):6.0f}" for percentile in (50, 95, 99, 100))
    costs = (
        f"{m.cpu_per_answer:10.1f}{m.cpu / m.seconds:7.2f}{m.megabytes_per_session:12.2f}{m.kilobytes_per_edit:9.1f}"
    )
    opened = f"{1000 * sorted(m.opened)[int(0.95 * (len(m.opened) - 1))]:10.0f}"
    said = "".join(f"\n    {error[:160]}" for error in m.errors[:3])
    edits = f"{m.name:8} {m.sessions:8} {len(m.waits):6}"
    return f"{edits}{waits}{len(m.errors):8}{costs}{opened}{m.own_cpu / m.seconds:9.2f}{said}"


if __name__ == "__main__":
    main()
