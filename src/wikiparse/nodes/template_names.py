"""Names of templates that carry text, by their argument that is shown, with `|` between them. The
documentation of a template on its wiki says which that is.
"""

from __future__ import annotations

from typing import Final

FIRST: Final = """
nowrap|nobr|nobreak|nowraplinks|nbsp-wrap|no wrap|nowrap begin|no break|small|smaller|big|larger
|large|sup|sub|smallcaps|small caps|sc|sc2|petit|petites capitales|unicode|ipa|ipa-all|ipa-en
|ipac-en|ipaslink|ipalink|ipablink|api-fon|api|phon|ipa2|audio-ipa|abbr|abbrlink|tooltip|hover
|title|angbr|angle bracket|abréviation|abkürzung|siglo|afk|skrót|flag|flagu|flagcountry|flaglink
|country|naz|nazione|bandiera nazione|flag+link|drapeau2|math|mvar|math var|var|kbd|key|keypress
|samp|code|mono|monospace|tt|tlx|codice|inlinecode|serif|script|script/hebrew|script/arabic
|rtl-lang|ltr|rtl|polytonic|greek|hebrew|arabic|nastaliq|script/nastaliq|urdu|unicode-arabic
|arab|he-n|rtgs|rtl-para|script/devanagari|script/greek|lrm|color|colored|text color|fontcolor
|font color|highlight|underline|u|s|strike|strikethrough|overline|bold|italic|strong
|noitalic|noitalics|no italic|roman|emphasis|grassetto|corsivo|resize|center|centre|align|left
|right|centré|zentriert|block indent|indent|nobold|normal|unbulleted list item|要出典範囲
|いつ範囲|誰範囲|要検証範囲|要出典|日本語版にない記事リンク|vanchor|anchored text|visible anchor
|val-text|formatnum|number|num|nombre|szám|fmtn|liczba|quote|cquote|quotation|blockquote|bquote
|zitat|citation bloc|citat|cytat|цитата|cita|引用|quote box|centered pull quote|pull quote
|block quote|quote frame|poemquote|poem quote|verse translation|wikt|link wikt|wt
|wiktionary-inline|nihongo|nihongo2|nihongo3|nihongo krt|nihongo4|zh|zh-hans|zh-hant|kor|korean
|lang-ko hang|lj|cjk|cjkv|jp|ja|ja-text|zh-full|tiếng nhật|nôm|nowiki|not a typo|not typo|sic
|typo|proper name|as written|chem name|sortname-first|bdi|bidi|hatena|efn-plain|ruby|ruby-ja
|ruby-zh-p|ルビ|読み仮名|読み仮名 ruby不使用|ruby/ja|補助漢字フォント|jis2004フォント|拡張漢字
|jis90フォント|補助漢字|unihan|記号文字|特殊文字|機種依存文字|cp932フォント|link-interwiki|illm
|ill|interlanguage link|iw2|iw|translation-link|internal link helper|gray|grey|green|red|blue
|white|orange|ta|tutto attaccato|citazione necessaria|chiarire|cn span|citation needed span
|fact span|clarify span|senza fonte|sf|cn|specificare|ref needed span|baseball year|mlb year|by
|nfl year|nba year|wnba year|cfb|fb|fbicon-name|year link|yearlink|sfrac-text|railgauge
|track gauge|rail gauge|linktext|linktext2|l2|lt|section link|slink-text|transcl|pre2|mono2|nw
|nwr|gap-text|sronly|visually hidden|not bold|plain text|tq|xt|tn|font|fontsize
|partnerské město|wide template|longitem|long item|normalwidth|nobold2|line-height|hidden text
|separated entries|stack begin|lang-el2|polski|hebr|trad|zvláštní|lien|trans|tablica|small2
|mention|term|dfn|strong2|block|wrap|tradução|expansion|audio-nohelp|surname-list
|given name-list|fs player name|player|goal name|soft redirect name|rang|rn|roman numeral
|romanum|römisch|num-roman|unité/2|heure|centrer|nobr2|texte en indice|exp text|ind|indice
|exposant|midsize|nq|oldstyledate|byline|ws|bar-text|uc first|nlab name|lower
|raise|lang-text|iaaf
"""
"""Their first argument. Formatting, scripts and languages, links by template, quotations, marked
passages: English Category:Typing-aid templates, Category:Language templates,
Category:Text-specific formatting templates, and templates of their kind elsewhere."""

