"""Makes the pictures of the reader page: `python -m docs.screenshots`.

Needs playwright and chromium on the PATH. They are made from the sample of the tests and not compared
by a test: fonts differ between machines. Look at them before committing.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from docs.generate import HERE
from summarizer.render.page import to_html
from tests.render.samples import summarised

# Theme to what is pointed at, and what stands at the top of the right side.
SCENES = {"light": ("#p5", "#positions"), "dark": ("#t1", "#talks")}
_WIDTH, _HEIGHT = 1200, 740
# The section to the top of its pane, below what is sticky there.
_SCROLL = """node => {
  const pane = node.closest(".pane");
  pane.scrollTop += node.getBoundingClientRect().top - pane.getBoundingClientRect().top - 72;
}"""


def main() -> None:
    """Write reader-light.png and reader-dark.png beside this file."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder, "reader.html")
        page_file.write_text(to_html(summarised()), "utf-8")
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for theme, (item, top) in SCENES.items():
            page = browser.new_page(
                viewport={"width": _WIDTH, "height": _HEIGHT}, color_scheme=theme, reduced_motion="reduce"
            )
            page.goto(page_file.as_uri())
            page.locator(top).evaluate(_SCROLL)
            page.click(f"{item} >> p >> nth=0")
            page.mouse.move(5, 5)
            page.screenshot(path=HERE / f"reader-{theme}.png")
        browser.close()


if __name__ == "__main__":
    main()
