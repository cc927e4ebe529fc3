# ruff: noqa: E501
"""A wiki of 200 pages and 66 templates, and what MediaWiki makes of its pages.

    python scripts/expansion_wiki.py --pages                # write the pages anew, and the dump
    python scripts/expansion_wiki.py --wiki FOLDER          # ask MediaWiki, and write its answers

The templates are written by hand, in `tests/fixtures/wiki/templates.txt`; the pages are put together
from sentences of this file. FOLDER is that of `expansion_cases.py`, with the extension Cite too. The
answers are read from MediaWiki's HTML: the words of a page, its links, its tables and its sections,
footnotes aside.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.sax.saxutils import escape

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "fixtures" / "wiki"
sys.path.insert(0, str(ROOT / "scripts"))

from expansion_cases import SETTINGS  # noqa: E402

MOMENT = "20260102030405"

TOWNS = """Aberg Brockel Celm Dorst Ewald Fenn Garsel Holm Ivenrode Jarn Kelt Lohde Mirow Nessel Odern Pritz
Quark Rheden Salm Tarp Uchte Varel Weyhe Xanten Ybbs Zarpen Altmoor Birkau Clus Deist Elbau Forst Grund Heide
Ilse Jork Kamp Lauen Moor Nord Ohe Pahl Rade Sande Tiste Ulm Visbek Wremen Zeven Auetal Bockel Damme Emsen
Freren Gehrde Hude Isen Kuhle Lehe Mehde""".split()
RIVERS = """Wend Isk Loor Aue Bille Cremp Delme Este Fuhse Geeste Hase Inn Jade Krumme Leda Medem Nuhne Oste Pinnau
Rhin Seve Treene Uhle Vechte Wumme Yser Zwiesel Alster Böhme Drehme""".split()
FIRST = "Anna Bruno Clara Dirk Emma Fritz Greta Hans Ida Jan Käthe Lars Marie Nils Olga Paul Ruth Sven Tilda Uwe".split()
LAST = "Ahlers Behn Cordes Drews Ernst Fock Gerdes Hinz Ihde Janssen Kruse Lühr Meyn Niebuhr Otten Petersen Rehder Sierks Thode Voss".split()
TRADES = "miller printer ferryman clockmaker teacher mason botanist singer".split()
TREES = "Quercus Fagus Betula Alnus Salix Tilia Ulmus Acer Pinus Larix Abies Picea Taxus Sorbus Prunus".split()
SENTENCES = (
    "It has [[{other}]] to the north and {{{{Nowrap|[[{third}|the fields of {third}]]}}}} to the south.",
    "The mill of ''{name}'' stood {{{{Convert km|{number}}}}} from the bridge{{{{Ref book|The mills|{person}|{year}}}}}.",
    "In the {{{{Century|{year}}}}} the market moved to {{{{Link if|{other}}}}}.",
    "There {verb} {{{{Count|{small}|bridge}}}} and {{{{Count|1|ferry}}}}.",
    "The name is {{{{Foreign|de|{name}er Land}}}}, first written in {{{{Year link|{year}}}}}.{{{{Citation needed|date=May {year}}}}}",
    "On {{{{Iso date|{year}-03-{day}}}}}, a {{{{Weekday|{year}-03-{day}}}}}, the dike broke{{{{Named ref|dike|The dike, a report of {year}.}}}}.",
    "The council of {{{{PAGENAME}}}} has {{{{Abbr|{small}|members}}}} seats{{{{Dot}}}} its seal shows the letter {{{{First letter|{{{{PAGENAME}}}}}}}}.",
    "{{{{#if:{{{{{{x|}}}}}}|never|A road leads to [[{other}]]s gate}}}}.",
)


def sentences(rng: random.Random, name: str, count: int) -> str:
    """Some sentences about a place."""
    out = [
        pattern.format(
            name=name,
            other=rng.choice(TOWNS),
            third=rng.choice(TOWNS),
            person=f"{rng.choice(FIRST)} {rng.choice(LAST)}",
            number=rng.choice((3, 12, 47, 1250)),
            small=rng.randint(1, 9),
            year=rng.randint(1103, 1899),
            day=f"{rng.randint(1, 28):02}",
            verb=rng.choice(("are", "were once")),
        )
        for pattern in rng.sample(SENTENCES, count)
    ]
    return " ".join(out)


def town(rng: random.Random, name: str) -> str:
    """A page about a town."""
    river = rng.choice(RIVERS[:6])
    values = [f"| region = {rng.choice(('[[North]]', 'South', '{{Nowrap|Old East}}'))}"]
    if rng.random() < 0.7:
        values.append(f"| river = {river}")
    if rng.random() < 0.9:
        values.append(f"| population = {rng.randint(90, 98_000)}")
        values.append(f"| area = {rng.randint(20, 900) / 10}")
    if rng.random() < 0.6:
        values.append(f"| founded = {rng.choice((-40, 1234, 1650))}")
    box = "{{Infobox settlement\n" + "\n".join(values) + "\n}}\n"
    years = sorted(rng.sample(range(1850, 2020, 10), 4))
    people = [rng.randint(80, 90_000) for _ in years]
    rows = [f"{{{{Census|{years[0]}|{people[0]}}}}}"]
    rows += [
        f"{{{{Census|{year}|{now}|{before}}}}}"
        for year, now, before in zip(years[1:], people[1:], people, strict=False)
    ]
    parts = [
        box + f"'''{{{{PAGENAME}}}}''' is a town on the [[{river}]]. " + sentences(rng, name, 3),
        f"== History ==\n{{{{Main|History of {name}|its history}}}}\n" + sentences(rng, name, 2),
    ]
    if rng.random() < 0.5:
        parts.append(
            f"{{{{Quote|The best town on the [[{river}]].|{rng.choice(FIRST)} {rng.choice(LAST)}|{rng.choice(('Travels', ''))}}}}}"
        )
    parts.append("== People ==\n{{Census begin}}\n" + "\n".join(rows) + "\n{{Census end}}")
    if rng.random() < 0.5:
        parts.append(f"{{{{Subsection of|Sons and daughters|{sentences(rng, name, 1)}}}}}")
        parts.append(
            f"* {{{{Initials|{rng.choice(FIRST)}|{rng.choice(LAST)}}}}} ({{{{Birth date|{rng.randint(1700, 1900)}|{rng.randint(1, 12)}|{rng.randint(1, 28)}}}}})\n* [[{rng.choice(FIRST)} {rng.choice(LAST)}]]"
        )
    parts.append(
        f"{{{{See also|{rng.choice(TOWNS)}{rng.choice(('', '|' + rng.choice(RIVERS)))}}}}}"
    )
    if name in TOWNS[:6]:
        parts.append("{{Towns of the Wend}}")
    parts.append(
        f"{{{{Reflist}}}}\n{{{{Coordinates|{rng.randint(50, 55)}.5|{rng.randint(6, 12)}}}}}"
    )
    return "\n\n".join(parts)


def river(rng: random.Random, name: str) -> str:
    """A page about a river."""
    towns = rng.choice(
        (
            "none",
            f"{{{{Hlist|[[{rng.choice(TOWNS)}]]|[[{rng.choice(TOWNS)}]]}}}}",
            "\n* [[Aberg]]\n* [[Celm]]",
        )
    )
    stops = "\n".join(
        f"{{{{Rail stop|{stop}|{number * 4.5}{rng.choice(('', '|note={{Small|closed}}', '|type=end'))}}}}}"
        for number, stop in enumerate(rng.sample(TOWNS, 4))
    )
    return f"""{{{{About|the river|the town|{name} (town)}}}}
{{{{Infobox river|length={rng.randint(9, 800)}|source={rng.choice(("", "{{Blank}}", "a [[spring]]"))}|mouth={rng.choice(RIVERS)}|towns={towns}}}}}
The '''{name}''' is a river. {sentences(rng, name, 2)}

