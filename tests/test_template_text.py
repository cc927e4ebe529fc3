"""What a reader sees of templates, by name and language."""

from __future__ import annotations

import pytest

import wikiparse
from wikiparse import etl
from wikiparse.nodes.template_names import NOTHING
from wikiparse.nodes.template_reasons import reason_of
from wikiparse.nodes.template_tables import COMMON, LANGUAGES, functions_of

CASES = [
    ("en", "{{lang|de|[[Wort]]}} {{transl|ru|slovo}}", "Wort slovo"),
    ("en", "{{convert|5|to|10|km2|sqmi}}", "5 to 10 km²"),
    ("en", "{{convert|5|ft|6|in}}", "5 ft 6 in"),
    ("en", "{{convert|100|-|200|°C}}", "100–200 °C"),
    ("en", "{{val|5.2|0.1|e=6|u=km}}", "5.2±0.1×10^6 km"),
    ("en", "{{birth date|1879|3|14}}", "March 14, 1879"),
    ("en", "{{birth date|1879|3|14|df=yes}}", "14 March 1879"),
    ("en", "{{start date|2001|2}} {{start date|2001}}", "February 2001 2001"),
    ("de", "{{Geburtsdatum|1879|3|14}}", "14. März 1879"),
    ("fr", "{{Date de naissance|14|3|1879}}", "14 mars 1879"),
    ("es", "{{Fecha|14|3|1879}}", "14 de marzo de 1879"),
    ("ja", "{{生年月日と年齢|1879|3|14}}", "1879年3月14日"),
    ("ko", "{{출생일|1879|3|14}}", "1879년 3월 14일"),
    ("ru", "{{дата|14|3|1879}}", "14 марта 1879"),
    (None, "{{birth date|1879|3|14}}", "1879-03-14"),
    ("en", "{{hlist|a|[[b]]|c}} {{chem|H|2|O}}", "a, b, c H2O"),
    ("en", "{{nihongo|Tokyo|東京}}", "Tokyo"),
    ("en", "{{lang-sq|Shqipëri}} {{IPA-de|ˈalbɛɐ̯t|lang}}", "Shqipëri ˈalbɛɐ̯t"),
    ("en", "{{legend|#f00|[[Red]] area}} {{small|x}}", "Red area x"),
    ("en", "{{USS|Enterprise|CV-6}} {{usd|5}} {{circa|1900}}", "USS Enterprise US$5 c.\u00a01900"),
    ("de", '{{"|Es liegt am Tage}} {{Höhe|115|DE-NHN}}', "„Es liegt am Tage“ 115 m"),
    ("fr", "{{s-|XIX}} {{citation|mot}} {{lien|A|lang=en|texte=b}}", "XIXe siècle « mot » b"),
    ("es", "{{siglo|XX}}", "siglo XX"),
    ("it", "{{M|32,7|k|m}} {{Exp|7,7|15}} {{TA|158 221}} {{q|x}}", "32,7 km 7,7×10^15 158 221 «x»"),
    ("it", "{{Bandiera|ITA}}{{Bandiera|ITA|nome=s}}", "ITA"),
    ("pt", "{{séc|XIII}} {{Link||2=http://a.example|3=b}}", "século XIII b"),
    ("ca", "{{segle|XIII|s}}", "segle XIII"),
    ("ru", "{{s|1 кг}} {{нп5|А|Б|en|B}}", "1 кг Б"),
    ("zh", "{{link-en|甲|A}} {{le|乙|B}} {{tsl|en|C|丙}}", "甲 乙 丙"),
    ("ja", "{{lang-en-short|x}} {{llang|zh|y}} {{en|z}}", "x y z"),
    ("ko", "{{범례|#fff|[[가]]}}", "가"),
    ("ar", "{{ألمانية|Spree}}", "Spree"),
    ("sk", "{{km|70|m}}", "70 km"),
    ("tr", "{{kardeş şehir|Los Angeles|ABD}}", "Los Angeles, ABD"),
    ("en", "{{coord|52|31|N|13|24|E}} {{Coord|52.5|-13.4}}", "52°31′N 13°24′E 52.5°N 13.4°W"),
    ("en", "{{coord|8|5|7.5|S|3|4|0|W|type:city|display=it}}", "8°5′7.5″S 3°4′0″W"),
    ("en", "{{coord|52|N|13|E|display=title}}{{coor title d|52|N|13|E}}", ""),
    ("en", "{{coord|}}{{coord|x}}{{coord|1|2|3|N}}{{coord|1|2|3|4|N|2|E}}{{coord|{{{1}}}}}", ""),
    ("de", "{{Coordinate|NS=52/31/7/N|EW=-13.4|text=DMS}}", "52° 31′ 7″ N, 13.4° W"),
    ("de", "{{Coordinate|NS=52/31/7/N|EW=13/24//E|article=DMS}}", ""),
    ("de", "{{Koordinate Text|52_31_7_N_13_24_0_E_type:x}}", "52° 31′ 7″ N, 13° 24′ 0″ O"),
    ("fr", "{{coord|48|51|N|2|21|O}}", "48° 51′ nord, 2° 21′ ouest"),
    ("ru", "{{coord|52|31|N|13|24|E}}", "52°31′ с. ш. 13°24′ в. д."),
    ("pl", "{{współrzędne|52°31′N 13°24′E|umieść=w tekście}}", "52°31′N 13°24′E"),
    ("en", "{{sfn|Roy|2003}}{{flagicon|USA}}{{citation needed|date=May 2020}}", ""),
    ("en", "{{Template:small|x}}", "x"),
    (
        "en",
        "{{harvtxt|Roy|2003}} {{Harvtxt|Roy|Lee|2003a|p=3}}",
        "Roy (2003) Roy & Lee (2003a, p.\u00a03)",
    ),
    ("en", "{{harvtxt|A|B|C|1999|pp=3–4|loc=fig. 2}}", "A, B & C (1999, pp.\u00a03–4, fig. 2)"),
    ("en", "{{harvtxt|A|B|C|D|1999}} {{harvtxt|A}}{{harvtxt|p=3}}", "A et al. (1999) A"),
]


