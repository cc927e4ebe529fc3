"""Which templates cite a source, and what do their arguments mean?

The names are those of the citation templates of the large Wikipedias: English Module:Citation/CS1
(also on ja, zh, ko, ar, id, tr …), German Vorlage:Literatur and Vorlage:Internetquelle, French
Modèle:Ouvrage, Modèle:Article, Modèle:Chapitre and Modèle:Lien web, Spanish Plantilla:Cita libro,
Italian Modulo:Citazione, Russian Шаблон:Книга, Polish Szablon:Cytuj, Portuguese Predefinição:Citar
livro, Dutch Sjabloon:Citeer boek, Swedish Mall:Bokref, Catalan Plantilla:Ref-llibre, Norwegian and
Danish Mal:Kilde www, Finnish Malline:Verkkoviite, Czech Šablona:Citace monografie, Persian
الگو:یادکرد, Arabic قالب:استشهاد, Hebrew תבנית:קישור כללי, Hungarian Sablon:CitLib and Vietnamese
Bản mẫu:Chú thích web; each is documented on its wiki.

The text that a reader sees of a citation (`citation_text`) and its data (`doc.citations`) come from
this one table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from wikiparse.nodes.template_names import CITATIONS
from wikiparse.text_cache import text_cache

NAMES: Final = {
    # people
    "family": "last surname author-last last-author apellidos apellido cognome nom nom1-auteur"
    " sobrenome ultimo último nachname achternaam efternamn nazwisko фамилия cognom نام_خانوادگی"
    " الأخير 성 姓 etternavn efternavn příjmení prijmení priezvisko soyadı soyad nume họ"
    " familia-nomo презиме прізвище apelidos apelido prezime priimek sukunimi son",
    "given": "first given author-first nombre nome prénom primeiro vorname voornaam förnamn imię"
    " имя nom-persona الأول نام 이름 名 fornavn jméno jmeno meno adı prenume tên persona-nomo"
    " име ім'я ime etunimi ilk",
    "author": "author authors vauthors people author-name autor autore autori auteur auteurs"
    " auteur_1 autores автор авторы författare auteur(s) szerző forfatter upphovsman مؤلف"
    " نویسنده 저자 著者 作者 host artist director höfundur tekijä yazar penulis tác-giả aŭtoro"
    " הכותב מחבר שם-המחבר pengarang assessors credits egile συγγραφέας autors autorius автори"
    " auteur-institutionnel المؤلف מחברים",
    "coauthors": "coauthors coauthor coautori coautores coauteurs coautors medförfattare",
    "editor-family": "editor-last editor-surname editor1-last apellidos-editor apellido-editor"
    " nom-editor cognome-curatore éditeur-nom redacteur-achternaam editor-efternavn"
    " editor-apellidos",
    "editor-given": "editor-first editor-given editor1-first nombre-editor nome-curatore"
    " editor-nombre",
    "editor": "editor editors veditors herausgeber hrsg curatore curatori ответственный redaktor"
    " redacteur redaktör éditeur-scientifique کوشش redactie redakcja toimittaja szerk 編集者"
    " 編者 편집자 editors-ouvrage directeur-publication editör ویراستار محرر biên-tập-viên",
    "translator-family": "translator-last translator-surname",
    "translator-given": "translator-first translator-given",
    "translator": "translator translators übersetzer traducteur traductor traduttore tradutor"
    " vertaler översättare переводчик tłumacz tłumaczenie ترجمه مترجم 訳者 译者 譯者 kääntäjä"
    " översättning traduction",
    "container-author": "auteurs-ouvrage auteur-ouvrage",
    # titles
    "title": "title titel titre título titulo titolo tytuł заглавие название заголовок títol cím"
    " عنوان العنوان 제목 titre_article tittel titulu naslov otsikko nimeke název názov başlık"
    " judul 書名 題名 タイトル chapter-title wstitle titill заглавиe titul titlu наслов назва"
    " כותרת שם-הספר tiêu-đề 标题 標題 sarlavha pealkiri titlo izenburua virsraksts pavadinimas"
    " τίτλος наименование nosaukums litigants rubrik שם שם-המאמר کتاب",
    "script-title": "script-title",
    "subtitle": "sous-titre подзаголовок podtitul subtítulo sottotitolo",
    "translated-title": "trans-title trad-título titretraduit traducció titre-traduit"
    " título-trad titulo-trad titolotradotto",
    "original-title": "originaltitel titre-original título-original titolo-originale"
    " originalny-tytuł оригинал",
    "chapter": "chapter contribution entry article section kapitel chapitre titre-chapitre"
    " capítulo capitulo capitolo rozdział часть hoofdstuk capítol 章 kapitola bölüm titelteil"
    " luku fejezet chương פרק 장 فصل مقاله الفصل 章节",
    "container": "work journal newspaper magazine periodical website encyclopedia encyclopaedia"
    " dictionary werk sammelwerk périodique revue obra publicación periódico revista jornal"
    " opera rivista pubblicazione sito czasopismo издание журнал газета сайт site verk tidskrift"
    " publicació obra-ref booktitle book-title zeitung folyóirat lap مجلة عمل 저널 sammelwerkstitel"
    " journal-title رسالة ژورنال وبگاه titre-ouvrage ouvrage sitioweb sitio-web página-web"
    " opublikowany praca julkaisu avis tidning periodikum časopis eser 웹사이트 작품 صحيفة موقع"
    " روزنامه مجله دانشنامه אתר trang-web tạp-chí báo 网站 網站 雜誌 杂志 報紙 報紙名 新聞"
    " サイト名 lehti dergi gazete site-web работа вебсайт väljaanne oeuvre mailinglist newsgroup"
    " tidsskrift tijdschrift krant sborník 신문 잡지 期刊 报纸 çalışma الموقع دورية العمل نشریه"
    " כתב-עת כתב-העת publicação",
    "collection": "series reihe collection colección collana серия seria coleção serie reeks"
    " 叢書 col·lecció sarja edice sorozat 시리즈 叢書名 シリーズ loạt серія",
    "collection-number": "nummerreihe bandreihe numéro-dans-collection numéro-collection",
    # who published it, where, when
    "publisher": 'publisher institution verlag éditeur editorial editora editore wydawca'
    ' издательство uitgever förlag utgivare kiadó hrsg-web 출판사 ناشر الناشر forlag yayıncı'
    ' penerbit vydavatel wydawnictwo publisher-name editor-it 出版社 útgefandi vydavateľ'
    ' publicado udgiver utgiver kustantaja julkaisija yayımcı yayınevi 出版者 出版商'
    ' nhà-xuất-bản видавництво издател издавач הוצאה מו"ל publicat-de editură publiser'
    ' väljaandja kirjastaja publicadopor izdavač založnik leidykla izdevējs eldoninto eldonejo'
    ' εκδότης argitaletxe school university network',
    "agency": "agency agência nyhetsbyrå",
    "place": "location place ort lieu ubicación lugar città local miejsce место plaats"
    " utgivningsort publication-place город lloc hely 위치 مکان مكان místo miesto sted"
    " utgivelsesort julkaisupaikka yer lieu-édition localização місто địa-điểm מקום-הוצאה loc"
    " lokasi 場所 出版地 publicationplace utgivelsessted 地点 地點 konum nơi-xuất-bản المكان شهر"
    " מקום-ההוצאה yayın-yeri",
    "date": "date datum année fecha data anno rok год дата jaar år datum-web any dátum év año"
    " ano 날짜 تاريخ تاریخ year jahr mois-année 日付 年 tahun tanggal ár dato ajankohta vuosi"
    " tarih yıl datum-vydání dátum-vydania rok-vydání рік תאריך שנה שנת-הוצאה ngày năm"
    " ngày-tháng an 日期 سنة سال airdate air-date issue-date publication-date sana yil godina"
    " leto metai aeg gads kuupäev urtea годинa година dată utgivelsesår utgivelsesdato 연도"
    " en-ligne-le التاريخ السنة שנת-ההוצאה",
    "month": "month monat mois mes mese mês miesiąc месяц maand månad mesiac měsíc 月 ay місяць"
    " kuukausi 월 tháng חודש",
    "day": "day tag jour día giorno dia dzień день dag 日 gün päivä 일 יום",
    "original-date": "origyear orig-year orig-date origdate originaljahr annooriginale"
    " année-première-édition año-original ano-original anno-originale",
    "edition": "edition auflage edición edizione edição wydanie druk upplaga version ed vydání"
    " vydanie painos kiadás edició baskı numéro-d'édition numéro-édition 版 editie چاپ طبعة"
    " الطبعة basım",
    "volume": "volume vol band tome volumen tom том deel band-nr jahrgang 巻 wolumin ročník"
    " vuosikerta cilt tập 권 volym kötet årgang bind כרך المجلد مجلد جلد bandnummer",
    "issue": "issue number nummer numéro número numero номер выпуск nummer-web heft 号 nr číslo"
    " sayı số 호 szám 期 العدد عدد شماره גיליון hefte numer",
    "page": "pages page pp p seiten seite pages-web passage páginas página pagine pagina s"
    " strony страницы стр sidor sid pàgines oldal 쪽 صفحات ص ページ halaman strany sivu sivut"
    " side sider sayfa сторінки trang 페이지 頁 頁數 עמ עמודים صفحة صفحه stránky sivunumerot"
    " oldalak pàgina paginas pagina's at blz bladzijden 页 页码 sayfalar الصفحة الصفحات",
    "number-of-pages": "pagine_totali umfang pages-totales počet-stran strán páginas-totales"
    " страниц total-pages totalpages sivumäärä сторінок",
    # where it is found
    "url": "url lire-en-ligne online link adres osoite ссылка adresse نشانی پیوند مسار کد-پیوند"
    " כתובת посилання adresa texte-en-ligne 링크 網址 网址 пovezava enllaç url-texte www وصلة"
    " الرابط",
    "chapter-url": "chapter-url chapterurl contribution-url entry-url section-url article-url"
    " url_capitolo url-capítulo adres-rozdziału ссылка-часть lire-chapitre chapter-link"
    " capítulo-url urlcapítulo",
    "archive-url": "archive-url archiveurl archiv-url urlarchivio arxiuurl arquivourl urlarchivo"
    " archivo archiwum url-archive archiefurl arkivurl arkisto arşivurl arşiv-url مسار-أرشيف"
    " مسار-الأرشيف نشانی-بایگانی پیوند-بایگانی url-archívu url-archivu archívurl arhiivimisurl"
    " url-lưu-trữ 보존url url-arhiva 보존-url 存档url 存檔url url-archivo arquivo-url 存档网址"
    " 存檔網址 arkiv-url",
    "archive-date": "archive-date archivedate archiv-datum dataarchivio arxiudata arquivodata"
    " fechaarchivo zarchiwizowano date-archive archiefdatum arkivdato arkivdatum arkistoitu"
    " arşivtarihi تاريخ-أرشيف تاریخ-بایگانی datum-archivace archívdátum wayback archive-dato"
    " 보존날짜 存档日期 存檔日期 fecha-archivo arquivo-data arşiv-tarihi ngày-lưu-trữ arkiv-dato",
    "accessed": "access-date accessdate abruf zugriff accesso consulta acessodata fechaacceso"
    " data-dostępu consulté-le bezochtdatum hämtdatum besøksdato besøgsdato datum-přístupu"
    " dátum-prístupu viitattu erişimtarihi erişim-tarihi تاريخ-الوصول تاریخ-بازبینی تاریخ-دسترسی"
    " تاریخ-بازدید بازبینی דата-доступа дата-обращения дата-звернення доступ תאריך-וידוא"
    " ngày-truy-cập 확인날짜 확인일자 访问日期 訪問日期 閲覧日 alirdato datadiaccesso acceso"
    " access-datum dataacceso vaadatud hentet fecha-acceso fecha-de-acceso data-acesso"
    " acesso-data bezocht дата-доступу",
    # identifiers
    "doi": "doi",
    "isbn": "isbn isbn10 isbn13 isbn1 شابک ردمك",
    "issn": "issn issn1 eissn شاپا",
    "pmid": "pmid",
    "pmcid": "pmc pmcid",
    "id": "id bibliographic-id",
    "oclc": "oclc",
    "jstor": "jstor",
    "arxiv": "arxiv eprint",
    "bibcode": "bibcode",
    "hdl": "hdl",
    "s2cid": "s2cid",
    "lccn": "lccn",
    "asin": "asin",
    "zbl": "zbl",
    "mr": "mr",
    "rfc": "rfc",
    "ol": "ol",
    "ssrn": "ssrn",
    "citeseerx": "citeseerx",
    # the rest
    "language": "language lang sprache langue idioma lingua język язык taal språk sprog kieli"
    " llengua língua jazyk dil kode-bahasa bahasa لغة زبان کد-زبان שפה ngôn-ngữ 언어 语言 語言"
    " 言語 мова jezik til lingvo limba nyelv اللغة",
    "genre": "type degree тип medium-type genre",
    "event": "conference event conferenza conferencia conférence konferenz",
    "quote": "quote zitat citation-texte cita citazione",
}  # fmt: skip
"""The names of the arguments, by their meaning, most usual ones first. Spaces, underscores and
capitals do not count; the first of a person's names ends with 1 or with nothing."""

