"""What a visitor of the page sees and does, in the words of the browser tests."""

from pathlib import Path

STAGE = "[data-testid=stage]"
BUTTONS = ["First", "Previous", "Play", "Next", "Last"]


def script(name, folder=Path(__file__).parent / "scripts"):
    """A function for the browser, out of its file."""
    return (folder / f"{name}.js").read_text(encoding="utf-8")


def open_page(page, url: str) -> None:
    """Opens an address and waits until the stage stands.

    Asked at every frame: for what is not there at once, Playwright looks for a selector only every half second.
    """
    page.goto(url)
    page.wait_for_function(
        "stage => document.querySelector(stage)?.checkVisibility({ visibilityProperty: true })",
        arg=f"{STAGE}[data-revision]",
        timeout=90_000,
    )


def show_case(page, preset, step=None):
    """Chooses a case on an open page, which is quicker than opening another one, and goes to a step of it."""
    before = int(stage(page, "revision"))
    chosen = page.locator(".picker select")
    if chosen.input_value() != preset:
        chosen.evaluate(
            "(select, value) => { select.value = value; select.dispatchEvent(new Event('change')) }", preset
        )
        wait_for_revision(page, before)
    if step is not None:
        to = "(range, step) => { range.value = step; range.dispatchEvent(new Event('input')) }"
        page.locator(".range").evaluate(to, step)
        wait_for(page, "step", step)


def stage(page, name):
    return page.get_attribute(STAGE, f"data-{name}")


def wait_for(page, name, value):
    page.wait_for_function("stage => document.querySelector(stage)", arg=f'{STAGE}[data-{name}="{value}"]')


def wait_for_revision(page, after):
    page.wait_for_function(
        "after => Number(document.querySelector('[data-testid=stage]').dataset.revision) > after", arg=after
    )


def field(page, name):
    return page.get_by_label(name, exact=True)


def cells(page, slot, column):
    """The numbers that the diagram shows in one slot."""
    group = page.locator(f"{STAGE} [data-column='{column}'] > [data-slot='{slot}']")
    return [cell.get_attribute("data-value") for cell in group.locator(".cell").all()]


def change(page, name, value):
    before = int(stage(page, "revision"))
    field(page, name).fill(value)
    field(page, name).press("Enter")
    wait_for_revision(page, before)


def paste(page, name, text):
    """Ctrl+V in a field, with that text on the clipboard."""
    field(page, name).focus()
    page.evaluate(
        script("paste"),
        text,
    )


def small_text(page):
    """What a projected page writes with less than 18 pixels: (size, text) of each."""
    return page.evaluate(script("small_text"))
