"""Patterns of credit lines, for English pages of any site.

Patterns apply to short lines only, most of them only at the end of a post. A comment above each pattern shows an example
line. Other modules read the values from these lines.
"""

from clippings.common.phrases import either, either_of, either_of_lines, lists
from clippings.enrich.dates.calendar_names import ENGLISH_MONTH, ENGLISH_WEEKDAY

_MONTH = rf"{ENGLISH_MONTH}\.?"
DAY = rf"(?:(?:{ENGLISH_WEEKDAY}\.?,? )?(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}[/-]\d{{1,2}}[/-]\d{{1,2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}))"
_PARTICLE = r"(?:[Aa]l|[Ee]l|[Bb]in|[Vv]an|[Vv]on|[Dd]er|[Dd]en|[Dd]e|[Dd]i|[Dd]a|[Ll]a|[Ll]e|[Ii]bn|[Aa]bu)"
_TOKEN = r"\p{Lu}[\p{L}\p{M}'’.\-]*"
NAME = rf"{_TOKEN}(?:[ -](?:{_PARTICLE}[ -])?{_TOKEN}){{1,4}}"
"""A person's name of two to five parts, each with a capital."""
_JOINT = r"(?:and|&|und|et|y|e|og|och|en|with|и|та|ve|dan|és|și)"
_ROLE = r"(?:Editor|Correspondent|Reporter|Writer|Columnist|Critic|EDITOR|CORRESPONDENT|REPORTER|WRITER)"
_TITLED = rf"(?:(?:{_TOKEN} ){{0,4}}{_ROLE} )?{NAME}(?: (?:in|at|from|en|aus|à|из|в) {_TOKEN}(?: {_TOKEN}){{0,3}})?"
_NAMES = rf"{_TITLED}(?:(?:, (?:{_JOINT} )?| {_JOINT} |; ?){_TITLED})*"
_AMBIGUOUS = ("de", "da", "van", "του", "της")
"""Words before an author's name that also begin names: without a colon they are not labels here."""
_BY_WORDS = either_of(phrase for phrase in lists()["by"] if phrase not in _AMBIGUOUS)
_KIND_OF_TEXT = r"(?:Interview|Review|Reviewed|Analysis|Comment|Commentary|Opinion|Compiled|Essay|Reporting|Exclusive)"