{{{{Section of|Course|{sentences(rng, name, 1)}}}}}
{{{{Tree list|The {name}|[[Upper {name}]]|{{{{Blank}}}}Little {name}}}}}

== Railway ==
{{{{Rail start}}}}
{stops}
{{{{Rail end}}}}
{{{{Timeline|{rng.randint(1300, 1500)}|the first mill|{rng.randint(1600, 1800)}|the ''last'' mill}}}}
{{{{Stub|river}}}}
{{{{Rivers of the north}}}}"""


def person(rng: random.Random, name: str) -> str:
    """A page about a person."""
    born = rng.randint(1600, 1900)
    died = born + rng.randint(20, 90)
    return f"""{{{{Infobox person|born={born}/4|birthplace={rng.choice(TOWNS)}|died={died}/{rng.randint(1, 12)}|trade={rng.choice(TRADES).upper()}}}}}
'''{name}''' (born {{{{Birth date|{born}|4|{rng.randint(1, 28)}}}}}) was a {rng.choice(TRADES)} of [[{rng.choice(TOWNS)}]].{{{{Ref book|Lives|year={born}}}}} {sentences(rng, name.split()[1], 1)}

{{{{Quotation|text=I was {{{{Sic|borne}}}} on the [[{rng.choice(RIVERS)}]].|author={name}|work={rng.choice(("My life", ""))}}}}}

