"""Names of months by language, as dates in articles have them: in full, in the case that follows a
day, and as commonly abbreviated.
"""

from __future__ import annotations

from functools import cache
from typing import Final

# One string for each language: twelve months separated by spaces, the forms of one by "/".
_NAMES: Final = {
    "en": "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug"
    " september/sep/sept october/oct november/nov december/dec",
    "de": "januar/jänner/jan/jän februar/feber/feb märz/mär/mrz april/apr mai juni/jun juli/jul"
    " august/aug september/sep/sept oktober/okt november/nov dezember/dez",
    "fr": "janvier/janv février/fevrier/févr mars avril/avr mai juin juillet/juil août/aout"
    " septembre/sept octobre/oct novembre/nov décembre/decembre/déc",
    "es": "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago"
    " septiembre/setiembre/sep/sept octubre/oct noviembre/nov diciembre/dic",
    "it": "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug"
    " agosto/ago settembre/set/sett ottobre/ott novembre/nov dicembre/dic",
    "pt": "janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul agosto/ago"
    " setembro/set outubro/out novembro/nov dezembro/dez",
    "ca": "gener/gen febrer/febr març abril/abr maig juny juliol/jul agost/ag setembre/set"
    " octubre/oct novembre/nov desembre/des",
    "gl": "xaneiro/xan febreiro/feb marzo/mar abril/abr maio/mai xuño xullo agosto/ago"
    " setembro/set outubro/out novembro/nov decembro/dec",
    "nl": "januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug"
    " september/sep/sept oktober/okt november/nov december/dec",
    "sv": "januari/jan februari/feb mars/mar april/apr maj juni/jun juli/jul augusti/aug"
    " september/sep/sept oktober/okt november/nov december/dec",
    "da": "januar/jan februar/feb marts/mar april/apr maj juni/jun juli/jul august/aug"
    " september/sep/sept oktober/okt november/nov december/dec",
    "no": "januar/jan februar/feb mars/mar april/apr mai juni/jun juli/jul august/aug"
    " september/sep/sept oktober/okt november/nov desember/des",
    "pl": "styczeń/stycznia/sty luty/lutego/lut marzec/marca/mar kwiecień/kwietnia/kwi maj/maja"
    " czerwiec/czerwca/cze lipiec/lipca/lip sierpień/sierpnia/sie wrzesień/września/wrz"
    " październik/października/paź listopad/listopada/lis grudzień/grudnia/gru",
    "cs": "leden/ledna únor/února březen/března duben/dubna květen/května červen/června"
    " červenec/července srpen/srpna září říjen/října listopad/listopadu prosinec/prosince",
    "sk": "január/januára február/februára marec/marca apríl/apríla máj/mája jún/júna júl/júla"
    " august/augusta september/septembra október/októbra november/novembra december/decembra",
    "sl": "januar/januarja februar/februarja marec/marca april/aprila maj/maja junij/junija"
    " julij/julija avgust/avgusta september/septembra oktober/oktobra november/novembra"
    " december/decembra",
    "hr": "siječanj/siječnja veljača/veljače ožujak/ožujka travanj/travnja svibanj/svibnja"
    " lipanj/lipnja srpanj/srpnja kolovoz/kolovoza rujan/rujna listopad/listopada"
    " studeni/studenoga/studenog prosinac/prosinca",
    "sr": "јануар/јануара фебруар/фебруара март/марта април/априла мај/маја јун/јуна јул/јула"
    " август/августа септембар/септембра октобар/октобра новембар/новембра децембар/децембра",
    "ru": "январь/января/янв февраль/февраля/фев март/марта апрель/апреля/апр май/мая"
    " июнь/июня июль/июля август/августа/авг сентябрь/сентября/сен октябрь/октября/окт"
    " ноябрь/ноября/ноя декабрь/декабря/дек",
    "uk": "січень/січня лютий/лютого березень/березня квітень/квітня травень/травня"
    " червень/червня липень/липня серпень/серпня вересень/вересня жовтень/жовтня"
    " листопад/листопада грудень/грудня",
    "be": "студзень/студзеня люты/лютага сакавік/сакавіка красавік/красавіка май/мая/травень/траўня"
    " чэрвень/чэрвеня ліпень/ліпеня жнівень/жніўня верасень/верасня кастрычнік/кастрычніка"
    " лістапад/лістапада снежань/снежня",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "hu": "január/jan február/febr március/márc április/ápr május/máj június/jún július/júl"
    " augusztus/aug szeptember/szept október/okt november/nov december/dec",
    "ro": "ianuarie/ian februarie/feb martie/mar aprilie/apr mai iunie/iun iulie/iul august/aug"
    " septembrie/sept octombrie/oct noiembrie/nov decembrie/dec",
    "fi": "tammikuu/tammikuuta helmikuu/helmikuuta maaliskuu/maaliskuuta huhtikuu/huhtikuuta"
    " toukokuu/toukokuuta kesäkuu/kesäkuuta heinäkuu/heinäkuuta elokuu/elokuuta syyskuu/syyskuuta"
    " lokakuu/lokakuuta marraskuu/marraskuuta joulukuu/joulukuuta",
    "et": "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november"
    " detsember",
    "lv": "janvāris/janvārī februāris/februārī marts/martā aprīlis/aprīlī maijs/maijā"
    " jūnijs/jūnijā jūlijs/jūlijā augusts/augustā septembris/septembrī oktobris/oktobrī"
    " novembris/novembrī decembris/decembrī",
    "lt": "sausis/sausio vasaris/vasario kovas/kovo balandis/balandžio gegužė/gegužės"
    " birželis/birželio liepa/liepos rugpjūtis/rugpjūčio rugsėjis/rugsėjo spalis/spalio"
    " lapkritis/lapkričio gruodis/gruodžio",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "el": "ιανουάριος/ιανουαρίου φεβρουάριος/φεβρουαρίου μάρτιος/μαρτίου απρίλιος/απριλίου"
    " μάιος/μαΐου ιούνιος/ιουνίου ιούλιος/ιουλίου αύγουστος/αυγούστου σεπτέμβριος/σεπτεμβρίου"
    " οκτώβριος/οκτωβρίου νοέμβριος/νοεμβρίου δεκέμβριος/δεκεμβρίου",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
    "eo": "januaro februaro marto aprilo majo junio julio aŭgusto septembro oktobro novembro"
    " decembro",
    "ar": "يناير فبراير مارس أبريل/إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "fa": "ژانویه فوریه مارس آوریل مه/می ژوئن ژوئیه/جولای اوت/آگوست سپتامبر اکتبر نوامبر دسامبر",
    "he": "ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי"
    " אוגוסט/באוגוסט ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר",
}  # fmt: skip


@cache
def _months(lang: str) -> dict[str, int]:
    return {
        name.casefold(): number
        for number, names in enumerate(_NAMES[lang].split(), 1)
        for name in names.split("/")
    }


@cache
def _all_months() -> dict[str, int]:
    """The names that are of the same month in all languages that have them."""
    found: dict[str, set[int]] = {}
    for lang in _NAMES:
        for name, number in _months(lang).items():
            found.setdefault(name, set()).add(number)
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}


def month_number(name: str, lang: str | None = None) -> int | None:
    """The number of the month (1 to 12) that is called so; None if none is.

    The language's own names come first, then those of all languages. A name that is of different
    months in two languages (`listopad`) is known only with the language.
    """
    key = name.strip(" .").casefold()
    base = (lang or "").partition("-")[0]
    base = {"nb": "no", "nn": "no", "simple": "en"}.get(base, base)
    own = _months(base).get(key) if base in _NAMES else None
    return own or _all_months().get(key)
