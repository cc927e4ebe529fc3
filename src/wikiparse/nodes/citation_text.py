"""The text of citation templates, as a reader sees it: authors, title, publisher, date.

The names of the arguments are those of the citation templates of the large Wikipedias: English
Module:Citation/CS1 (also on ja, zh, ko, ar, id, tr …), German Vorlage:Literatur and
Vorlage:Internetquelle, French Modèle:Ouvrage, Modèle:Article and Modèle:Lien web, Spanish
Plantilla:Cita libro, Italian Template:Cita libro and Template:Cita web, Russian Шаблон:Книга,
Polish Szablon:Cytuj, Portuguese Predefinição:Citar livro, Dutch Sjabloon:Citeer boek, Swedish
Mall:Bokref, Catalan Plantilla:Ref-llibre, Persian الگو:یادکرد and Hungarian Sablon:CitLib.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wikiparse.nodes.template_functions import has_text, positional

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.inlines import Template, TemplateArgument
    from wikiparse.nodes.template_functions import Shown

NAMES: Final = {
    "last": "last surname author-last last-author apellidos apellido cognome nom nom1-auteur"
    " sobrenome ultimo último nachname achternaam efternamn nazwisko фамилия cognom"
    " نام_خانوادگی الأخير 성 姓",
    "first": "first given author-first nombre nome prénom primeiro vorname voornaam förnamn"
    " imię имя"
    " nom-persona الأول نام 이름 名",
    "author": "author authors vauthors people author-name autor autore autori auteur auteurs"
    " auteur_1"
    " autores автор авторы författare auteur(s) szerző forfatter upphovsman مؤلف نویسنده"
    " 저자 著者 作者 autor1 auteur1 host artist director höfundur",
    "editor": "editor editors editor-last veditors herausgeber hrsg curatore ответственный"
    " redaktor"
    " redacteur redaktör éditeur-scientifique editor1-last",
    "title": "title titel titre título titulo titolo tytuł заглавие название заголовок títol cím"
    " عنوان العنوان 제목 titre_article tittel titulu naslov otsikko nimeke název názov"
    " başlık judul script-title 書名 題名 タイトル chapter-title wstitle titill заглавиe",
    "chapter": "chapter contribution entry article section kapitel chapitre titre-chapitre"
    " capítulo"
    " capitulo capitolo rozdział часть hoofdstuk capítol 章 kapitola bölüm titelteil"
    " sammelwerkstitel",
    "work": "work journal newspaper magazine periodical website encyclopedia encyclopaedia"
    " dictionary werk sammelwerk périodique revue obra publicación periódico revista jornal"
    " opera rivista pubblicazione sito czasopismo издание журнал газета сайт site verk"
    " tidskrift publicació obra-ref series booktitle zeitung folyóirat lap مجلة عمل 저널"
    " journal-title رسالة ژورنال وبگاه",
    "publisher": "publisher institution verlag éditeur editorial editora editore wydawca"
    " издательство"
    " uitgever förlag utgivare kiadó hrsg-web 출판사 ناشر الناشر forlag yayıncı penerbit"
    " vydavatel wydawnictwo agency publisher-name editor-it 出版社 útgefandi",
    "place": "location place ort lieu ubicación lugar città local miejsce место plaats"
    " utgivningsort"
    " город lloc hely 위치 مکان مكان",
    "date": "date datum année fecha data anno rok год дата jaar år datum-web any dátum év año ano"
    " 날짜 تاريخ تاریخ year jahr mois-année 日付 年 tahun tanggal ár",
    "edition": "edition auflage edición edizione edição wydanie druk upplaga version",
    "volume": "volume vol band tome volumen tom том deel band-nr jahrgang 巻",
    "issue": "issue number nummer numéro número numero номер выпуск nummer-web heft 号",
    "pages": "pages page pp p seiten seite pages-web passage páginas página pagine pagina"
    " pagine_totali strony s страницы стр sidor sid pàgines oldal 쪽 صفحات ص ページ halaman",
    "quote": "quote zitat citation-texte cita citazione",
}
"""The names of the arguments, by their meaning, most usual ones first. Spaces, underscores and
capitals do not count; the first of a person's names ends with 1 or with nothing."""

BY_NAME: Final = {
    name: kind for kind, names in NAMES.items() for name in names.replace("_", "-").split()
}
LISTED: Final = ("last", "first", "author", "editor")
MOST_PEOPLE: Final = 8
"""People who are named, as in English Module:Citation/CS1; then "et al."."""


def citation(template: Template) -> Shown:
    """Authors (date). Title. Work, volume (issue), pages. Publisher, place."""
    fields: dict[str, TemplateArgument] = {}
    people: dict[tuple[str, int], TemplateArgument] = {}
    for argument in template.arguments:
        if argument.is_positional:
            continue
        name = argument.name.strip().lower().replace("_", "-").replace(" ", "-")
        base = name.rstrip("0123456789")
        number = name[len(base) :]
        kind = BY_NAME.get(name) or BY_NAME.get(base.rstrip("-"), "")
        if not kind or not has_text(argument):
            continue
        if kind in LISTED:
            people.setdefault((kind, int(number[:4] or 1)), argument)
        elif not number:
            fields.setdefault(kind, argument)
    out: list[str | Node] = _names(people)
    if "date" in fields:
        out += [" (" if out else "(", fields["date"], ")"]
    title = fields.get("title")
    chapter = fields.get("chapter")
    for part in (chapter, title):
        if part is not None:
            _sentence(out, part)
    where: list[str | Node] = []
    for name, before, after in (
        ("work", "", ""), ("volume", " ", ""), ("issue", " (", ")"), ("edition", ", ", ""),
        ("pages", ", ", ""),
    ):  # fmt: skip
        if name in fields:
            where += [before if where else "", fields[name], after if where else ""]
    _sentence(out, *where)
    house: list[str | Node] = [fields["publisher"]] if "publisher" in fields else []
    if "place" in fields:
        house += [", ", fields["place"]] if house else [fields["place"]]
    _sentence(out, *house)
    if not out:
        return _positional(template)
    return tuple(out)


def _names(people: dict[tuple[str, int], TemplateArgument]) -> list[str | Node]:
    """The authors, or where there are none the editors."""
    out: list[str | Node] = []
    numbers = sorted({number for kind, number in people if kind in ("last", "author", "first")})
    for number in numbers[:MOST_PEOPLE]:
        last, first = people.get(("last", number)), people.get(("first", number))
        whole = people.get(("author", number)) if last is None else None
        named = [part for part in (last or whole, first) if part is not None]
        for index, part in enumerate(named):
            out += [("; " if index == 0 else ", ") if out else "", part]
    if len(numbers) > MOST_PEOPLE:
        out.append(" et al.")
    if not out and (editor := people.get(("editor", 1))) is not None:
        out.append(editor)
    return out


def _sentence(out: list[str | Node], *parts: str | Node) -> None:
    """Add some parts as a sentence of their own."""
    if parts:
        out += [". " if out else "", *parts]


def _positional(template: Template) -> Shown:
    """A citation whose arguments have no names that are known here: those without names."""
    out: list[str | Node] = []
    for argument in positional(template):
        out += [", ", argument] if out else [argument]
    return tuple(out)
