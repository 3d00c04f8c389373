"""What browser tests share."""

from pathlib import Path

import pytest

from app.workbench.assets import PATHS

#: Modules of the tests.
BESIDE = Path(__file__).parent / "modules"


@pytest.fixture(scope="module")
def modules(browser, server):
    """Calls a function of a module: modules("dom/numerals.js", "values => values.map(module.short)", values).

    What is more than a line stands in a module of the tests' own, as if it were in a folder beside the app's.
    """
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/_stcore/health")
    folder = "/" + PATHS["workbench.js"].removesuffix("workbench.js")
    page.route(f"**{folder}tests/*", lambda route: route.fulfill(path=BESIDE / Path(route.request.url).name))

    def call(module, function, argument=None):
        load = f"const module = await import('{folder}{module}')"
        return page.evaluate(f"async (argument) => {{ {load}; return ({function})(argument) }}", argument)

    yield call
    context.close()