SECOND: Final = """
legend|legend inline|legend2|legend0|legende|legenda|légende|leyenda|범례|легенда|چپ‌چین|图例
|圖例|凡例2|llang|audio|audio2|listen-inline|link audio|audio-de|écouter|аудио|audio-link
|audio-pipe|gemellaggio|xemełajo|gemelaggio|tsl|translink|color box text|box-label
|official link label|facebook|twitter|flickr|pinterest|google+|youtube channel|youtube|instagram
|imdb title|imdb name|imdb|imdb titolo|imdb nome|myspace|linkedin|soundcloud|discogs artist
|internet archive film|gutenberg|librivox book|worldcat id|nytimes topic|mathworld|sep
|wikisource|color sample|fontcolor2|colour|bg|background color|textcolor|fontsize2|size|字型大小
|color2|colore|font size|stylefarbe|farbe|kolor|colorcell|hintergrundfarbe|nlab|springer
|planetmath|dads|iep|in our time|gutenberg australia|iafd name|afdb name|iaaf name
|utb-philosophie|eb|goodreads title|bbc programme|mathgenealogy name|imdb episode|philpapers
"""
"""Their second argument, or the first where there is no second: the text beside a color, a
sound or an address."""

LANGUAGES_FIRST: Final = """
ألمانية|إنجليزية|فرنسية|إسبانية|إيطالية|روسية|تركية|فارسية|لاتينية|يونانية|عبرية|برتغالية
|هولندية|صينية|يابانية|كورية|كردية|سويدية|بولندية|نرويجية|دنماركية|فنلندية|أوكرانية|أرمنية|أردية
|هندية|لغة-أل|لغة-إن|لغة-فر|آلمانی|انگلیسی|فرانسوی|اسپانیایی|ایتالیایی|روسی|ترکی|عربی|لاتین
|یونانی|هلندی|پرتغالی|لهستانی|سوئدی|ارمنی|اینگیلیسجه|آلمانجا|به انگلیسی|به فارسی|به عربی
|به آلمانی
"""
"""Templates named after a language, around a word of it: Arabic قالب:إنجليزية, Persian
الگو:به انگلیسی, South Azerbaijani."""

