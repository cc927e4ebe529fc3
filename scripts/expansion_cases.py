# ruff: noqa: E501
"""What MediaWiki makes of the cases of template expansion, written into their files.

    python scripts/expansion_cases.py --wiki FOLDER             # ask MediaWiki and compare
    python scripts/expansion_cases.py --wiki FOLDER --refresh   # write its answers into the files
    python scripts/expansion_cases.py --wiki FOLDER --as-templates   # each text as a template
    python scripts/expansion_cases.py --wiki FOLDER --parser-tests FILE...   # MediaWiki's own

FOLDER holds a MediaWiki 1.39 with the extension ParserFunctions: its `usr/share/mediawiki`, and
an SQLite database `data/referee.sqlite`. The cases are in `tests/fixtures/expansion`; their form
is described in `tests/expansion_files.py`. Each is expanded by MediaWiki's `Parser::preprocess`, as
its API does for `action=expandtemplates`. MediaWiki's parser tests are files of its repository
(`tests/parser/*.txt`): those whose text calls a template or a function count.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from expansion_files import Case, CaseFile, expanded, read_cases, write_cases  # noqa: E402

SETTINGS = r"""<?php
$wgSitename = 'Testwiki';
$wgMetaNamespace = 'Project';
$wgServer = 'http://localhost';
$wgScriptPath = '';
$wgScript = '/index.php';
$wgArticlePath = '/wiki/$1';
$wgDBtype = 'sqlite';
$wgDBserver = '';
$wgDBname = 'referee';
$wgSQLiteDataDir = getenv( 'CASES_WIKI' ) . '/data';
$wgMainCacheType = CACHE_NONE;
$wgMessageCacheType = CACHE_NONE;
$wgParserCacheType = CACHE_NONE;
$wgSessionCacheType = CACHE_NONE;
$wgUseDatabaseMessages = false;
$wgLocalisationCacheConf['store'] = 'array';
$wgSecretKey = 'not a secret';
$wgLanguageCode = getenv( 'CASES_LANG' ) ?: 'en';
$wgLocaltimezone = 'UTC';
$wgExtraNamespaces[828] = 'Module';
$wgNamespacesWithSubpages[NS_TEMPLATE] = true;
$wgPFEnableStringFunctions = true;
wfLoadExtension( 'ParserFunctions' );
$wgHooks['ParserFirstCallInit'][] = static function ( $parser ) {
	foreach ( [ 'ref', 'references', 'poem', 'math', 'syntaxhighlight' ] as $tag ) {
		$parser->setHook( $tag, static function () {
			return '';
		} );
	}
};
"""

PAGES = r"""<?php
require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

use MediaWiki\MediaWikiServices;
use MediaWiki\Revision\MutableRevisionRecord;
use MediaWiki\Revision\SlotRecord;

class ExpansionCases extends Maintenance {
	public function execute() {
		while ( ( $line = fgets( STDIN ) ) !== false ) {
			try {
				$row = $this->expand( json_decode( $line, true ) );
			} catch ( Throwable $error ) {
				$row = [ 'error' => get_class( $error ) . ': ' . $error->getMessage() ];
			}
			fwrite( STDOUT, json_encode( $row, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE ) . "\n" );
		}
	}

	private function expand( array $case ) {
		$services = MediaWikiServices::getInstance();
		$services->getLinkCache()->clear();
		$pages = [];
		foreach ( $case['templates'] as $name => $text ) {
			$title = Title::newFromText( (string)$name, NS_TEMPLATE );
			$pages[ $title->getPrefixedDBkey() ] = $text;
		}
		foreach ( $case['pages'] as $name ) {
			$services->getLinkCache()->addGoodLinkObj( 7, Title::newFromText( $name ) );
		}
		$options = ParserOptions::newFromAnon();
		$options->setTimestamp( $case['moment'] );
		$options->setCurrentRevisionRecordCallback( static function ( $title ) use ( $pages ) {
			$title = Title::newFromLinkTarget( $title );
			$text = $pages[ $title->getPrefixedDBkey() ] ?? null;
			if ( $text === null ) {
				return false;
			}
			$record = new MutableRevisionRecord( $title );
			$record->setContent( SlotRecord::MAIN, new WikitextContent( $text ) );
			$record->setId( 1 );
			return $record;
		} );
		$parser = $services->getParserFactory()->create();
		$text = $parser->preprocess( $case['text'], Title::newFromText( $case['title'] ), $options );
		return [ 'text' => $text ];
	}
}

