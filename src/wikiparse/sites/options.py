"""The options of file links, in many languages (MediaWiki: Help:Images and the magic words of each language)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WORDS: Final[dict[str, str]] = {
    "thumb": """
        thumb thumbnail mini miniatur miniatura miniature vignette pienoiskuva pienois μινιατούρα мини мініатюра мініатюра міні миниатюра
        мініяцюра умаленосл умањено умањена мини-слика náhled náhľad náhled bélyegkép bélyeg miniatuur thumbnail_of tomb küçükresim küçük
        nho nhỏ duim duimnael dwimnael mynd smámynd þumall sličica sličica umanjeno minijatura pisipilt sīktēls sīkbilde mažas miniatiūra
        minijatūra thumbnail icône تصغير مصغر بندانگشتی انگشتدان انگشتی وێنۆک ממוזער เล็ก サムネイル サムネ 缩略图 縮圖 缩略 略縮圖 縮略圖 섬네일
        썸네일 थंब अंगूठाकार अंगूठा থাম্ব বড়_থাম্ব थम्ब இல்லஸ் சிறு നഖചിത്രം లఘుచిత్రం நகப்படம் ಥಂಬ್ thumbnailo bildeto eta ikuspegi
        iruditxo minis mineatur miniatyr minyatür nobayrozîyan կոնտեյներ մինի მინიატურა мініатюра бяскрай thumbs tum ลูกเล่น lėtuos
        minimu bawd bân ewin bawd mionsamhail mini-bild lit lítil lille μικρογραφία эскиз нобай мініятура нобад миниатюр ескиз стинка
    """,
    "frame": """
        frame framed enframed gerahmt cadre encadré marco enmarcado enmarcada incorniciato riquadrato moldura omkaderd ram inramad ramka
        kehys kehystetty rám rámeček rámček keret keretezett обрамить рамка okvir ramme indrammet πλαίσιο με-πλαίσιο çerçeve çerçeveli khung
        إطار بإطار قاب ממוסגר フレーム 有框 帶框 帶外框 有外框 프레임 फ्रेम
    """,
    "frameless": """
        frameless rahmenlos sans_cadre non_encadré sin_marco sinmarco sin_embarcar senza_cornice sem_moldura semmoldura kaderloos ramlös
        bez_ramki bezramki kehyksetön bezrámu bez_rámu keretnélküli безрамки без рамки безрамки без_рамки rammeløs χωρίς-πλαίσιο çerçevesiz
        không_khung لاإطار بدون بی‌قاب بیقاب לא_ממוסגר フレームなし 无框 無框 프레임없음 bez
    """,
    "border": """
        border rand bordure borde bordo borda rand kantlinje obramowanie reunus okraj keret граница okvir kant όρια sınır viền حدود حد حاشیه
        גבולות 外枠 ボーダー 边框 邊框 테두리 limite grens
    """,
    "right": """
        right rechts droite derecha der dcha destra direita rechts höger prawo oikea vpravo jobbra jobb справа праворуч право vpravo desno
        høyre højre δεξιά sağ phải يمين راست ימין dreta dereita dretch kanan õng paremal pa labi dešinė pravo дясно вдясно справо right-align
        右 右寄せ 오른쪽 दाएं दाएँ ডানদিকে ขวา hægri dekstra eskuinera dde ডান աջից მარჯვნივ оңға уңда злева_направо
    """,
    "left": """
        left links gauche izquierda izda izq sinistra esquerda links vänster lewo vasen vlevo vľavo balra bal слева зліва лево lijevo levo
        venstre αριστερά sol trái يسار چپ שמאל esquerra esquierda kiri vasakul kairė liev ляво вляво kreisi ліворуч 左 左寄せ 왼쪽 बाएं बाएँ
        বামদিকে ซ้าย vinstri maldekstra ezkerrera chwith বাম ձախից მარცხნივ солға
    """,
    "center": """
        center centre zentriert centré centrado centrar centro gecentreerd centrerad centrera centruj środek keskitetty keski uprostřed
        centrované középre középen közép центр по_центру центрирано središte sredina center sentrer sentrum centreret κέντρο orta giữa وسط مرکز
        מרכז centrat centrada tengah keskel mitjà centar center_align в_центъра център 中央 中 居中 置中 中间 가운데 केंद्र केन्द्र মধ্য মাঝে กลาง
        miðja centra erdian canol ცენტრში კენტრონ կենտրոն
    """,
    "none": """
        none ohne néant non ninguna ninguno nessuno nenhum nenhuma geen ingen brak tyhjä žádné žiadny semmi без нет немає нема nema nikakva ingen
        καθόλου yok không بلا هیچ ללא cap لاشيء tiada puudub なし 无 無 없음 कोई_नहीं
    """,
    "upright": """
        upright hochkant redresse verticale vertical verticale rechtop stående portret yläoikea yläoikealla nadomak nadohore fennjobbra зверхусправа вправо обични
        usporav uspravno oppreist dik معدول ایستاده dret 右上 세로 hochformat superiordireito 縦 直立 竖立
    """,
    "baseline": "baseline sub super sup top text-top middle bottom text-bottom grundlinie tief hoch oben text-oben mitte unten text-unten",
}
_NAMED: Final[dict[str, str]] = {
    "alt": "alt alternativtext alternatív متن جایگزين_متن بديل текст_подмены طرح טקסט alternativ 代替文 替代 替代文本 대체글",
    "link": "link verweis lien enlace vínculo collegamento ligação koppeling länk linki linkki odkaz link ссылка посилання veza lenke υπερσύνδεσμος bağlantı liên_kết وصلة پیوند קישור enllaç 連結 链接 鏈接 リンク 링크",
    "page": "page seite pagina página sida strona sivu strana oldal страница сторінка stranica side σελίδα sayfa trang صفحة صفحه דף 页数 頁 ページ 문서",
    "class": "class klasse classe clase klass klasa luokka třída trieda osztály класс клас 类 類 クラス 클래스",
    "lang": "lang sprache langue idioma taal lingua язык мова 语言 言語 언어",
    "upright": "upright hochkant redresse verticale rechtop stående",
    "thumb": "thumb thumbnail mini miniatur miniatura vignette",
    "start": "start end starttime endtime thumbtime noicon title alt start ende",
}  # fmt: skip
_BY_WORD: Final[dict[str, str]] = {word.replace("_", " "): kind for kind, words in _WORDS.items() for word in words.split()}
_BY_NAME: Final[dict[str, str]] = {word.replace("_", " "): kind for kind, words in _NAMED.items() for word in words.split()}
SIZE: Final = re.compile(r"x?\d+(?:x\d*)? ?(?:px|пкс|пикс|pix|бкс|پیکسل|بك|عن|像素|ピクセル|픽셀|נפ|ps|пксл|рх|п|px px)(?:px)?", re.I)
UPRIGHT: Final = re.compile(r"(\S+) ([0-9.]+)")


@lru_cache(maxsize=4096)
def option_of(part: str) -> tuple[str, str, str] | None:
    """The kind of an option (its English name), its name and its value as they are written; None for what is a caption.

    `200px` is of the kind "size", and has no value.
    """
    name, equals, value = part.partition("=")
    name = name.strip()
    folded = name.lower().replace("_", " ")
    if equals:
        kind = _BY_NAME.get(folded)
        return None if kind is None else (kind, name, value.strip())
    if (kind := _BY_WORD.get(folded)) is not None:
        return kind, name, ""
    if SIZE.fullmatch(folded):
        return "size", name, ""
    if (match := UPRIGHT.fullmatch(folded)) and _BY_WORD.get(match[1]) == "upright":
        return "upright", name.split()[0], match[2]
    return None