CITATIONS: Final = """
citation|cite book|cite web|cite journal|cite news|cite encyclopedia|cite encyclopaedia
|cite magazine|cite conference|cite report|cite press release|cite thesis|cite video
|cite av media|cite episode|cite podcast|cite map|cite arxiv|cite techreport|cite newsgroup
|cite interview|cite speech|cite serial|cite sign|cite mailing list|cite document
|cite dictionary|cite wikisource|cite paper|cite newspaper|cite act|cite court|cite patent
|cite tweet|cite ssrn|cite biorxiv|cite manual|cite music|cite album|cite game|cite video game
|cite comic|cite gvp|cite iucn|cite nsrw|cite doi|cite pmid|cite americana|cite eb1911|eb1911
|cite dnb
|cite dictionary of canadian biography|cite work|vcite book|vcite journal|vcite web|vcite news
|vcite2 journal|vcite2 book|citeweb|citebook|citejournal|cite website|web cite|book reference
|harvard reference|web reference|cite url|url citation|cite collier's|cite nie
|cite catholic encyclopedia|catholic|1728|britannica|literatur|internetquelle|bibisbn|bib isbn
|webarchiv|der spiegel|tagesspiegel|brockhaus|cite hls|ouvrage|article|lien web|lien brisé
|lien archive|chapitre|encyclopédie|article encyclopédique|périodique|lien conférence|lien arxiv
|rapport|thèse|plume|bibliographie|article périodique|cita libro|cita web|cita publicación
|cita noticia|cita enciclopedia|cita conferencia|cita tesis|cita episodio|cita vídeo|cita mapa
|obra citada|cita nota de prensa|cita entrevista|cita entrada|cita news|cita pubblicazione
|cita conferenza|cita tv|cita video|cita discografia|cita testo|cita legge italiana|iucn
|treccani|cita harvard|cita libro/sandbox|книга|статья|публикация|cite press|cite ars|из бсэ
|source|sourse|ссылка|cita cerca|из кнэ|вкд|книга2|ref-llibre|ref-web|ref-publicació|ref-notícia
|ref-anuari|gec|ref llibre|ref web|versalita|citar livro|citar web|citar periódico|citar jornal
|citar notícia|citar enciclopédia|citar tese|citar conferência|citar vídeo|citar episódio
|citar mapa|link web|citar comunicado|citar relatório|citeer boek|citeer web|citeer journal
|citeer nieuws|citeer tijdschrift|citeer encyclopedie|citeer artikel|cytuj|cytuj stronę
|cytuj książkę|cytuj pismo|cytuj odcinek|cytuj grę komputerową|bokref|webbref|tidskriftsref
|tidningsref|kartref|avref|tvref|uppslagsref|mapref|podref|rapportref|kilde www|kilde bok
|kilde artikkel|kilde avis|kilde|citeer www|cit web|citlib|citweb|citper|cit book|verkkoviite
|kirjaviite|lehtiviite|tv-viite|twitter-viite|verkkoartikkeliviite|viite uutinen
|citace elektronické monografie|citace monografie|citace periodika|citace sborníku|citation bok
|citácia knihy|citácia elektronického dokumentu|citácia periodika|citat|citiranje knjige
|citeweb2|navedi knjigu|navedi splet|navedi revijo|navedi novico|navedi knjigo|naslov web
|cite mk|семарх|citare web|citat web|citat carte|citation carte|kaynak|web kaynağı|kitap kaynağı
|haber kaynağı|dergi kaynağı|ansiklopedi kaynağı|akademik dergi kaynağı|yayın kaynağı
|chú thích web|chú thích sách|chú thích báo|chú thích tạp chí|stand alone|웹 인용|서적 인용
|뉴스 인용|저널 인용|학술지 인용|논문 인용|책 인용|웹인용|잡지 인용|언론 인용|יצוג ספר|צ-ספר
|צ-מאמר|צ-אתר|קישור כללי|הארץ|ynet|בריטניקה|مرجع كتاب|مرجع ويب|مرجع خبر|مرجع دورية|استشهاد ويب
|استشهاد بكتاب|استشهاد بخبر|استشهاد بدورية محكمة|استشهاد|وصلة مكسورة|مرجع موقع|یادکرد|یادکرد وب
|یادکرد کتاب|یادکرد خبر|یادکرد ژورنال|یادکرد مقاله|یادکرد دانشنامه|یادکرد-ویکی|bókaheimild
|vefheimild|tímaritsgrein|web-viide|netiviide|raamatuviide|ajakirjaviide|tinklo nuoroda|knyga
|cita ensiklopedia|cita-web|cita-libro|cite-web|erreferentzia|liburu erreferentzia
|web erreferentzia|berri erreferentzia|libro|el libro|citaĵo el la reto|citaĵo el libro
|citaĵo el gazeto|cita d'o libro|cita d'o web|cita web2|cita pubblicazion|pub|kilde web
|kilde nyhed|cite kb|tds book|cita conf|wayback|webarchive|webarşiv|wikisource author
|official website label|dead link label|haurmann|literaturverweis|digi4ktxt|ওয়েব আর্কাইভ
"""
"""Citation templates: the names of the arguments tell their meaning (`citation_text`)."""

DATES: Final = """
birth date|birth date and age|birth-date|birth-date and age|death date|death date and age
|death-date|death-date and age|start date|start date and age|end date|end date and age|dts|date
|dob|film date|bda|dda|start-date|end-date|data|datum|date de naissance|date de décès|fecha
|date de naissance et âge|date naissance|date décès|date-|fecha de nacimiento|birthdate|daton
|fecha de fallecimiento|fecha de inicio|fecha de estreno|data di nascita|data de nascimento
|data de nascimento e idade|dni|morte|nascimento|falecimento|дата|дата рождения|дата смерти
|data urodzenia|geburtsdatum|födelsedatum|death date2|birth date2|生年月日と年齢
|死亡年月日と没年齢|生年月日|bd|출생일과 나이|사망일과 나이|출생일|사망일|birth date and age2
|launch date|release date|released|start and end dates|data e idade|data de falecimento|geboren
|overleden|تاريخ الميلاد|تاريخ الوفاة|تاريخ الميلاد والعمر|تاریخ تولد|تاریخ تولد و سن
|تاریخ درگذشت
"""
"""Year, month and day in three arguments, or one of the form 2001-02-03."""