$maintClass = ExpansionCases::class;
require_once RUN_MAINTENANCE_IF_MAIN;
"""


def answers(wiki: Path, files: list[CaseFile]) -> list[list[str]]:
    """What MediaWiki makes of the cases of each file."""
    out = []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "LocalSettings.php").write_text(SETTINGS)
        (Path(folder) / "pages.php").write_text(PAGES)
        for file in files:
            rows = [
                json.dumps(
                    {
                        "text": case.text,
                        "title": case.title or file.title,
                        "moment": file.moment,
                        "pages": file.pages,
                        "templates": file.templates or {"-": "-"},
                    }
                )
                for case in file.cases
            ]
            env = {
                **os.environ,
                "MW_INSTALL_PATH": str(wiki / "usr/share/mediawiki"),
                "MW_CONFIG_FILE": f"{folder}/LocalSettings.php",
                "CASES_WIKI": str(wiki),
                "CASES_LANG": file.lang,
            }
            command = ["php", "-d", "memory_limit=1G", "-d", "display_errors=stderr", f"{folder}/pages.php"]  # fmt: skip
            done = subprocess.run(
                command, input="\n".join(rows) + "\n", capture_output=True, text=True, env=env,
                check=True,
            )  # fmt: skip
            lines = [json.loads(line) for line in done.stdout.splitlines() if line[:1] == "{"]
            if len(lines) != len(rows):
                sys.exit(f"{file.path.name}: {len(lines)} of {len(rows)}\n{done.stderr[-3000:]}")
            out.append([line.get("text", f"!{line.get('error')}") for line in lines])
    return out


KEPT = re.compile(r"\{\{(?:DEFAULTSORT|DISPLAYTITLE)[^{}]*\}\}")
"""Calls that stay in the text, where the parser reads them."""


def parser_tests(paths: list[Path]) -> list[CaseFile]:
    """The parser tests whose texts call something, by language."""
    files: dict[str, CaseFile] = {}
    pages: dict[str, str] = {}
    for path in paths:
        source = path.read_text(encoding="utf-8")
        for block in re.split(r"^!! *(?=article\b|test\b)", source, flags=re.M)[1:]:
            parts = dict(re.findall(r"^(?:!! *)?(\S+)[^\n]*\n(.*?)(?=^!!|\Z)", block, re.M | re.S))
            if "article" in parts:
                pages[parts["article"].strip()] = parts.get("text", "").removesuffix("\n")
                continue
            text = parts.get("wikitext", parts.get("input", "")).removesuffix("\n")
            options = parts.get("options", "")
            if "{{" not in text or re.search(r"\b(?:pst|msg|disabled|comment|subpage)\b", options):
                continue
            lang = re.search(r"language=([\w-]+)", options)
            title = re.search(r"title=\[\[(.*?)\]\]", options)
            file = files.setdefault(lang[1] if lang else "en", CaseFile(path, "Parser test"))
            file.lang, file.moment = lang[1] if lang else "en", "19700101000203"
            file.cases.append(Case(parts["test"].strip(), text, "", title[1] if title else ""))
    for file in files.values():
        file.templates = {f":{name}": text for name, text in pages.items()}
        file.pages = [*pages]
    return [*files.values()]


def as_templates(file: CaseFile) -> None:
    """Let each case be a call of a template with its text."""
    for number, case in enumerate(file.cases):
        file.templates[f"Case {number}"] = case.text
        case.text, case.reason = f"{{{{Case {number}}}}}", ""


def main() -> int:
    """Ask MediaWiki, and compare or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--wiki", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--refresh", action="store_true", help="write MediaWiki's answers")
    parser.add_argument("--file", help="only the cases of this file")
    parser.add_argument("--as-templates", action="store_true", help="each text as a template")
    parser.add_argument("--parser-tests", type=Path, nargs="+", metavar="FILE")
    options = parser.parse_args()
    if options.parser_tests:
        files = parser_tests(options.parser_tests)
    else:
        files = [f for f in read_cases() if options.file in (None, f.path.name)]
    if options.as_templates:
        for file in files:
            as_templates(file)
    count: Counter[str] = Counter()
    for file, texts in zip(files, answers(options.wiki, files), strict=True):
        for case, text in zip(file.cases, texts, strict=True):
            expansion = expanded(file, case)
            got = expansion.text
            if got == text:
                count["the same"] += 1
            elif KEPT.sub("", got) == text:
                count["kept for the page: DEFAULTSORT, DISPLAYTITLE"] += 1
            elif any(name.startswith("Template:") for name in expansion.missing):
                count["a template that is not there stays a call"] += 1
            elif expansion.missing:
                count[f"not known: {', '.join(sorted(expansion.missing))}"] += 1
            else:
                count["other"] += 1
                print(f"--- {file.path.name}: {case.name}\n{case.text}\n  MediaWiki {text!r}\n  here      {got!r}")  # fmt: skip
            case.expected = text
        if options.refresh:
            write_cases(file)
    print(f"{count['the same']} of {count.total()} the same")
    for reason, number in count.most_common()[1:]:
        print(f"{number:5} {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
