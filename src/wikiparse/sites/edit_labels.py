"""The labels of the links that edit a section, by language.

MediaWiki's message `editsection`
(https://www.mediawiki.org/wiki/Help:System_message), as the large Wikipedias show it. Where a
converter left out the links of a page, only these labels tell that they are no part of a heading.
"""

from __future__ import annotations

from typing import Final

EDIT_LABELS: Final = frozenset(
    """
    edit|edit source|edit section|bearbeiten|quelltext bearbeiten|modifier|modifier le code
    modifica|modifica wikitesto|editar|editar código-fonte|editar la fuente|editar código|править
    править код|редагувати|редагувати код|编辑|編輯|编辑源代码|編輯原始碼|編集
    ソースを編集|편집|원본 편집
    edytuj|edytuj kod|bewerken|brontekst bewerken|redigera|redigera wikitext|rediger
    rediger kilde|redigér|muokkaa|muokkaa wikitekstiä|editovat|editovat zdroj|upraviť|upraviť zdroj
    szerkesztés|forrásszöveg szerkesztése|modificare|modificare sursă|değiştir|kaynağı değiştir
    تعديل|عدل|عدل المصدر|ویرایش|ویرایش مبدأ|עריכה|עריכת קוד מקור|uredi|uredi kodo|uredi izvor
    уреди|уреди извор|редактиране|редактиране на кода|sunting|sunting sumber|sửa đổi
    sửa mã nguồn|แก้ไข|แก้ไขโค้ด|संपादित करें|सम्पादित करें|সম্পাদনা|উৎস সম্পাদনা
    redaktə|mənbəni redaktə et|өңдеу|tahrirlash|redakti|redakti fonton|aldatu|aldatu iturburu kodea
    edita|modifica el codi|wysig|breyta|keisti|labot|pataiseit|muuda|muuda lähteteksti|рэдагаваць
    правіць|правіць зыходнік|ծայր|խմբագրել|რედაქტირება|wyse|golygu|cur in eagar|kemmañ|kemm
    """.replace("\n    ", "|")
    .strip(" |\n")
    .split("|")
)
"""The labels, in lower case."""