MEANINGS: Final = {
    name: meaning for meaning, names in NAMES.items() for name in names.replace("_", "-").split()
}

HUNGARIAN: Final = {
    "aut": "author", "tit": "title", "subtit": "subtitle", "per": "container", "red": "publisher",
    "loc": "place", "ann": "date", "mon": "month", "pag": "page", "accd": "accessed",
}  # fmt: skip
"""The Latin abbreviations of Hungarian Sablon:CitLib, CitWeb and CitPer."""
OWN_MEANINGS: Final = {
    "internetquelle": {"hrsg": "publisher"},
    "kilde bok": {"utgiver": "publisher"},
    "ref-": {"editor": "publisher"},
    "книга": {"издание": "edition"},
    "citlib": HUNGARIAN,
    "citweb": HUNGARIAN,
    "citper": HUNGARIAN,
    "tidskriftsref": {"årgang": "volume"},
    "cite episode": {"series": "container"},
    "cite serial": {"series": "container"},
    "iucn": {"summ": "id"},
}
"""The meaning of an argument in one template, or in all whose names begin so:
Vorlage:Internetquelle names the publishing body `hrsg`, Catalan `editor` is the publisher."""

POSITIONS: Final[dict[str, tuple[str, ...]]] = {
    "cita web": ("url", "title", "accessed"),
    "cita libro": ("given", "family", "title", "date", "publisher", "place"),
    "הארץ": ("author", "title", "id", "date"),
    "cite gnis": ("id", "title"),
}
"""The meanings of arguments without names: Italian Template:Cita web and Template:Cita libro,
Hebrew תבנית:הארץ, English Template:Cite GNIS."""

