"""Starts a headless Chromium: for the tests of the view, its screenshots, and `fuzz/browser.py`.

The browser and its driver are no Python packages (Debian's are `chromium` and `chromium-driver`),
and `selenium` is an optional one: `pip install -e '.[browser]'`.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRIVER = "chromedriver"
FLAGS = tuple(
    f"--{flag}"
    for flag in (
        "headless=new no-sandbox disable-gpu disable-quic disable-extensions no-first-run "
        "disable-background-networking disable-component-update disable-sync mute-audio"
    ).split()
)
"""They keep a browser from windows, and from requests of its own."""


def find_browser() -> str | None:
    """The first browser of the usual names."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def missing() -> str:
    """What is missing for `browser()`; "" if nothing is."""
    if find_browser() is None:
        return f"no browser: none of {', '.join(BROWSERS)} is on the path"
    if shutil.which(DRIVER) is None:
        return f"no driver of the browser: {DRIVER} is not on the path"
    if importlib.util.find_spec("selenium") is None:
        return "the package selenium is not installed"
    return ""


@contextmanager
def browser(width: int = 1280, height: int = 800, *, scale: float = 1) -> Iterator[Any]:
    """A Chromium driven by Selenium, with a window of that size in CSS pixels.

    Its log of requests and of the console is kept: `requests` and `errors`.
    """
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = find_browser() or ""
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        driver = Chrome(options=options, service=ChromeService(shutil.which(DRIVER)))
        try:
            resize(driver, width, height, scale=scale)
            yield driver
        finally:
            driver.quit()


def resize(driver: Any, width: int, height: int, *, scale: float = 1, touch: bool = False) -> None:
    """Give the page a size in CSS pixels, as narrow as no window could be."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": touch}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": touch})


def color_scheme(driver: Any, name: str) -> None:
    """Make the system "light" or "dark"."""
    features = [{"name": "prefers-color-scheme", "value": name}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def requests(driver: Any) -> list[str]:
    """The URLs that were asked for since the last time, `data:` and `about:` aside."""
    found = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            found.append(message["params"]["request"]["url"])
    return [url for url in found if not url.startswith(("data:", "about:"))]


def errors(driver: Any) -> list[str]:
    """What the console says since the last time: errors of scripts, and of the policy."""
    return [entry["message"] for entry in driver.get_log("browser")]
