"""The options of file links, in many languages (MediaWiki: Help:Images, and the magic words of each
language).
"""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final[dict[str, str]] = {
    "thumb": """
        thumb thumbnail
        mini miniatur miniatura miniature miniatuur vignette duimnael mion tomb pisi mynd þumall bawd ewin eta küçükresim küçük nhỏ jmpl
        pienoiskuva pienois náhled náhľad bélyegkép bélyeg sličica minijatura umanjeno miniatyr miniatűr sīktēls
        μινιατούρα мини миниатюра мініатюра міні мініяцюра умањено нобай
        تصغير مصغر بندانگشتی انگشتدان انگشتی ממוזער サムネイル サムネ 缩略图 缩略 縮圖 略縮圖 縮略圖 섬네일 썸네일
        थंब अंगूठाकार अंगूठा থাম্ব ലഘുചിത്രം
        மினி సూక్ష్మచిత్రం లఘుచిత్రం มินิ მინი მინიატურა մինի մանրապատկեր
    """,
    "frame": """
        frame framed enframed gerahmt cadre encadré marco enmarcado enmarcada incorniciato riquadrato moldura omkaderd raam ram inramad
        ramka kehys kehystetty rám rámeček keret keretezett okvir ramme innrammet bingkai khung çerçeve çerçeveli marc
        πλαίσιο обрамить рамка рамкі إطار بإطار قاب ממוסגר フレーム 有框 帶框 프레임 फ्रेम
    """,
    "frameless": """
        frameless rahmenlos sans_cadre non_encadré sin_marco sinmarco senza_cornice sem_moldura semmoldura kaderloos ramlös bez_ramki
        kehyksetön bezrámu bez_rámu keretnélküli rammeløs çerçevesiz không_khung sense_marc
        безрамки без_рамки безрамка χωρίς-πλαίσιο لاإطار بدون بی‌قاب בלי_מסגרת フレームなし 无框 無框 프레임없음
    """,
    "border": """
        border rand bordure borde bordo borda kantlinje obramowanie reunus okraj okvir_slike kant sınır viền vora
        граница όρια حدود حاشیه גבולות 外枠 ボーダー 边框 邊框 테두리
    """,
    "right": """
        right rechts regs droite derecha der dcha dreta dereita dretch dreite destra direita höger prawo oikea vpravo jobbra jobb desno
        desna
        høyre højre sağ phải kanan ka paremal pa_labi dešinėje dešinė deas dde eskuinera dekstra hægri
        справа праворуч право вправо дясно вдясно десно δεξιά оңға يمين راست ימין 右 右寄せ 오른쪽 दाएँ दाएं ডানদিকে ডান ขวา աջից მარჯვნივ
    """,
    "left": """
        left links gauche izquierda izda izq esquerra esquerda sinistra vänster lewo vasen vlevo vľavo balra bal lijevo levo leva
        venstre sol trái kiri vasakul pa_kreisi kairėje kairė clé chwith ezkerrera maldekstra vinstri
        слева зліва ліворуч лево влево ляво вляво αριστερά солға يسار چپ שמאל 左 左寄せ 왼쪽 बाएँ बाएं বামদিকে বাম ซ้าย ձախից მარცხნივ
    """,
    "center": """
        center centre zentriert mitte centré centrado centrar centro centrat gecentreerd centrerad centruj środek keskitetty keski uprostřed
        stred centrované középre középen közép središte sredina sentrer sentrum centreret orta giữa tengah erdian centra miðja
        центр центрирано център κέντρο وسط مرکز مركز מרכז 中央 中 居中 置中 中间 가운데 केंद्र মধ্য মাঝে กลาง կենտրոն ცენტრი
    """,
    "none": """
        none ohne néant non ninguna ninguno nenhum nenhuma nessuno geen ingen brak tyhjä žádné žiadny semmi nema yok không cap tiada puudub
        без нет немає καθόλου بلا هیچ ללא なし 无 無 없음
    """,
    "upright": """
        upright hochkant redresse verticale vertical verticalment rechtop stående portret yläoikea nadomak usporavno uspravno dik lurus
        püsti
        обични معدول ایستاده 右上 縦 直立 竖立 세로
    """,
    "place": "baseline sub super sup top text-top middle bottom text-bottom grundlinie tief hoch oben text-oben unten text-unten",
}
_NAMED: Final[dict[str, str]] = {
    "alt": "alt alternativtext alternativ بديل متن 代替文 替代 替代文本 대체글",
    "link": "link verweis lien enlace vínculo collegamento ligação koppeling länk linki odkaz lenke bağlantı liên_kết enllaç ссылка "
    "посилання веза وصلة پیوند קישור 連結 链接 鏈接 リンク 링크",
    "page": "page seite página pagina sida strona sivu strana oldal side sayfa trang "
    "страница сторінка σελίδα صفحة صفحه 页数 頁 ページ 문서",
    "class": "class klasse classe clase klass klasa luokka třída trieda osztály класс клас 类 類 クラス 클래스",
    "lang": "lang sprache langue idioma taal język язык мова 语言 言語 언어",
    "upright": "upright hochkant redresse verticale rechtop stående معدول",
    "thumb": "thumb thumbnail mini miniatur miniatura vignette",
    "time": "start end starttime endtime thumbtime",
}


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word.replace("_", " "): kind for kind, words in table.items() for word in words.split()}


_KINDS: Final = _by_word(_WORDS)
_KINDS_OF_NAMES: Final = _by_word(_NAMED)
SIZE: Final = re.compile(
    r"x?\d+(?:x\d*)? ?(?:px|пкс|пикс|п|рх|бкс|پیکسل|بك|عن|پکسل|পিক্সেল|पिक्सेल|像素|ピクセル|픽셀|פיקסלים)(?:px)?",
    re.I,
)
UPRIGHT: Final = re.compile(r"(\S+) ([0-9.]+)")
LONGEST: Final = 40
"""No option without a value is longer."""


def option_of(part: str) -> tuple[str, str, str] | None:
    """The kind of an option (its English name), its name and its value as they are written; None
    for what is a caption.

    `200px` is of the kind "size", and has no value.
    """
    name, equals, value = part.partition("=")
    name = name.strip()
    if len(name) > LONGEST:
        return None
    folded = name.lower().replace("_", " ")
    if equals:
        kind = _KINDS_OF_NAMES.get(folded)
        return None if kind is None else (kind, name, value.strip())
    if (kind := _KINDS.get(folded)) is not None:
        return kind, name, ""
    if SIZE.fullmatch(folded):
        return "size", name, ""
    if (match := UPRIGHT.fullmatch(folded)) and _KINDS.get(match[1]) == "upright":
        return "upright", name.split()[0], match[2]
    return None
