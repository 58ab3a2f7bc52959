"""A real Chromium."""

import pytest
from playwright.sync_api import expect, sync_playwright

from bench.app import CHROMIUM_FLAGS, chromium

# What is expected is waited for; trainings beside it may have both cores.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="package")
def browser():
    """Ends with the last browser test: its event loop would be in the way of other tests."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield found
        found.close()


@pytest.fixture
def page(browser):
    """A page in a browser of its own: no cookies, nothing kept. Errors in it fail the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    found = context.new_page()
    errors = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    yield found
    context.close()
    assert not errors