MEASURES: Final = """
convert|cvt|unit|unité|unidad|unidades|convertir|converter|conv|converteren|omvandla|umrechnung
|convertire|unità|m-unit|convertor|konvertálás|nombre unité|einheit|konverter|muunna
"""
"""A number and its unit, and the unit it is converted to (English Template:Convert)."""

JOINED: Final = """
hlist|flatlist|cslist|comma separated entries|hlist2|flat list|ubl|unbulleted list|plainlist
|plain list|ublist|bulleted list|vunblist|ubil|bullist|ordered list|numbered list|olist
|collapsible list|kardeş şehir|kardeşşehir|ĝemeleco|עיר תאומה|liste horizontale|liste à puces
|liste simple|horizontale liste|lista|puntlista|列表|水平列表|縦並びリスト|hlist-comma
|unbulleted list2|indented plainlist|columns-list|div col list|enum|comma separated list
|br separated entries|br list
"""
"""All their arguments."""

NOTHING: Final = {
    "a footnote, or the place of one": """
sfn|sfnp|sfnm|sfnmp|efn|efn-ua|efn-lr|efn-ur|efn-lg|refn|rp|r|ref|ref label|note|note label
|notetag|#tag:ref|harvnb|harv|harvcoltxt|harvp|harvs|harvcol|harvcolnb|reflist|notelist
|references|refs|references-small|notelist-ua|הערה|הערת שוליים|הערות שוליים|脚注|脚注リスト
|note2|reflist2|fnb|fn|anm|noter|przypisy|przypis|примечания|referenties|referencias|listaref
|appendix|ibid|plainlist ref|page number|nb|nota|vol-ref|primary source|group ref|註|注|refhtml
|note bas|rég|p.|harvid|sfnref|csfn
""",
    "a flag, a sign or a picture": """
flagicon|flagdeco|flagicon image|bandiera|bandera|bandeira|bannera|flaga|zászló|پرچمک|پرچم
|vlagikoon|riigi ikoon|знамеикона|ikonazastave|drapeau|flagg|flagge|флаг|флагификация
|flagathlete icon|naznb|zastava|lippu|vlag|bayrak|flagicon2|icon|colorbox|color box|increase
|decrease|steady|gain|loss|profit|nochange|yes|no|tick|cross|abbr icon|lingue|en icon|de icon
|ling|language icon|star|stars|border|wide image|css image crop|wikiatlas|multiple image
|superimpose|image label begin|panorama|external media|listen|video|picture|maplink|location map
|osm relation|osmrelation-inline|clear|clr|-|fc icon|vr|vr icon
|goal|yel|sent off|subon|suboff|link ga|link fa|link fl|link vdq|link v|link aq|link adq|link ba
|cyclecat|iso|hc|rating|medal|audio icon|chart icon|ja icon|fr icon|es icon|ru icon|zh icon
|it icon|enlink|interlang|coord3d|in lang|sprogikon|panorama simple|image frame|galerie
|medalsprint|medalgold|pgda
""",
    "a remark to those who write": """
citation needed|fact|clarify|when|who|by whom|which|where|why|whom|page needed|verify source
|update after|failed verification|update inline|verify credibility|unreliable source?|dubious
|vague|weasel-inline|dead link|dl|toter link|lien mort|lien brisé2|enlace roto
|collegamento interrotto|ligação inativa|original research inline|or|cn|specify
|full citation needed|according to whom|need quotation|not in citation given|discuss
|contradict-inline|disputed-inline|peacock term|pov-inline|as of?|needs update|update
|unreferenced section|unreferenced|refimprove|more citations needed|pp|use dmy dates
|use mdy dates|use british english|use american english|engvarb|short description|good article
|featured article|expand section|section stub|stub|carece de fontes|référence nécessaire|refnec
|refsou|référence insuffisante|quelle|belege|belege fehlen|要出典|いつ|要曖昧さ回避|要検証|誰
|誰2|要ページ番号|要説明|独自研究|独自研究範囲|出典の明記|精度|雑多な内容の箇条書き|いつ?|何
|どこ|date|要更新|正確性|要追加記述|источник?|нет аи|уточнить|кто|когда|где|f|controversial|c
|wstęp|l|lavoro|ns|potrebna izvirnik|dubbio|verwijzing|bron?|faktamall-fel|källa behövs|fakta
|kaynak belirt|доп-источник|brak źródła|fix|citation requested|better source needed
|page range too broad|third-party inline|fact date|self-published inline|medical citation needed
|non-primary source needed|disambiguation needed|attribution needed|quantify|time needed
|year needed|month needed|chronology citation needed|citation need|request quotation
|year missing|buzzword inline
|dolen marw|promotional source|tone inline|editorializing|clarify inline|opinion|lead too short
|neutrality|pov|cleanup|tone
|expert needed|merge|split|underlinked|noteta
""",
    "a way to other pages": """
main|main article|main2|see|see also|seealso|further|details|about|for|other uses|redirect
|vedi anche|vedi|siehe auch|hauptartikel|article détaillé|voir|voir aussi|artículo principal
|véase también|ap|vt|artigo principal|ver também|ver artigo principal|hoofdartikel|zie ook
|zie hoofdartikel|osobny artykuł|main cat|category see also|catmore|основная статья|см. также
|главная|huvudartikel|se även|本文|otheruses|otheruseslist|redirectlist|混同|参照方法|主條目
|主条目|参见|參見|另见|seealso2|distinguish|not to be confused with|이 내용|본문|다른 뜻|مفصلة
|طالع أيضا|اصلی|נושא מרכזי|ערך מורחב|lookfrom|intitle|in title|look from|portale|portal
|portal bar|commons|commonscat|commons category|commons cat|sister project links|sisterlinks
|wikivoyage|interprogetto|wikiquote|wikibooks|wiktionary|autres projets|schwesterprojekt|navbox
|succession box|s-start|s-bef|s-ttl|s-aft|s-end|start box|end box|authority control|normdaten
|autorité|taxonbar|category tree|toc limit|toc|compact toc|tocright|anchor|anker|ancre|якорь
|wikidata|vikianbar kateqoriyası|link|note-link|subpages|decennio|portail|refbegin|refend
|col-begin|col-2|col-end|col-break|div col|div col end|colbegin|colend|multicol|multicol-break
|multicol-end|columns|absatz|refbox|break|-end|wikisource-inline|cia world factbook link|dmoz
|official website|official|offizielle website|sito ufficiale|gutenberg author|librivox author
|ol author|internet archive author|webarchive-link|pt:link|dnb|ndb|adb|dnb-portal|ddb|lagis
|frankfurter personenlexikon|imdb|msw3 tubulidentata|msw3 carnivora|wikicitáty|wikislovník
|osmrelace|govpubs|nyttopic|guardian topic|mathgenealogy|books-inline|us patent|sfdb|inpho
|goodreads author|wikipedia books|opencorp|baseballstats|anime news network|find a grave
|ec number|epc article|epc rule|epc 1973 rule|pct rule|icsc|cantorion|cite quran|panarmenian
|ol work|gnd|viaf|lccn|bibleverse
""",
    "data, a diagram or a box": """
weather box|climate chart|climaannuale|climat|bar box|pie chart|graph:chart
|ripartizione linguistica|地域区分表|comuniamminprec|infobox animanga/video
|infobox animanga/print|onorificenze|taxobox|infobox|metadaten einwohnerzahl de-be|fldez
|statistiek gemeente duitsland inwoners|şəhərin iqlimi|klima|klimatabelle|infocaseta clima
|historical populations|election box|round16|8teambracket|fb cl header|fs start|fs end|fs mid
|nfs start|paksen|columns2|family tree|chart|clade|track listing|tracklist|sitodelciclismo
|memoireducyclisme|museodelciclismo|borsaitaliana|sfencyclopedia|mactutor|dentalformula
|episode table|infobox legislature|mehrspaltige tabelle|нбм|formnum|format price|inflation|age
|age in years|rating box|veergude loend begin
""",
}
"""Templates that show no text of the article, by the reason."""
