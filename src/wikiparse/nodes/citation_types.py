"""The type of source that a citation template is for, by its name; types are those of CSL-JSON."""

from __future__ import annotations

from typing import Final

from wikiparse.text_cache import text_cache

PARTS: Final = {
    # The first that is found counts: "facebook" is no book, "newsgroup" no news.
    "post": "newsgroup|mailing list|tweet|twitter|facebook|cite forum",
    "webpage": "elektronick|internetquelle|el la reto|web|www|מאגר|אתר|קישור כללי|verkkoviite"
    "|netiviide|vefheimild|stronę|мрежна|интернет|웹|وب|ويب|موقع|splet|pagină|url|lien brisé"
    "|site|tinklo",
    "post-weblog": "blog",
    "entry-encyclopedia": "encyclop|enciclop|encyklop|ensiklop|ansiklopedi|دانشنامه|uppslagsref"
    "|eb1911|britannica|بریتانیکا|בריטניקה|treccani|brockhaus|cite dnb|cite nie|cite nsrw"
    "|cite hls|cite collier's|catholic|из бсэ|из кнэ|gec|cite grec|cite americana|cite odnb",
    "entry-dictionary": "dictionar|diccionari|wörterbuch|فرهنگ",
    "thesis": "thesis|thèse|tesis|tese|tesi |cita tesi|disertac|диссертац",
    "report": "techreport|report|rapport|relatório|informe|cite ietf|cite rfc|cite gao|iucn",
    "paper-conference": "conferen|conférence|cita conf|sborník|kolokvium",
    "patent": "patent",
    "legal_case": "court|cite case",
    "legislation": "cite act|legge|cite law|legislation",
    "interview": "interview|entrevista|intervista",
    "speech": "speech|discurso",
    "map": "map|carte géo|kartref|mapa",
    "broadcast": "episode|episodio|episódio|odcinek|podcast|podref|tvref|tv-viite|cita tv|serial"
    "|television|radio",
    "motion_picture": "av media|video|vídeo|film|avref|dvd",
    "software": "game|grę kom|videogioco|software",
    "song": "album|music|discografia|song",
    "article": "arxiv|biorxiv|ssrn|preprint|medrxiv",
    "graphic": "cite sign",
    "article-magazine": "magazine|잡지|der spiegel",
    "article-newspaper": "news|notici|notíci|novice|noviny|jornal|nieuws|avis|tidningsref|вест"
    "|haber|chú thích báo|خبر|뉴스|nyhed|uutinen|tagesspiegel|yangilik|הארץ|ynet|giornale|berri "
    "|gazeto|berriak",
    "article-journal": "journal|pubblicazion|publicació|periódic|periodi|tidskrift|tijdschrift"
    "|pismo|artikkel|artikel|статья|статия|dergi|tạp chí|دورية|ژورنال|مقاله|저널|학술지|논문"
    "|lehtiviite|revij|списание|часопис|časopis|tímaritsgrein|ajakirja|citper|צ-מאמר|article"
    "|stattja",
    "chapter": "chapitre",
    "book": "book|libro|livro|llibre|boek|buch|książk|книга|ouvrage|bokref|bok|kirja|monografi"
    "|knih|sách|كتاب|کتاب|서적|책|ספר|libri|knjig|carte|bibisbn|bib isbn|citlib|kitap|kitob"
    "|bókaheimild|raamat|knyga|liburu|bog|comic|cite manual|libre",
}  # fmt: skip
"""Types, and parts of the names of templates for them."""


@text_cache(1024)
def type_of(folded: str) -> str:
    """The type by a template's name (`fold_name`), "" where the name does not say."""
    for kind, parts in PARTS.items():
        if any(part in folded for part in parts.split("|")):
            return kind
    return ""
