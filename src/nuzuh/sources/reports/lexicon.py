"""The words by which a text says what it counts, in the field's own and the press's language."""

from __future__ import annotations

import re
from typing import Final

from nuzuh.sources.reports.words import word_list, word_lists

PERSONS: Final = {
    word: name.removeprefix("unit ")
    for name, found in word_lists().items()
    if name.startswith("unit ")
    for word in found
}
"""Who is counted, by the word of the text; the unit is the word itself but for spellings of the same."""
KEPT: Final = word_list("kept units")
"""Units that stand for several words: the text's own word is kept."""
SITES: Final = word_list("sites")
TAKEN: Final = word_list("places taken")
LINKS: Final = word_list("after a noun")
"""Words that end a group of nouns after a number."""
NO_PEOPLE: Final = re.compile(
    r"\s*(?:more |[A-Z]\w+ )?(?:%|per ?cent|percentage|points|dollars|euros|pounds|lira|rupees|"
    r"usd|eur|[$€£]|km|kilomet|met(?:re|er)|miles?|mi\b|m²|m2|"
    r"square|hectares|acres|degrees|°|tonnes?|tons?|kg|kilo|litres?|liters?|hours?|days?|weeks?|"
    r"months?|years?|minutes?|times|"
    r"trucks?|vehicles?|tanks?|(?:air ?)?strikes|attacks|incidents|hospitals|facilities|wards|"
    r"beds|tents|blankets|kits|litre)",
    re.IGNORECASE,
)
MONEY: Final = re.compile(r"(?:[$€£]|\b(?:usd|eur|gbp|us\$|chf))\s*$", re.IGNORECASE)
COLD: Final = re.compile(r"\b(?:cold|hypothermia|froze|frozen|freezing|frost|frostbite|below[- ]zero)\b", re.IGNORECASE)

_KILLED = (
    r"kill(?:ed|s|ing)?|dead|died|dies|die|deaths?|toll|los[te] (?:their|his|her) li(?:ves|fe)|"
    r"martyred|eliminated|neutrali[sz]ed|lost(?= (?:(?:more than|at least|over|some|about|nearly) "
    r")?(?:\d|two|three|four|five|six|seven|eight|nine|ten|dozens|scores))|fell(?=,| in\b| at\b|"
    r" near\b)|buried|bod(?:y|ies)|massacred|"
    r"drowned|fatalit(?:y|ies)|slain|perished|claimed (?:the )?li(?:ves|fe)|(?:we|they) (?:have "
    r")?(?:already )?lost|froze(?:n)? to death|lost several"
)
_FLED = (
    r"drove|displaced|displac(?:es|ing|ement)|uproot(?:ed|s)|(?:forced|driven|drove|chased) (?:\w+ "
    r"){0,3}?(?:from|out|off|to flee)|driven|fled|flee(?:s|ing)?|left (?:their|his|her) homes?|"
    r"left(?= (?-i:[A-Z]))|(?:have|has|had) left|(?:gone|went) (?:on )?to|abandon(?:ed|ing)?|desert(?:ed|"
    r"ing)|stream(?:ed|ing)|pour(?:ed|ing) (?:out|across|into|over)|trekked|on (?:their|its) way|"
    r"on the (?:roads?|move|run)|t(?:ake|"
    r"ook) to the roads?|emptied|exodus|forced towards?|pushed to|"
    r"leaving their homes|moved|(?:from|out of) their (?:homes|houses|villages|towns)|out of their "
    r"homes|leave their homes|abandoned|evacuated|sought (?:refuge|shelter|safety)|escap(?:ed|"
    r"ing)"
)
_TOTAL = (
    r"(?:remain|remains|remained|still|are|internally|already|currently) displaced|live in displacement|"
    r"living in displacement|internally displaced|"
    r"displaced (?:people|persons|families|households|hhs) (?:are|were|live|living|in|shelter)|"
    r"idps|living in (?:\w+ )?camps|live as displaced|"
    r"in displacement|number of (?:internally )?displaced|caseload"
)
_EXPOSED = (
    r"expos(?:ed|es|ing)|trapped|besieged|under siege|under (?:\w+ )?bombardment|bombarded|caught "
    r"(?:in|between|up)|in the open|under the open sky|without (?:cover|shelter|a roof)|"
    r"human shields|cut off|encircled|stranded|living under|live under|sleep(?:ing)? (?:in|outside|"
    r"rough)|affect(?:ed|s|ing)?|under (?:siege|blockade)|at risk|"
    r"in harm's way|find themselves|held (?:as|hostage)|still holding|tents damaged|threatened|confined to"
)
_NEED = (
    r"needs?|needed|waiting (?:for|to)|in need|in (?:\w+ )?need|require[sd]?|lack(?:s|ed|ing)?|(?:have|"
    r"has|had) (?:no|"
    r"neither|little)|no access|no means|without access|depend(?:s|ent)? on|"
    r"fac(?:e|es|ed|ing) (?:\w+ )?(?:hunger|starvation|famine)|food[- ]insecure|hungry|hunger|malnourished"
)
_HOSTED = (
    r"hosts?|hosted|hosting|shelters?(?= (?:close to|about|some|nearly|almost|around|more than|"
    r"over|at least)? ?(?:[\d]|a million|one|two|three))|(?:has|have|had) taken in|take in|took "
    r"in|takes in|refugees?|refugee population|"
    r"admitted|let in|lets in|welcomed|look(?:ing|s)? after|hous(?:e|ed|ing)|sheltering(?= \d)|"
    r"accept(?:ed|s)(?= "
    r"\d)|on its soil|(?:live[sd]?|living) "
    r"there|asylum[- ]seekers|live there|give(?:s|n)? shelter|receiv(?:ed|es) refugees|"
    r"accommodat(?:e|ed|es|ing)|without papers|registered"
)
_RETURNED = (
    r"return(?:ed|ing|s|ees)?(?! to the embrace)|(?:went|gone|go|going|came|come|coming|sent) "
    r"(?:back|home)|repatriated|(?:brought|took|taken|bring(?:ing)?)(?= (?:\S+ ){1,4}home\b)|back "
    r"(?:home|to their)"
)
_INJURED = r"injur(?:ed|ies|ing)|wounded|wounding|wounds|hurt|maimed"
_OTHER = (
    r"cross(?:ed|ing|ings)|arriv(?:ed|als?|ing|e)|reached|reach(?=ing| \w+ )|detain(?:ed|ing)?|"
    r"arrest(?:ed)?|deport(?:ed|ations?)|expelled|missing|treat(?:ed)?|"
    r"assist(?:ed|ance|ing|s)?|identified|registered|distribut(?:ed|ing)|provided|brought|delivered|"
    r"received|served?|vaccinated|"
    r"evacuated|came out|walked|"
    r"gathered|massed|landed in|in detention|detention centres?|giv(?:e|en|ing)|gave|provid(?:e|"
    r"es|ing)|support(?:ed|ing|s)|transport(?:ed)?|"
    r"airlifted|flew|flown|kits|cholera|measles|polio|came across|abducted|kidnapped|resettled|"
    r"rations|cash|"
    r"food|admissions|disease|intended to take|take in"
)
_TAKEN = (
    r"took|taken|capture[sd]?|liberate[sd]|seized?|overran|overrun|recaptured|regained|retook|"
    r"retaken|lost|fell|returned to the embrace|secured|gained"
)