@pytest.mark.parametrize(("lang", "source", "text"), CASES)
def test_templates(lang: str | None, source: str, text: str) -> None:
    doc = wikiparse.parse(source, dialect="wikitext", lang=lang)
    assert doc.to_text().strip() == text
    assert " ".join(doc.text.split("\n")) == text
    assert doc.to_text(templates={"other": lambda _: ""}).strip() == text
    shown = [doc.to_text()[m.start : m.end] for m in doc.plain_text().mentions]
    assert len(shown) == len(doc.wikilinks)


CITATIONS = [
    (
        "en",
        (
            "{{cite book |last1=Smith |first1=J. |last2=Doe |first2=[[A]]. |year=2001 |title=Trees"
            " |chapter=Oaks |publisher=Wood |location=Oslo |page=5 |isbn=1}}"
        ),
        "Smith, J.; Doe, A. (2001). Oaks. Trees. 5. Wood, Oslo",
    ),
    (
        "en",
        "{{Cite journal|author=A|date=May 2001|title=T|journal=J|volume=3|issue=2|pages=4–5}}",
        "A (May 2001). T. J 3 (2), 4–5",
    ),
    ("de", "{{Literatur |Autor=A |Titel=T |Verlag=V |Ort=O |Jahr=2001}}", "A (2001). T. V, O"),
    ("fr", "{{Ouvrage|nom1=N|prénom1=P|titre=T|éditeur=E|année=1999}}", "N, P (1999). T. E"),
    (
        "es",
        "{{cita libro|apellidos=A|nombre=B|título=T|editorial=E|año=1999}}",
        "A, B (1999). T. E",
    ),
    ("it", "{{Cita libro|cognome=A|nome=B|titolo=T|editore=E|anno=1999}}", "A, B (1999). T. E"),
    ("ja", "{{Cite book|和書|author=著者|title=題|publisher=社|year=1999}}", "著者 (1999). 題. 社"),
    ("zh", "{{cite web|title=题|url=http://a.example|date=2001}}", "(2001). 题"),
    ("ru", "{{книга|автор=А|заглавие=З|издательство=И|год=1999}}", "А (1999). З. И"),
    ("pt", "{{citar livro|último=A|primeiro=B|título=T|ano=1999}}", "A, B (1999). T"),
    ("nl", "{{Citeer boek|achternaam=A|voornaam=B|titel=T|jaar=1999}}", "A, B (1999). T"),
    ("pl", "{{Cytuj książkę|nazwisko=A|imię=B|tytuł=T|rok=1999}}", "A, B (1999). T"),
    ("sv", "{{Bokref|efternamn=A|förnamn=B|titel=T|år=1999}}", "A, B (1999). T"),
    ("ko", "{{서적 인용|저자=가|제목=나|출판사=다}}", "가. 나. 다"),
    ("ar", "{{مرجع كتاب|مؤلف=أ|عنوان=ب|ناشر=ج}}", "أ. ب. ج"),
    ("en", "{{harvnb|Roy|2003|p=[[x]]}}", "Roy, 2003, x"),
    ("en", "{{unknown|{{also unknown|a}}|b={{small|c}}}}", "a, c"),
]