== Works ==
{{| class="wikitable"
! Title !! Year !! Director
{{{{Film row|title=The ferry|year={born + 20}|director=[[{rng.choice(FIRST)} {rng.choice(LAST)}]]}}}}
{{{{Film row|title=The mill & the {rng.choice(TOWNS)}|year={{{{Nowrap|{born + 21}}}}}}}}}
|}}
=== Letters ===
{{{{Plainlist|
* to [[{rng.choice(FIRST)} {rng.choice(LAST)}]]
* to {{{{Link if|{rng.choice(TOWNS)}}}}}
}}}}
{{{{Stub|person}}}}
{{{{Reflist|title=Sources}}}}"""


def season(rng: random.Random, name: str) -> str:
    """A page about the games of a year."""
    games = "\n".join(
        f"{{{{Result row|date={{{{Iso date|{name[-4:]}-{month:02}-{rng.randint(1, 28)}}}}}|home={rng.choice(TOWNS)}|away={rng.choice(TOWNS)}{rng.choice(('', f'|score={rng.randint(0, 4)}:{rng.randint(0, 4)}'))}}}}}"
        for month in (3, 5, 9)
    )
    medals = "\n".join(
        f"{{{{Medal row|{medal}|[[{rng.choice(TOWNS)}]]{rng.choice(('', '|{{Abbr|n. a.|not allowed}}'))}}}}}"
        for medal in ("Gold", "silver", "bronze", "Wood")
    )
    return f"""The '''{name}''' were the {{{{Ordinal|{rng.randint(1, 120)}}}}} games, in the year {{{{#expr:{name[-4:]}+0}}}}.

== Results ==
{{| class="wikitable sortable"
! Date !! Home !! Score !! Away
{games}
|}}

== Medals ==
{{| class="wikitable"
{medals}
|}}
{{{{Disambiguation}}}}"""


def species(rng: random.Random, name: str) -> str:
    """A page about a kind of tree."""
    squares = "|".join(
        f"{rng.choice('abc')}{rng.randint(1, 3)}={rng.choice(('oak', 'ash', '[[Elm]]'))}"
        for _ in range(4)
    )
    return f"""{{{{Taxobox|genus={name}|species={rng.choice(("alba", "nigra", "minor"))}}}}}
'''''{name}''''' is a tree; {{{{Species|genus={name}}}}} and {{{{Species|{name}}}}} are the same. {sentences(rng, name, 2)}

{{{{Chess board|{squares}}}}}

{{{{Section of|Wood|{{{{Quote|Good wood.}}}}}}}}
{{{{Timeline|Spring|leaves}}}}
{{{{Reflist}}}}"""


def pages() -> dict[str, str]:
    """All pages by their titles."""
    rng = random.Random(23)
    out = {name: town(rng, name) for name in TOWNS}
    out |= {name: river(rng, name) for name in RIVERS}
    names = [f"{first} {last}" for first, last in zip(FIRST * 3, LAST[3:] + LAST * 3, strict=False)]
    out |= {name: person(rng, name) for name in names}
    out |= {f"Games of {year}": season(rng, f"Games of {year}") for year in range(1950, 1990)}
    out |= {name: species(rng, name) for name in TREES}
    for number in range(200 - len(out)):
        title = f"List {number}"
        out[title] = "{{Blank}}" + "\n".join(
            f"# [[{name}]] {{{{Dot}}}} {{{{Medal|{rng.choice(('gold', 'none'))}}}}}"
            for name in rng.sample(TOWNS, 5)
        )
    return dict(list(out.items())[:200])


def templates() -> dict[str, str]:
    """The templates by their names."""
    blocks = re.split(r"^@@ ", (FOLDER / "templates.txt").read_text(encoding="utf-8"), flags=re.M)[
        1:
    ]
    return {
        name: text.removesuffix("\n")
        for name, _, text in (block.partition("\n") for block in blocks)
    }


HEADER = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
<siteinfo><sitename>Testwiki</sitename><dbname>testwiki</dbname><base>http://localhost/wiki/Main</base>
<case>first-letter</case><namespaces><namespace key="0" case="first-letter" />
<namespace key="4" case="first-letter">Project</namespace><namespace key="10" case="first-letter">Template</namespace>
<namespace key="14" case="first-letter">Category</namespace></namespaces></siteinfo>
"""


def write_dump() -> None:
    """Write pages and templates as a dump."""
    out = [HEADER]
    rows = [(title, 0, text) for title, text in pages().items()]
    rows += [(f"Template:{name}", 10, text) for name, text in templates().items()]
    for number, (title, namespace, text) in enumerate(rows, 1):
        out.append(
            f"<page><title>{escape(title)}</title><ns>{namespace}</ns><id>{number}</id><revision><id>{number}</id>"
            f"<timestamp>2026-01-02T03:04:05Z</timestamp><text>{escape(text)}</text></revision></page>\n"
        )
    out.append("</mediawiki>\n")
    (FOLDER / "dump.xml").write_text("".join(out), encoding="utf-8")


# ------------------------------------------------------------------------------------ MediaWiki

PAGES = r"""<?php
require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

use MediaWiki\MediaWikiServices;
use MediaWiki\Revision\MutableRevisionRecord;
use MediaWiki\Revision\SlotRecord;

class ExpansionWiki extends Maintenance {
	public function execute() {
		$services = MediaWikiServices::getInstance();
		$wiki = json_decode( fgets( STDIN ), true );
		$texts = [];
		foreach ( $wiki['templates'] as $name => $text ) {
			$texts[ Title::newFromText( (string)$name, NS_TEMPLATE )->getPrefixedDBkey() ] = $text;
		}
		foreach ( $wiki['pages'] as $name => $_ ) {
			$services->getLinkCache()->addGoodLinkObj( 7, Title::newFromText( $name ) );
		}
		$options = ParserOptions::newFromAnon();
		$options->setTimestamp( $wiki['moment'] );
		$options->setCurrentRevisionRecordCallback( static function ( $title ) use ( $texts ) {
			$title = Title::newFromLinkTarget( $title );
			$text = $texts[ $title->getPrefixedDBkey() ] ?? null;
			if ( $text === null ) {
				return false;
			}
			$record = new MutableRevisionRecord( $title );
			$record->setContent( SlotRecord::MAIN, new WikitextContent( $text ) );
			$record->setId( 1 );
			return $record;
		} );
		foreach ( $wiki['pages'] as $name => $text ) {
			$parser = $services->getParserFactory()->create();
			$output = $parser->parse( $text, Title::newFromText( $name ), $options );
			$html = $output->getText( [ 'allowTOC' => false, 'enableSectionEditLinks' => false ] );
			$row = [ 'title' => $name, 'html' => $html, 'categories' => array_map( 'strval', array_keys( $output->getCategories() ) ) ];
			fwrite( STDOUT, json_encode( $row, JSON_UNESCAPED_UNICODE ) . "\n" );
		}
	}
}

$maintClass = ExpansionWiki::class;
require_once RUN_MAINTENANCE_IF_MAIN;
"""


def ask(wiki: Path) -> list[dict[str, object]]:
    """What MediaWiki makes of each page."""
    with tempfile.TemporaryDirectory() as folder:
        settings = re.sub(r"\$wgHooks\['ParserFirstCallInit'\].*", "", SETTINGS, flags=re.S)
        settings += "wfLoadExtension( 'Cite' );\n$wgHooks['TitleIsAlwaysKnown'][] = static function ( $title, &$isKnown ) {\n\t$isKnown = true;\n};\n"
        (Path(folder) / "LocalSettings.php").write_text(settings)
        (Path(folder) / "pages.php").write_text(PAGES)
        row = json.dumps({"templates": templates(), "pages": pages(), "moment": MOMENT})
        env = {
            **os.environ,
            "MW_INSTALL_PATH": str(wiki / "usr/share/mediawiki"),
            "MW_CONFIG_FILE": f"{folder}/LocalSettings.php",
            "CASES_WIKI": str(wiki),
        }
        command = [
            "php",
            "-d",
            "memory_limit=1G",
            "-d",
            "display_errors=stderr",
            f"{folder}/pages.php",
        ]
        done = subprocess.run(
            command, input=row + "\n", capture_output=True, text=True, env=env, check=False
        )
        rows = [json.loads(line) for line in done.stdout.splitlines() if line[:1] == "{"]
        if len(rows) != len(pages()):
            sys.exit(f"{len(rows)} pages\n{done.stdout[-1000:]}\n{done.stderr[-3000:]}")
        return rows


VOID = frozenset("br hr img wbr input".split())
BLOCKS = frozenset(
    "p div li dl dt dd ul ol table caption tr td th blockquote h1 h2 h3 h4 h5 h6 br hr pre".split()
)


class Reader(HTMLParser):
    """The words, links, tables and sections of a page's HTML, footnotes aside."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.words: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.tables: list[list[list[str]]] = []
        self.sections: list[tuple[int, str]] = []
        self.stack: list[tuple[str, int, object]] = []
        self.hidden = 0
        self.open_tables: list[list[list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        values = dict(attrs)
        classes = (values.get("class") or "").split()
        if tag in BLOCKS:
            self.words.append(" ")
        if tag in VOID:
            return
        hides = tag in ("style", "script") or "reference" in classes or "references" in classes
        self.hidden += hides
        if tag == "table":
            self.open_tables.append([])
            self.tables.append(self.open_tables[-1])
        elif tag == "tr" and self.open_tables:
            self.open_tables[-1].append([])
        self.stack.append(
            (
                tag,
                len(self.words),
                (
                    "hidden"
                    if hides
                    else f"/wiki/{self.title}"
                    if "selflink" in classes
                    else values.get("href")
                ),
            )
        )

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag in VOID or all(name != tag for name, *_ in self.stack):
            return
        while True:
            name, start, value = self.stack.pop()
            text = " ".join("".join(self.words[start:]).split())
            self.hidden -= value == "hidden"
            if name in ("td", "th") and self.open_tables and self.open_tables[-1]:
                self.open_tables[-1][-1].append(text)
            elif name == "table":
                self.open_tables.pop()
            elif (
                name == "a"
                and isinstance(value, str)
                and value.startswith("/wiki/")
                and not self.hidden
            ):
                self.links.append((unquote(value.removeprefix("/wiki/")).replace("_", " "), text))
            elif name in ("h1", "h2", "h3", "h4", "h5", "h6"):
                self.sections.append((int(name[1]), text))
            if name in BLOCKS:
                self.words.append(" ")
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self.hidden:
            self.words.append(data)


def read(title: str, html: str) -> dict[str, object]:
    """The facts of a page's HTML."""
    reader = Reader(title)
    reader.feed(html)
    reader.close()
    return {
        "text": " ".join("".join(reader.words).split()),
        "links": reader.links,
        "tables": [[row for row in table if row] for table in reader.tables],
        "sections": reader.sections,
    }


def main() -> int:
    """Write the pages, or MediaWiki's answers."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", action="store_true", help="write the dump")
    parser.add_argument("--wiki", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    if options.pages:
        write_dump()
    if options.wiki:
        rows = [
            {
                "title": row["title"],
                **read(str(row["title"]), str(row["html"])),
                "categories": sorted(
                    name.replace("_", " ")
                    for name in row["categories"]
                    if not name.startswith("Pages_")
                ),
            }
            for row in ask(options.wiki)
        ]
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (FOLDER / "mediawiki.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