COPIES: Final = frozenset("""
wayback|webarchive|webarchiv|webarşiv|web arşiv|семарх|ওয়েব আর্কাইভ|lien archive|lien brisé
|وصلة مكسورة|dead link label|webcite|archiveurl|archive url
""".replace("\n", "").split("|"))  # fmt: skip
"""Templates that lead to the copy of a source in an archive; they are in `CITATIONS` for their
text, but cite nothing of their own."""
NOT_CITED: Final = COPIES | frozenset((
    "versalita", "citat", "cita testo", "wikisource author", "official website label",
    "stand alone", "plume", "bibliographie",
))  # fmt: skip

CITING: Final = frozenset(CITATIONS.replace("\n", "").split("|")) - {""} - NOT_CITED | frozenset(
    ("citenews", "citaweb", "cite", "קישור כללי", "iucn2008", "iucn2006", "引用")
)
FAMILIES: Final = (
    "cite ", "vcite ", "cita ", "citar ", "citeer ", "cytuj ", "chú thích ", "kilde ", "citace ",
    "citácia ", "citaĵo ", "citiranje ", "citat ", "navedi ", "наведен", "ref-", "lien ",
    "یادکرد ", "استشهاد ", "مرجع ",
)  # fmt: skip
"""How the names of further citation templates begin, and how they end."""
FAMILIES_LAST: Final = (" manbasi", " kaynağı", " 인용", "viite", "heimild")
NOT_IN_FAMILIES: Final = frozenset((
    "cita requerida", "citation", "citation needed", "citation bloc", "cite quote", "cite needed",
    "citace nutná", "citation nécessaire", "citation étrangère", "cita cerca", "cited", "city",
))  # fmt: skip