# By ADAM EXAMPLE and EVE EXAMPLE,   |   By Adam Example, September 11, 2013   |   Von Adam Example in Berlin
BY = rf"^[(\[]?(?:(?i:{_BY_WORDS})|{_KIND_OF_TEXT} by)[ :]\s*{_NAMES}(?:,? {DAY})?(?:, [\p{{Lu}}][^.!?]{{1,60}})?[,.)\]]*$"
# Author: Adam Example, example.org   |   （文・浜野）
AUTHOR = rf"(?i)^[(\[（【]?(?:{either('byline')}|{either('by')})\s*[:：・／]\s*\S.{{1,100}}$"
# Adam Example,   |   Adam Example; Eve Sample   |   — Adam Example
NAME_ALONE = rf"^(?:{NAME}(?:,|(?:; ?{NAME})+)|(?:[–—]|--) ?{NAME}|[(\[]?[\p{{Hangul}}]{{2,4}} ?(?:기자|특파원)[)\]]?(?:\s+\S+@\S+)?)$"
# Adam Example, Example News Agency
NAME_AND_AGENCY = rf"^{NAME}(?:, (?:\p{{Lu}}[^\s,]*|of|the|and|for|to|in|news|agency)(?: (?:\p{{Lu}}[^\s,]*|of|the|and|for|to|in|news|agency))*){{1,3}},?$"
# Example Gazette – July 29, 2009   |   Radio Example, 2007/08/17
OUTLET_AND_DATE = rf"^\p{{Lu}}[^.!?]{{1,60}}?\s*(?:[–—\-|,/]|\s)\s*{DAY}$"
# Ministry of Example, Capital, Translated by Eve Example
TRANSLATED = r"^.{0,120}[Tt]ranslated (?:by|from)\b.{1,60}$"
# Source: Example Gazette
SOURCE = rf"^(?i:{either('source')})(?:\s*:\s*\S.{{1,100}}|\s+\p{{Lu}}.{{1,100}})$"
# Fri Jul 20, 2012
DATE_ALONE = rf"^{DAY}$"
# https://news.example.org/2012/07/20/story
ADDRESS = r"^(?:https?://|www\.)\S+$"
# Example Press writer Adam Example contributed to this report.   |   Example reported from Exampletown.
CONTRIBUTED = r"^\p{Lu}[\w’'-]+ reported from \p{Lu}[^.]{1,60}\.$|^.{3,160}\bcontributed to this (?:report|article|story)\b.{0,40}$|^\(?(?:Reporting|Editing|Writing) by .{3,160}\)?$"
# Yours sincerely,
SIGNOFF = rf"^(?:Respectfully(?: yours)?|(?:Yours |Very )?(?:[Ss]incerely|[Tt]ruly|[Ff]aithfully|[Rr]espectfully)(?: yours)?|(?:Best|Kind|Warm) regards|Regards|With respect|With best wishes|(?i:{either('closings')}))[,.!،、]?$"
# Download Example Newsletter No. 3   |   To download the letter click here
DOWNLOAD = r"^(?:Download\b.{0,200}|To (?:download|view|read|watch|listen) .{0,160}\b(?:click|press|follow|open|visit)\b.{0,120}|To download\b[^.]{0,150})$"
# Photo: Adam Example   |   Adam Example/Getty Images   |   (EP Photo/Adam Example)   |   Image caption A boat at the quay
PICTURE_CREDIT = (
    rf"(?i)^[(\[]?\s*(?:{either('photo_credit')}\s*(?:[:：/|©]|by\b)\s*\S.{{0,100}}|{either('photo_agencies')}\s*/.{{1,80}}"
    rf"|.{{2,60}}/\s*{either('photo_agencies')}\W*|(?:\S+ )?photos?\s*/\s*\S.{{1,60}})$"
    rf"|^{either('caption_label')}\s*[,:：،]?\s+\S.{{0,160}}$"
)
# A boat at the quay. Photo: Adam Example   |   A boat at the quay. © Adam Example   |   A boat (Foto: Adam Example/XYZ)
CREDITED_CAPTION = (
    rf"(?i)^.{{3,170}}(?:[.!?…\"”’»。][\s|–—-]*|\s[|–—-]+\s*|[(\[（【]\s*)(?:(?:{either('photo_credit')}\s*[:：/|©]|©)\s*[^.!?。]{{2,60}}"
    rf"|[^.!?()]{{3,50}}/\s*{either('photo_agencies')})[.)\]）】]*$"
)
# © Example Gazette   |   (c) 2014 Example Gazette   |   <저작권자 ⓒ 바다신문>
COPYRIGHT = r"(?i)^[<\[(]?(?:©|ⓒ|\(c\)|copyright\b|저작권자)\s*\S.{1,100}$"
# (c) 2013 The Quay Gazette Ltd. All rights reserved.
COPYRIGHT_OF_YEAR = r"(?i)^(?:©|ⓒ|\(c\)|copyright)(?:\s*(?:©|ⓒ|\(c\)))?\s*(?:19|20)\d\d\b.{1,100}$"
# We use cookies to improve your visit. Accept
NOTICE = rf"(?i)^(?:{either_of_lines('notices', 'paywall')}|(?:{either('continue_reading')})\b.{{0,160}})$"
# Subscribe to our newsletter
ADVERTISEMENT = rf"(?i)^(?:{either_of_lines('newsletter', 'advertisement')})$"
# Example Gazette, 4 Quay Street, Exampletown, tel. 01234 567890
CONTACT = rf"(?i)^[^,|·•]{{2,60}}[,|·•][^,|·•]{{2,60}}[,|·•].{{0,100}}(?:{either('contact')})\.?\s*:?\s*[+(]?\d[\d ()/-]{{4,}}(?:[^.!?]|\.\S){{0,80}}$"
# To: The Harbour Master of Exampletown   |   Her Excellency Eve Example, Harbour Master   |   Dear Mr. Example
ADDRESSEE = r"^(?:To\s*:|To (?:the|all|whom|[Hh]is|[Hh]er|[Yy]our|M[rs]+\b\.?|Dr\b\.?)\b|(?:To )?(?:His|Her|Your|The) (?:Excellency|Eminence|Honou?r|Majesty|Hono[u]?rable)\b|Dear\b|Att(?:n|ention)\b).{0,120}$"
# Press Statement
PRESS_HEADER = rf"^(?i:(?:Press|Media|News) (?:Statement|Release|Briefing|Conference|Advisory|Note)|{either_of_lines('release')})$|^(?:Remarks|Statement|Communiqu[eé])$"
# ENDS   |   - Ends -
END = rf"(?i)^\W*{either('text_end')}\W*$"
# 3. A first point   |   ++ A first item   |   – We ask why
LIST_ITEM = r"^(?:\d{1,3}[.)]|\(?[a-z][.)]|[•·*]|\+\+|[–—-])\s+\S"
# EXAMPLETOWN, Country (XYZ) — The first words   |   Reporting from Exampletown — The first words
DATELINE_OPENING = r"^(?:Reporting from \p{Lu}[\p{L} ]{2,30}|\p{Lu}[\p{Lu} .'’/\-]{2,40}(?:, \p{Lu}[\p{L}. ]{2,25}){0,2}(?: \d{1,2})?(?: \([\p{L} ]{2,30}\))?)\s*(?:—|–|--| - )\s*\S"
NO_LETTERS = r"^[^\p{L}\p{N}]+$"
# Department Spokesperson, Office of the Spokesperson
OFFICE = r"\b(?:Office|Department|Ministry|Spokes(?:person|man|woman)|Secretary|Minister|Director|Ambassador|Representative|Chair(?:man|woman)?|President)\b"
