"""Templates of a dump or a folder in one file, and the stores that read it."""

from __future__ import annotations

import multiprocessing
import operator
import pickle
import sqlite3
import stat

import pytest

import wikiparse
from wikiparse import TemplateStore
from wikiparse.console.command_line import main
from wikiparse.etl import write_templates

HEADER = """\
<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="de">
<siteinfo><dbname>dewiki</dbname><base>https://de.wikipedia.org/wiki/A</base>
<case>first-letter</case><namespaces><namespace key="0" case="first-letter"/>
<namespace key="10" case="first-letter">Vorlage</namespace>
<namespace key="828" case="first-letter">Modul</namespace></namespaces></siteinfo>
"""
PAGE = """<page><title>{title}</title><ns>{ns}</ns><id>{id}</id><revision><id>{id}</id>
<timestamp>2024-01-01T00:00:00Z</timestamp><text>{text}</text></revision></page>
"""


@pytest.fixture
def dump(tmp_path):
    pages = (
        ("Eiche", 0, "x {{Kasten|a}}"),
        ("Vorlage:Kasten", 10, "[{{{1}}}]"),
        ("Vorlage:K", 10, "#WEITERLEITUNG [[Vorlage:Kasten]]"),
        ("Vorlage:Lua", 10, "{{#Invoke:Y|f}}"),
        ("Modul:Y", 828, "return 1"),
    )
    rows = [
        PAGE.format(title=title, ns=ns, id=number, text=text)
        for number, (title, ns, text) in enumerate(pages, 1)
    ]
    path = tmp_path / "dump.xml"
    path.write_text(HEADER + "".join(rows) + "</mediawiki>\n")
    return path


def test_templates_of_a_dump(dump, tmp_path):
    path = tmp_path / "t.sqlite"
    counts = write_templates(dump, path)
    assert (counts.templates, counts.redirects, counts.invoking) == (3, 1, 1)
    assert counts.modules == ("Modul:Y",)
    store = TemplateStore.open(path)
    assert (store.lang, len(store)) == ("de", 3)
    assert store.site is not None
    assert store.site.name == "dewiki"
    assert store.expand("{{k|x}} {{Vorlage:Kasten|y}} {{Template:kasten|z}}").text == "[x] [y] [z]"
    assert "K" in store
    assert "Y" not in store
    # Without titles nothing is known of the pages that are not there.
    assert store.expand("{{#ifexist:Eiche|j|n}}").text == "{{#ifexist:Eiche|j|n}}"


def test_titles_decide_ifexist(dump, tmp_path):
    path = tmp_path / "t.sqlite"
    assert write_templates(dump, path, titles=True).titles == 5
    store = TemplateStore.open(path)
    text = "{{#ifexist:eiche|j|n}}{{#ifexist:Modul:Y|j|n}}{{#ifexist:Buche|j|n}}"
    assert store.expand(text).text == "jjn"


def test_a_folder_is_one_of_templates(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "Box.wikitext").write_text("[{{{1}}}]")
    (folder / "B.wikitext").write_text("#REDIRECT [[Template:Box]]")
    counts = write_templates(folder, tmp_path / "t.sqlite", lang="en")
    assert (counts.templates, counts.redirects) == (2, 1)
    assert TemplateStore.open(tmp_path / "t.sqlite").expand("{{b|x}}").text == "[x]"


def test_the_last_page_of_a_title_counts(tmp_path):
    path = tmp_path / "t.sqlite"
    counts = write_templates({"Template:A": "1", "a": "2", "A\ud800": "3", "[": "4"}, path)
    assert counts.templates == 1  # no page can have the other two
    store = TemplateStore.open(path)
    assert store.expand("{{A}} {{A\ud800}}").text == "2 {{A\ud800}}"
    assert len(store) == 1


def test_options_of_the_caller_win(dump, tmp_path):
    path = tmp_path / "t.sqlite"
    write_templates(dump, path)
    store = TemplateStore.open(path, lang="en", pages=["Eiche"], max_size=5)
    assert store.lang == "en"
    assert store.max_size == 5
    assert store.expand("{{#ifexist:Buche|j|n}}").text == "n"


def test_a_file_is_replaced_once_the_new_one_is_complete(tmp_path):
    path = tmp_path / "t.sqlite"
    write_templates({"A": "1"}, path)
    old = TemplateStore.open(path)
    assert old.expand("{{A}}").text == "1"

    def fails(page):
        message = "no more"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        write_templates({"A": "2"}, path, on_page=fails)
    assert TemplateStore.open(path).expand("{{A}}").text == "1"
    write_templates({"A": "2"}, path)
    assert TemplateStore.open(path).expand("{{A}}").text == "2"
    assert [file.name for file in tmp_path.iterdir()] == ["t.sqlite"]


