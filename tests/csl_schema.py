"""What an item of CSL-JSON may hold, as a JSON Schema.

The names and their types are facts of the published schema, `schemas/input/csl-data.json` of
citation-style-language/schema: those that its commits 40b3ce0b (of the 1.0.2 series) and 00412663
both allow, so that an item is valid by either. It is narrower: names and dates are objects, and
neither they nor a list of names are empty."""

from __future__ import annotations

from typing import Any

TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast chapter classic
collection dataset document entry entry-dictionary entry-encyclopedia figure graphic hearing
interview legal_case legislation manuscript map motion_picture musical_score pamphlet
paper-conference patent performance periodical personal_communication post post-weblog regulation
report review review-book software song speech standard thesis treaty webpage
""".split()
PEOPLE = """
author chair collection-editor compiler composer container-author contributor curator director
editor editorial-director executive-producer illustrator interviewer organizer original-author
performer producer recipient reviewed-author translator
""".split()
DATES = "accessed available-date event-date issued original-date submitted".split()
TEXTS = """
DOI ISBN ISSN PMCID PMID URL abstract annote archive archive-place archive_collection
archive_location authority call-number citation-label collection-title container-title
container-title-short dimensions division event event-place genre jurisdiction keyword language
medium note original-publisher original-publisher-place original-title part-title publisher
publisher-place references reviewed-title scale section source status title title-short version
year-suffix
""".split()
NUMBERS = """
id chapter-number citation-number collection-number edition first-reference-note-number issue
locator number number-of-pages number-of-volumes page page-first part printing supplement volume
""".split()

NAME_TEXTS = "family given dropping-particle non-dropping-particle suffix literal".split()
NAME_SWITCHES = "comma-suffix static-ordering parse-names".split()

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": ["string", "number"]}
SWITCH: dict[str, Any] = {"type": ["string", "number", "boolean"]}
NAME: dict[str, Any] = {
    "type": "object",
    "properties": {
        **dict.fromkeys(NAME_TEXTS, TEXT),
        **dict.fromkeys(NAME_SWITCHES, SWITCH),
    },
    "minProperties": 1,
    "additionalProperties": False,
}
LIST: dict[str, Any] = {"type": "array", "items": NAME, "minItems": 1}
DATE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "items": {"type": "array", "items": NUMBER, "minItems": 1, "maxItems": 3},
            "minItems": 1,
            "maxItems": 2,
        },
        "season": NUMBER,
        "circa": SWITCH,
        "literal": TEXT,
        "raw": TEXT,
    },
    "minProperties": 1,
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "type": {"enum": TYPES},
            **dict.fromkeys(PEOPLE, LIST),
            **dict.fromkeys(DATES, DATE),
            **dict.fromkeys(TEXTS, TEXT),
            **dict.fromkeys(NUMBERS, NUMBER),
            "custom": {"type": "object"},
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}
