"""Pages that only lead to another.

redirect = "1." WORD link      what a converter makes of `#REDIRECT [[page]]` (docs/dialects.md, trap 22)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.blocks import ConversionNotice, FrontMatter, List, Redirect
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.links import Wikilink

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node

WORDS = frozenset(
    "REDIRECT WEITERLEITUNG REDIRECTION REDIRECCIÓN REDIRECCION RINVIA REDIRECIONAMENTO DOORVERWIJZING PATRZ PRZEKIERUJ OMDIRIGERING "
    "OMDIRIGER OHJAUS UUDELLEENOHJAUS YÖNLENDİRME YÖNLENDIRME ПЕРЕНАПРАВЛЕНИЕ ПЕРЕНАПР ПЕРЕНАПРАВЛЕННЯ ПРЕУСМЕРИ ПОЧИВКА ÁTIRÁNYÍTÁS "
    "PŘESMĚRUJ PRESMERUJ TILVÍSUN ALIH ĐỔI ΑΝΑΚΑΤΕΥΘΥΝΣΗ הפניה تحويل تغيير_مسار پیوند अनुप्रेषित पुनर्प्रेषित เปลี่ยนทาง "
    "重定向 重新導向 転送 リダイレクト 넘겨주기 "
    "AANSTUUR BIRZUZENDU ODKAZ REDIRECTION REDIRIGER REDIRECIONAR ENCAMINAMENTO OMDIRIGERAD OMLEIDEN OMDIREIJIN VIITSE ALLAALÁDJAL "
    "PATIKRINIMAS PERADRESACIJA PERADRESĀCIJA PRESMERITEV PREUSMJERI PREUSMERI SUUNA ADLYNIAD CYFEIRIO ATHSHEOLADH ATHSTIÙIREADH ADKAS "
    "TILVITING TILVÍSUN MALLONGIGO ALIDIREKTU ALIDIREKTI SIYANO RIDIREZIONE RINVII RIMANDO ADVIS LEMPEH ALIKAN ALIHKAN TRỎ BIDALI "
    "ПРЕНАСОЧУВАЊЕ ВИДИ ПРЕНАСОЧВАНЕ ПЕРЕНАКІРАВАНЬНЕ ПЕРАНАКІРАВАННЕ АЙДАУ БАҒЫТТАУ ЮНӘЛТҮ ЮНӘЛТЕҮ ХЬАЖА ДӀАСАХЬАЖОР ДӘЙИШДИР "
    "ISTIQAMƏTLƏNDIRMƏ İSTİQAMƏTLƏNDİRMƏ YÖNLƏNDIRMƏ YÖNLƏNDİRMƏ YONALTIRISH YOʻNALTIRISH BERALIKIRIN BERALÎKIRIN ՎԵՐԱՀՂՈՒՄ "
    "გადამისამართება ΑΝΑΚΑΤΕΥΘΥΝΣΗ ওপুনর্নির্দেশ পুনর্নির্দেশ পুনর্নিদেশ अनुप्रेषण पुनर्निर्देशन ਰੀਡਾਇਰੈਕਟ રીડાયરેક્ટ దారిమార్పు "
    "ದಾರಿಮಾರ್ಪು വഴിമാറ്റം தவறான_தலைப்பு வழிமாற்று ප්‍රතියොමුව ប្តូរទីតាំងទៅ ປ່ຽນທາງ تغییرمسیر تغییر_مسیر رجوع_مکرر ڕەوانەکردن "
    "ווייטערפירן રીડાયરેક્ટ റിഡയറക്ട് ᎠᏓᏍᏗ".split()
)
"""The word behind the `#` in some languages (MediaWiki: Help:Redirects)."""


def redirect_first(nodes: list[Node]) -> list[Node]:
    """The blocks of a page, the first one made a redirect if it is one."""
    index = next((i for i, node in enumerate(nodes) if not isinstance(node, (FrontMatter, ConversionNotice))), None)
    if index is None or not isinstance(first := nodes[index], List) or first.start is None or len(first.children) != 1:
        return nodes
    blocks = first.children[0].children
    inlines = blocks[0].children if len(blocks) == 1 else ()
    if len(inlines) < 2 or not isinstance(word := inlines[0], Text) or word.value.strip(" :\n").upper() not in WORDS:
        return nodes
    link = inlines[1]
    if not isinstance(link, Wikilink):
        return nodes
    made = Redirect(inlines, link.title, link.fragment, span=first._span)
    return [*nodes[:index], made, *nodes[index + 1 :]]