class Meaning(NamedTuple):
    """The meaning of an argument, and of which person it is: 0 without a number."""

    name: str
    number: int


NUMBERED: Final = re.compile(r"(\D*)(\d{1,6})(\D*)")
UNKNOWN: Final = Meaning("", 0)
LONGEST: Final = 60
"""Characters of an argument's name; no known one is longer."""


def meaning_of(argument: str, template: str = "") -> Meaning:
    """The meaning of an argument's name in a template (`fold_name` of its name).

    `first2`, `editor2-first` and `editor-first2` have the number 2.
    """
    if len(argument) > LONGEST:
        return UNKNOWN
    # Some write U+200C within a Persian name.
    name = argument.strip().lower().replace("_", "-").replace(" ", "-").replace("\u200c", "")
    for own, meanings in OWN_MEANINGS.items():
        if name in meanings and template.startswith(own):
            return Meaning(meanings[name], 0)
    if known := MEANINGS.get(name):
        return Meaning(known, 0)
    if match := NUMBERED.fullmatch(name):
        # editor2-first: `editor` and `-first`; nom1: `nom`.
        base = (match[1] + match[3]).strip("-")
        if known := MEANINGS.get(base):
            return Meaning(known, int(match[2]))
    return UNKNOWN


Meanings = Callable[[str], Meaning]
"""The meanings of arguments by their names."""


def _remembering(own: str) -> Meanings:
    """`meaning_of` in the templates of one key in `OWN_MEANINGS`."""

    @text_cache(4096)
    def meaning(name: str) -> Meaning:
        return meaning_of(name, own)

    return meaning


_BY_OWN: Final = {own: _remembering(own) for own in ("", *OWN_MEANINGS)}


def meanings_in(template: str) -> Meanings:
    """The meanings of arguments in a template (`fold_name` of its name)."""
    return _BY_OWN[next((own for own in OWN_MEANINGS if template.startswith(own)), "")]


@text_cache(4096)
def family_of(folded: str) -> str:
    """The evidence that a template cites a source: its name where it is listed, the part that the
    names of a family share, or "". Names are as `fold_name` returns them.
    """
    if folded in CITING:
        return folded
    if folded in NOT_CITED or folded in NOT_IN_FAMILIES:
        return ""
    found = next((start for start in FAMILIES if folded.startswith(start)), "")
    return found or next((end for end in FAMILIES_LAST if folded.endswith(end)), "")
