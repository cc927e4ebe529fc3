# ruff: noqa: E501
"""What MediaWiki makes of the cases of template expansion, written into their files.

    python scripts/expansion_cases.py --wiki FOLDER             # ask MediaWiki and compare
    python scripts/expansion_cases.py --wiki FOLDER --refresh   # write its answers into the files

FOLDER holds a MediaWiki 1.39 with the extension ParserFunctions: its `usr/share/mediawiki`, and
an SQLite database `data/referee.sqlite`. The cases are in `tests/fixtures/expansion`; their form
is described in `tests/expansion_files.py`. Each is expanded by MediaWiki's `Parser::preprocess`, as
its API does for `action=expandtemplates`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from expansion_files import CaseFile, expand_case, read_cases, write_cases  # noqa: E402

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


def main() -> int:
    """Ask MediaWiki, and compare or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--wiki", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--refresh", action="store_true", help="write MediaWiki's answers")
    parser.add_argument("--file", help="only the cases of this file")
    options = parser.parse_args()
    files = [f for f in read_cases() if options.file in (None, f.path.name)]
    same = total = 0
    for file, texts in zip(files, answers(options.wiki, files), strict=True):
        for case, text in zip(file.cases, texts, strict=True):
            total += 1
            got = expand_case(file, case)
            same += got == text
            if got != text and (got, bool(case.reason)) != (case.here, True):
                print(f"--- {file.path.name}: {case.name}\n{case.text}\n  MediaWiki {text!r}\n  here      {got!r}")  # fmt: skip
            case.expected = text
        if options.refresh:
            write_cases(file)
    print(f"{same} of {total} the same")
    return 0


if __name__ == "__main__":
    sys.exit(main())