TRIGGERS: Final = {
    kind: re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE)
    for kind, words in {
        "killed": _KILLED,
        "injured": _INJURED,
        "returned": _RETURNED,
        "displaced_total": _TOTAL,
        "displaced_new": _FLED,
        "hosted": _HOSTED,
        "in_need": _NEED,
        "exposed": _EXPOSED,
        "other": _OTHER,
        "taken": _TAKEN,
    }.items()
}
"""Kinds by the words that announce them; of two in the same place the one named first holds."""

CLAUSE: Final = re.compile(
    r";|\s[\u2013\u2014-]\s|:\s|,? (?:while|whereas|although|though|but|which|whose|so that|because)\b|"
    r", (?:who|where|when|and|as|with|leaving)\b|\.\s|[()]",
    re.IGNORECASE,
)
PART_AFTER: Final = re.compile(
    r"(?: \w+)? (?:of (?:them|whom|these|those|which)|of the (?:dead|wounded|injured|total|victims|"
    r"newly displaced|displaced)|among them|are children|were children|were women|are women)\b",
    re.IGNORECASE,
)
UNREAL: Final = re.compile(
    r"\b(?:(?:could|would|may|might|should|will)(?! not)|if|unless|expect(?:s|ed)?|plans?|planned|"
    r"planning|intends?|intended|projected?|forecast|"
    r"prepar(?:e|es|ed|ing) (?:for|to)|anticipat(?:e|es|ed)|hopes? to|aims? to|likely to|threaten(?:s|"
    r"ed|ing)? to|potentially|have to|in the event of)\b",
    re.IGNORECASE,
)
"""Words by which a clause says what is not so, or not yet."""
FEARED: Final = re.compile(
    r"\b(?:fears?(?: that)?|feared|warn(?:s|ed|ing)? (?:that|of)|risks?|assumes?|scenario|contingency|"
    r"expects?|in the event of|prepar(?:e|es|ed|ing) for|plans? to|told to prepare)\b",
    re.IGNORECASE,
)
"""Words that say so of all that follows them in a sentence."""
DENIED: Final = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed)?|refut(?:es?|ed)|dismiss(?:es|ed)?|withdrew|withdrawn|"
    r"retracted|disput(?:es|ed) that|not true that|false that|no truth)\b",
    re.IGNORECASE,
)
JUDGING: Final = re.compile(
    r"\b(?:blood(?:lust|thirsty|bath|letting)|brutal(?:ly|ity)?|barbar(?:ic|ous|ism)|terroris(?:t|"
    r"ts|m)|regime(?:'s|\u2019s)?|so-called|savage(?:ry)?|evil|heinous|martyr(?:s|ed|dom)?|heroes|"
    r"heroic|"
    r"liberat(?:e|ed|es|ion)|purged?|cleans(?:ed|ing)|killing machine|massacres?|genocid(?:e|al)|"
    r"shabiha|mercenar(?:y|ies)|puppets?|occupiers?|occupation|invaders?|aggress(?:ion|ors?)|"
    r"unleash(?:ing|ed)? hell|atrocit(?:y|ies)|ruthless|cowardly|criminal|gangs?|thugs|tyrann(?:y|"
    r"ical)|dictator|flagrant|fabricat(?:ion|ed)|butcher(?:s|ed)?|monstrous|vicious|cruel|belligerence|"
    r"traitors?|infidels?|militant scum|embrace of the homeland|sacred|deadly bombing|grave stain|"
    r"innocent)\b",
    re.IGNORECASE,
)
