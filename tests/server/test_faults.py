"""Nothing that was typed and seen accepted is lost, whatever breaks."""

import asyncio
import resource
import sys
import time
import urllib.request
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from app.experiment.link import decode
from tests.bench.load.balancer import Balancer, find
from tests.bench.load.crowd import Crowd
from tests.bench.load.tab import Tab
from tests.bench.load.wire import Wire
from tests.server.asgi import finish
from tests.server.faulty import faulty
from tests.server.process import Server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="counts and breaks things as Linux does")

FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
DAY = 24 * 60 * 60
BIG = "1textbook~s-4.200.2.16"


@pytest.fixture
def server(tmp_path):
    with Server(tmp_path / "server.log") as server:
        yield server


def kept(tab):
    """Whether what Python shows is what was typed last."""
    return decode(tab.accepted).same_as(decode(tab.text))


def all_keep_what_they_typed(crowd):
    return all(kept(student.tab) and decode(student.tab.text).same_as(student.experiment) for student in crowd.students)


def wrong(crowd):
    """What went wrong but for the connections, which are broken on purpose."""
    return [error for error in crowd.errors if error != "connection lost"]


def test_a_class_that_opens_a_fresh_server_together_gets_its_pages(server):
    async def visit():
        tabs = [Tab(server.url) for _ in range(12)]
        await asyncio.gather(*(tab.open() for tab in tabs), return_exceptions=True)
        assert [tab.errors for tab in tabs] == [[]] * len(tabs)
        assert {tab.accepted for tab in tabs} == {"1textbook"}
        await asyncio.gather(*(tab.leave() for tab in tabs))

    finish(visit())


@pytest.mark.slow
def test_a_server_killed_in_mid_edit_and_restarted_loses_nothing(server):
    async def visit():
        async with Crowd(server.url, 6) as crowd:
            working = asyncio.create_task(crowd.work(8))
            await asyncio.sleep(3)
            server.kill()
            await asyncio.sleep(1)
            await asyncio.to_thread(server.start)
            await working
            assert wrong(crowd) == []
            assert all_keep_what_they_typed(crowd)
            assert {len(student.tab.nonces) for student in crowd.students} == {2}

    finish(visit())


@pytest.mark.slow
@pytest.mark.skipif(find() is None, reason="HAProxy is not installed")
def test_a_replica_killed_under_load_hands_its_sessions_with_their_experiments_to_the_other():
    async def visit(balancer, first):
        async with Crowd(balancer.url, 8, cookies=True) as crowd:
            working = asyncio.create_task(crowd.work(8))
            await asyncio.sleep(3)
            first.kill()
            await working
            assert wrong(crowd) == []
            assert all_keep_what_they_typed(crowd)
            moved = [len(student.tab.nonces) for student in crowd.students]
            assert set(moved) == {1, 2}, "leastconn gives each replica some of them"

    with Server() as first, Server() as second, Balancer([first, second]) as balancer:
        finish(visit(balancer, first))


@pytest.mark.slow
def test_a_connection_dropped_for_30_seconds_keeps_the_session_and_sends_what_was_typed_meanwhile(server):
    async def visit():
        async with Wire(server.port) as wire:
            tab = Tab(wire.url)
            await tab.open()
            await tab.ask("1textbook~r-.25")
            wire.cut()
            tab.edit("1textbook~r-.125")
            await asyncio.sleep(15)
            tab.edit("1textbook~r-.0625")
            await asyncio.sleep(15)
            assert tab.accepted == "1textbook~r-.25"
            wire.mend()
            await tab.settled()
            assert tab.accepted == "1textbook~r-.0625"
            assert (len(tab.nonces), tab.errors) == (1, [])
            await tab.leave()

    finish(visit())


@pytest.mark.slow
def test_a_slow_page_slows_nobody_and_costs_little_memory(server):
    async def visit():
        async with Wire(server.port, bytes_per_second=30_000) as wire, Crowd(server.url, 3) as crowd:
            tab = Tab(wire.url)
            await tab.open(60)
            before = server.memory()
            tab.edit(BIG)  # 0.9 MB: half a minute on this wire
            await crowd.work(2)
            crowd.take_waits()
            await crowd.work(18)
            waits = crowd.take_waits()
            assert crowd.errors == ()
            assert len(waits) > 15
            assert sorted(waits)[len(waits) // 2] < 0.5
            assert tab.accepted == "1textbook"
            assert server.memory() - before < 40e6
            wire.bytes_per_second = None
            await tab.settled(60)
            assert kept(tab)
            await tab.leave()

    finish(visit())


def test_a_full_disk_stops_nobody(server):
    async def visit():
        async with Crowd(server.url, 3) as crowd:
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, 0))  # no file can grow, the log neither
            before = server.log.stat().st_size
            (student, *_) = crowd.students
            await student.tab.socket.send(b"no message")  # Streamlit complains in its log
            await crowd.work(5)
            assert wrong(crowd) == []
            assert all_keep_what_they_typed(crowd)
            assert server.log.stat().st_size == before

    finish(visit())


@pytest.mark.slow
@pytest.mark.skipif(FAKETIME is None, reason="libfaketime is not installed")
def test_a_clock_that_jumps_a_day_ends_no_session(tmp_path):
    clock = tmp_path / "clock"
    faked = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DONT_RESET": "1",
    }

    def told(server):
        with urllib.request.urlopen(f"{server.url}/_stcore/health") as response:
            return parsedate_to_datetime(response.headers["Date"]).timestamp() - time.time()

    async def visit(server):
        async with Crowd(server.url, 3) as crowd:
            for jump in (DAY, -DAY, 0):
                clock.write_text(f"{jump:+d}")
                async with asyncio.timeout(10):  # the server renews its Date once a second
                    while abs(told(server) - jump) > 60:
                        await asyncio.sleep(0.2)
                await crowd.work(3)
            assert crowd.errors == ()
            assert all_keep_what_they_typed(crowd)
            for student in crowd.students:
                student.tab.drop()
                await student.tab.ask("1pencil")
                assert len(student.tab.nonces) == 1

    clock.write_text("+0")
    with Server(environment=faked) as server:
        finish(visit(server))


def test_an_error_in_one_session_leaves_the_others_and_what_was_accepted(tmp_path):
    async def visit(server):
        async with Crowd(server.url, 3) as crowd:
            tab = Tab(server.url)
            await tab.open()
            await tab.ask("1textbook~r-.25")
            tab.edit("1textbook~r-13")
            await crowd.work(5)
            assert crowd.errors == ()
            assert all_keep_what_they_typed(crowd)
            assert "RuntimeError: <b>secret</b>" in server.log.read_text()
            assert tab.accepted == "1textbook~r-.25"
            await tab.ask("1textbook~r-.125")
            assert kept(tab)
            assert len(tab.nonces) == 1
            await tab.leave()

    with Server(tmp_path / "server.log", script=faulty(tmp_path)) as server:
        finish(visit(server))
