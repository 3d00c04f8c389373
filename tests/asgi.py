"""Runs a coroutine beside Playwright, whose event loop occupies the main thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor


def finish(coroutine: Coroutine) -> object:
    """What a coroutine returns, run in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
