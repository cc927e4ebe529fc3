"""Web archives by the URLs of their copies."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple


class Archive(NamedTuple):
    """A copy in a web archive: the URL it is a copy of, when it was made (UTC), and by which
    service.

    >>> url = "https://web.archive.org/web/20150101/http://example.org/"
    >>> archive = wikiparse.parse(f"<{url}>").external_links[0].archived
    >>> archive.original_url, archive.timestamp.year, archive.service
    ('http://example.org/', 2015, 'wayback')
    """

    original_url: str
    """The URL that the copy is of."""
    timestamp: datetime | None
    """When the copy was made, in UTC; None where the URL does not say."""
    service: str
    """The archive: "wayback", "archive.today", …."""


class ArchiveUrl(NamedTuple):
    """How the URLs of a web archive look: a timestamp and the original URL, in this order."""

    service: str
    pattern: re.Pattern[str]


ARCHIVES = (
    ArchiveUrl(
        "wayback",
        re.compile(
            r"https?://(?:web\.|www\.|wayback\.)?archive\.org/(?:web|wayback)"
            r"/(\d{4,14})[a-z_*]*/(.+)",
            re.S,
        ),
    ),
    ArchiveUrl(
        "archive.today",
        re.compile(r"https?://archive\.(?:today|is|ph|fo|li|md|vn)/(\d{8,14})/(.+)", re.S),
    ),
    ArchiveUrl(
        "webcite", re.compile(r"https?://(?:www\.)?webcitation\.org/[^?]*\?url=()(.+)", re.S)
    ),
    ArchiveUrl(
        "google-cache",
        re.compile(
            r"https?://webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]{12}:)?()(.+)", re.S
        ),
    ),
)


def find_archive(url: str) -> Archive | None:
    """The copy in a web archive that a URL leads to, or None.

    Timestamps may be cut short: `2015` is 1 January 2015.
    """
    for service, pattern in ARCHIVES:
        if match := pattern.fullmatch(url):
            original = match[2] if "://" in match[2] else "http://" + match[2].lstrip("/")
            return Archive(original, _timestamp(match[1]), service)
    return None


def _timestamp(digits: str) -> datetime | None:
    #     2015             digits
    #     ____0101000000   1 January, midnight, from the position at which the digits end
    full = digits + "00000101000000"[len(digits) :]
    # Not `strptime`, which takes ten times as long.
    parts = [int(full[at : at + 2]) for at in range(4, 14, 2)]
    try:
        return datetime(int(full[:4]), *parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # five numbers
    except ValueError:  # a month 13, or the zeros of a URL without a date
        return None