@pytest.mark.parametrize(("lang", "source", "text"), CITATIONS)
def test_citations_in_a_footnote(lang: str, source: str, text: str) -> None:
    doc = wikiparse.parse(f"x<ref>{source}</ref>", dialect="wikitext", lang=lang)
    assert doc.footnotes[0].text == text
    assert doc.footnotes[0].plain_text().text == text
    assert doc.to_text(footnotes="inline") == f"x ({text})\n"


def test_values_in_running_text_are_not_shown() -> None:
    assert wikiparse.parse("a {{unknown|b}} c", dialect="wikitext").to_text() == "a  c\n"


def test_values_of_an_infobox() -> None:
    source = (
        "{{Infobox x\n|a={{birth date|1879|3|14}}\n|b={{unknown|u|v}}\n|c={{ITA}}\n"
        "|d=[[File:A.jpg|200px]]\n|e=<ref>x</ref>\n}}"
    )
    box = wikiparse.parse(source, dialect="wikitext", lang="en").infobox
    assert box is not None
    assert dict(box) == {"a": "March 14, 1879", "b": "u, v", "c": "ITA", "d": "A.jpg", "e": ""}


def test_coordinates_of_an_infobox() -> None:
    """Shown beside the page's title they are the value of the field all the same."""
    source = (
        "{{Infobox x\n|a={{coord|5|31|N|13|24|E|display=title}}<ref>z</ref>\n"
        "|coordinates={{coord|5|31|N|13|24|E}}\n"
        "|c={{coord|5|N|13|E|display=title}} {{unknown|v}}\n|d={{coord|x}}\n}}"
    )
    doc = wikiparse.parse(source, dialect="wikitext", lang="en")
    assert doc.infobox is not None
    assert dict(doc.infobox) == {
        "a": "5°31′N 13°24′E", "coordinates": "5°31′N 13°24′E",
        "c": "5, N, 13, E, title, v", "d": "x",
    }  # fmt: skip


def test_titles_rows_and_html_have_the_text_too() -> None:
    source = "== {{lang|de|Wort}} ==\n{{small|x}} y\n"
    doc = wikiparse.parse(source, dialect="wikitext")
    assert doc.sections[0].title == "Wort"
    assert doc.section("Wort") is doc.sections[0]
    assert "x y" in doc.to_html()
    row = etl.parse_record({"text": source, "dialect": "wikitext"})
    assert (row["sections"][0]["title"], row["sections"][0]["text"]) == ("Wort", "x y")


def test_a_template_nested_a_hundred_times() -> None:
    for name in ("small", "hlist", "convert|5|", "cite book|title=", "lang|de|", "frac"):
        source = ("{{" + name + "|") * 90 + "x" + "}}" * 90
        text = wikiparse.parse(source, dialect="wikitext").to_text()
        assert len(text) < 1000


def test_names_are_folded_and_have_one_meaning() -> None:
    for table in (COMMON, *LANGUAGES.values()):
        for name in table:
            assert name == name.strip().replace("_", " ").lower(), name
    assert functions_of("de") is functions_of("de")
    assert functions_of("pt-br")["séc"] is functions_of("pt")["séc"]
    assert reason_of("sfn") == "a footnote, or the place of one"
    assert reason_of("pp-move-indef") == reason_of("cn") != ""
    assert reason_of("infobox river") == "facts beside the text (doc.infobox)"
    assert reason_of("river") == ""
    for names in NOTHING.values():
        assert "||" not in names.replace("\n", "")
