"""Localized magic words: parser functions, redirects."""

from __future__ import annotations

LOCALIZED_FUNCTIONS = frozenset(
    "defaultsort defaultsortkey defaultcategorysort displaytitle sortierung seitentitel clefdetri clédetri títol ordenar "
    "predefinidoparaordenar sortuj デフォルトソート standaardsortering sortering ordenamiento default_sort ключ_сортировки сортировка "
    "сортировать 기본정렬 默认排序 預設排序 "
    "اولویت_پیش‌فرض ترتیب_پیش‌فرض ترتيب_افتراضي رتب padrao_de_ordenação cat_sort lglb numberofarticles plural grammar lcfirst ucfirst "
    "fullurle filepath pagesincategory protectionlevel namespacenumber cascadingsources".split()
)
"""Names of functions without `#` in other languages, and further English ones."""

REDIRECT_WORDS = frozenset(
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
