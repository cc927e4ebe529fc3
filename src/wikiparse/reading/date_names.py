"""Which templates state dates, and in which order they have the parts of them."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple


class Form(NamedTuple):
    """How a template states its dates.

    `kinds`: those of the dates, in the order of the arguments. `order`: the parts of each of them
    ("y" year, "m" month, "d" day, "x" an argument that is no part; "text" if one argument holds a
    whole date). `repeats`: whether further dates of the last kind may follow.
    """

    kinds: tuple[str, ...]
    order: str
    repeats: bool = False


_NAMES: Final = {
    Form(("birth",), "ymd"): """
birth date|birth date and age|bda|bdate|birth year and age|birth month and age|date of birth|dob
|född|födelsedatum
|födelsedatum och ålder|fødselsdato|fødselsdato og alder|født|datum narození|datum narození a věk
|dátum narodenia|dátum narodenia a vek|datum rođenja|datum rođenja i godine|születési dátum
|doğum tarihi|doğum tarihi ve yaşı|data nașterii|data nașterii și vârsta|生年月日|生年月日と年齢
|出生日期|出生日期及年龄|出生日期及年齡|出生日期和年龄|출생일|출생일과 만나이|출생일과 나이
|تاريخ الميلاد|تاريخ الميلاد والعمر|تاریخ تولد|تاریخ تولد و سن|زادروز|ngày sinh|ngày sinh và tuổi
|tanggal lahir|tanggal lahir dan umur|tanggal lahir dan usia|ημερομηνία γέννησης
|ημερομηνία γέννησης και ηλικία|জন্ম তারিখ|জন্ম তারিখ ও বয়স|जन्म तिथि|जन्म तिथि और आयु
|sünniaeg ja vanus|dzimšanas datums|dzimšanas datums un vecums|gimimo data|rojstni datum
|rojstni datum in starost
""",
    Form(("birth",), "dmy"): """
date de naissance|date de naissance-|date naissance|date de naissance et âge|naissance
|fecha de nacimiento|fecha nacimiento|nacimiento
|nascimento|dni|data de nascimento|data de nascimento e idade|data de naixement
|data naixement|data naixença
|дата рождения|дата рождения и возраст|др|дата народження|дата народження та вік|датум рођења
|датум рођења и године|syntymäaika|syntymäaika ja ikä|data de nacemento e idade
|data de nacemento|data di nascita
""",
    Form(("death", "birth"), "ymd"): """
death date|death date and age|dda|date of death
|dödsdatum|dödsdatum och ålder|dødsdato|dødsdato og alder|datum úmrtí|datum úmrtí a věk
|dátum úmrtia|dátum úmrtia a vek|datum smrti|datum smrti i godine|halálozási dátum|ölüm tarihi
|ölüm tarihi ve yaşı|data decesului|data decesului și vârsta|死亡日期|死亡日期及年龄|死亡日期及年齡
|死亡日期與歲數|死亡日期与岁数|死亡年月日|تاريخ الوفاة|تاريخ الوفاة والعمر|تاریخ مرگ
|تاریخ مرگ و سن|تاریخ درگذشت|تاریخ درگذشت و سن|ngày mất|ngày mất và tuổi|tanggal meninggal
|tanggal kematian dan umur|ημερομηνία θανάτου|ημερομηνία θανάτου και ηλικία|মৃত্যু তারিখ
|মৃত্যু তারিখ ও বয়স|मृत्यु तिथि|मृत्यु तिथि और आयु|surmaaeg ja vanus|miršanas datums
|miršanas datums un vecums|mirties data|datum smrti in starost
""",
    Form(("death", "birth"), "dmy"): """
date de décès|date de décès-|date décès|décès|date de mort|fecha de fallecimiento|fallecimiento
|fecha de defunción|fecha de muerte|morte|falecimento|data da morte|data de morte
|data de defunció|data defunció i edat|data de defunció i edat|дата смерти|дата смерти и возраст
|дата смерті|дата смерті та вік|датум смрти|датум смрти и године|kuolinaika|kuolinaika ja ikä
|data de falecemento|data de pasamento e idade|data di morte
""",
    Form(("death",), "ymd"): "death date and given age",
    Form(("death", "birth"), "y"): "death year and age",
    Form(("birth", "death"), "ymd"): """
死亡年月日と没年齢|没年齢|사망일과 만나이|사망일과 나이
""",
    Form(("start",), "ymd"): """
start date|start date and age|startdate|release date|release date and age|released|start-date2
|launch date|launch date and age|start year|open date|foundation date|datum založení|startdatum
|başlangıç tarihi|başlangıç tarihi ve yaşı|開始日|成立日期|สร้างเมื่อ|تاريخ البدء|تاریخ آغاز
|ngày bắt đầu|tanggal mulai
""",
    Form(("start",), "dmy"): """
fecha de inicio|fecha de estreno|fecha de inicio y edad|date de sortie|data de início|início
|дата начала
|дата основания|дата создания|data di inizio
""",
    Form(("start",), "ymdx", repeats=True): "film date|filmdate|film release date|tv release date",
    Form(("end",), "ymd"): """
end date|end date and age|enddate|bitiş tarihi|終了日|結束日期|تاريخ الانتهاء|تاریخ پایان
|ngày kết thúc|tanggal berakhir
""",
    Form(("end",), "dmy"): "fecha de fin|fecha de término|data de fim|дата окончания|data di fine",
    Form(("start", "end"), "ymd"): "start and end dates|start and end date",
    Form(("",), "ymd"): """
dts|datesort|date table sorting|dtsh|sort date|date sort|日期排序|datum|dato|dátum|tarih
""",
    Form(("",), "dmy"): """
date|date-|date simple|date sport|date triable|fecha|dtlink|data|dtext|дата
""",
    Form(("birth",), "text"): "birth-date|birth-date and age",
    Form(("death", "birth"), "text"): "death-date|death-date and age",
    Form(("start",), "text"): "start-date|start date text",
    Form(("end",), "text"): "end-date",
}  # fmt: skip


@cache
def forms() -> dict[str, Form]:
    """The form of each template, by its name in lower case."""
    return {
        name: form
        for form, names in _NAMES.items()
        for name in names.replace("\n", "").split("|")
        if name
    }


class Named(NamedTuple):
    """Arguments that hold a date as text: one with all of it, or one with day and month and one
    with the year.
    """

    kind: str
    names: tuple[str, ...]


NAMED: Final[dict[str, tuple[Named, ...]]] = {
    "bio": (
        Named("birth", ("giornomesenascita", "annonascita")),
        Named("death", ("giornomesemorte", "annomorte")),
    ),
    "personendaten": (
        Named("birth", ("geburtsdatum",)),
        Named("death", ("sterbedatum",)),
    ),
    "persondata": (
        Named("birth", ("date of birth",)),
        Named("death", ("date of death",)),
    ),
}
"""Templates whose named arguments are dates in the words of their language: the Italian `{{Bio}}`,
and the data of persons at the end of German pages, and once of English ones."""