EXPAND = operator.methodcaller("expand", "{{A}}")
"""A function that a worker can import."""


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_workers_read_one_file(tmp_path, method):
    path = tmp_path / "t.sqlite"
    write_templates({"A": "a"}, path)
    path.chmod(stat.S_IRUSR)
    store = TemplateStore.open(path)
    assert EXPAND(store).text == "a"
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert [found.text for found in pool.map(EXPAND, [store] * 4)] == ["a"] * 4


def test_a_pickle_holds_no_templates(tmp_path):
    path = tmp_path / "t.sqlite"
    write_templates({"A": "a" * 100_000}, path)
    store = TemplateStore.open(path)
    EXPAND(store)
    data = pickle.dumps(store)
    assert len(data) < 1_000
    assert len(EXPAND(pickle.loads(data)).text) == 100_000


def test_files_of_others_are_refused(tmp_path):
    with pytest.raises(FileNotFoundError):
        TemplateStore.open(tmp_path / "none.sqlite")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "text").write_text("text" * 1_000)
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE a (b)")
    other.close()
    for name in ("empty", "text", "other"):
        with pytest.raises(ValueError, match="is not a file of templates"):
            TemplateStore.open(tmp_path / name)
    write_templates({}, tmp_path / "newer")
    newer = sqlite3.connect(tmp_path / "newer")
    newer.execute("PRAGMA user_version = 2")
    newer.close()
    with pytest.raises(ValueError, match="of version 2, not 1"):
        TemplateStore.open(tmp_path / "newer")


def test_opening_reads_no_templates(tmp_path):
    """The instructions of SQLite do not grow with the templates."""
    counts = []
    for number in (10, 5_000):
        path = tmp_path / f"{number}.sqlite"
        write_templates({f"T{index}": "x" * 100 for index in range(number)}, path)
        store = TemplateStore.open(path)
        steps = 0

        def step():
            nonlocal steps
            steps += 1

        store._texts._open().set_progress_handler(step, 1)
        assert store.expand("{{T7}}").text == "x" * 100
        counts.append(steps)
    assert counts[1] <= counts[0] + 10


# ------------------------------------------------------------------------------------ command


def test_the_command(dump, tmp_path, capsys):
    path = tmp_path / "t.sqlite"
    assert main(["templates", str(dump), "-o", str(path), "--titles"]) == 0
    said = capsys.readouterr().err
    assert f"3 templates in {path}, 1 redirect among them, 5 titles" in said
    assert "1 template calls modules in Lua" in said
    assert "not run: 1 module (Modul:Y)" in said
    assert TemplateStore.open(path).expand("{{K|a}}").text == "[a]"
    assert main(["templates", str(dump), "-o", str(path)]) == 0


@pytest.mark.parametrize(
    ("source", "target", "status", "message"),
    [
        ("missing.xml", "t.sqlite", 2, "missing.xml: No such file or directory"),
        ("dump.xml", "dump.xml", 1, "is not a file of templates"),
        ("dump.xml", "no/t.sqlite", 1, "the folder is not there"),
        ("dump.xml", "-", 1, "not to the standard output"),
        ("empty.xml", "t.sqlite", 1, "0 templates in t.sqlite"),
        ("cut.xml", "t.sqlite", 2, "the file is cut off"),
    ],
)
def test_the_command_says_why_not(dump, monkeypatch, capsys, source, target, status, message):
    monkeypatch.chdir(dump.parent)
    (dump.parent / "empty.xml").write_text("")
    (dump.parent / "cut.xml").write_text(dump.read_text()[:-100])
    assert main(["templates", source, "-o", target]) == status
    assert message in capsys.readouterr().err


def test_a_run_that_is_stopped_leaves_the_old_file(dump, tmp_path, monkeypatch):
    path = tmp_path / "t.sqlite"
    write_templates({"A": "1"}, path)

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("wikiparse.console.progress.Progress.add", stop)
    assert main(["templates", str(dump), "-o", str(path)]) != 0
    assert TemplateStore.open(path).expand("{{A}}").text == "1"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["dump.xml", "t.sqlite"]


def test_a_typo_in_an_option_is_explained():
    with pytest.raises(TypeError, match="titels"):
        write_templates({}, "t.sqlite", titels=True)
    with pytest.raises(TypeError, match="momment"):
        TemplateStore({}, momment=None)
    assert wikiparse.TemplateStore is TemplateStore


def test_a_store_is_shown_in_one_line() -> None:
    assert repr(TemplateStore({"A": "b"}, lang="de")) == "TemplateStore(<1>, lang='de')"
    assert repr(TemplateStore()) == "TemplateStore(<0>)"
