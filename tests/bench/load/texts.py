"""Many who send long texts of arrays, and one who edits beside them: how long that one waits."""

import asyncio
import statistics
import time

from tests.bench.load.tab import Tab

#: Each is read in about as long as any text may take; the last is refused.
TEXTS = (
    "[" + ",".join("-0.5" for _ in range(102_400)) + "]",
    "[" + "1+1," * 19_999 + "1]",
    "\t".join(f"0,{i:03}" for i in range(50_000)),
    "1+" * 200_000 + "1",
)


async def beside_texts(url: str, senders: int, seconds: float) -> str:
    """The waits of one visitor's edits, one each half second, alone and beside `senders` who send long texts."""
    visitor = Tab(url)
    await visitor.open()
    alone = await _edited(visitor, seconds / 4)
    tabs = [Tab(url) for _ in range(senders)]
    for tab in tabs:
        await tab.open()
    sending = [asyncio.create_task(_send(tab, TEXTS[i % len(TEXTS)])) for i, tab in enumerate(tabs)]
    beside = await _edited(visitor, seconds)
    for task in sending:
        task.cancel()
    await asyncio.gather(*sending, return_exceptions=True)
    read = sum(tab.answered_revision - 1 for tab in tabs)
    for tab in [visitor, *tabs]:
        await tab.leave()
    return f"{senders} senders, {read} texts read; p50 and p95 of an edit in ms: alone {alone}, beside them {beside}"


async def _send(tab: Tab, text: str) -> None:
    while True:
        tab.literal = {"name": "x", "source": text}
        tab.edit(tab.text)
        await tab.settled(600)


async def _edited(tab: Tab, seconds: float) -> str:
    waits, end = [], time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        count += 1
        begin = time.monotonic()
        await tab.ask(f"1textbook~B.*0-.{count % 900 + 100}", timeout=60)
        waits.append(1000 * (time.monotonic() - begin))
        await asyncio.sleep(max(0.0, 0.5 - (time.monotonic() - begin)))
    return f"{statistics.median(waits):.0f} {statistics.quantiles(waits, n=20)[-1]:.0f}"
