"""A real browser without network, and its findings on a page. Tests are skipped if Chromium is not installed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def started() -> Iterator[Any]:
    """A browser. While it runs, its library holds the thread's event loop: build packages before."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@dataclass
class Explorer:
    """An explorer page that is open in the browser, and everything it should not have done."""

    page: Any
    address: str
    faults: list[str] = field(default_factory=list)

    def show(self, view: str) -> None:
        """Open the view of this address and wait until it is there."""
        self.page.evaluate("() => { document.getElementById('main').replaceChildren(); }")
        self.page.evaluate("view => { location.hash = view; window.dispatchEvent(new Event('hashchange')); }", view)
        self.page.wait_for_selector("main h1")

    def texts(self, selector: str) -> list[str]:
        """Return the texts of the elements."""
        return list(self.page.locator(selector).all_inner_texts())

    def violations(self) -> list[str]:
        """What axe-core says is not WCAG 2.2 AA, with the first element of each kind."""
        from axe_playwright_python.sync_playwright import Axe

        result = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": RULES}})
        return [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in result.response["violations"]]


@contextmanager
def opened(
    browser: Any,
    root: Path,
    *,
    address: str | None = None,
    width: int = 1280,
    scheme: str = "light",
) -> Iterator[Explorer]:
    """The explorer of the package in `root`, by double-click or from `address`; it may ask for nothing but its own files."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=False)
    own = address or f"file://{root}"
    explorer = Explorer(context.new_page(), own)
    page = explorer.page
    page.on("console", lambda message: explorer.faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: explorer.faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (explorer.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on(
        "request",
        lambda request: None if request.url.startswith((own, "data:")) else explorer.faults.append(request.url),
    )
    page.goto(f"{own}/index.html")
    page.wait_for_selector("main h1")
    yield explorer
    assert explorer.faults == []
    context.close()
