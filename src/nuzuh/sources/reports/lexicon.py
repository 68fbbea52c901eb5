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
    r"\s*(?:more |[A-Z]\w+ )?(?:%|per ?cent|percentage|points|dollars|pesos|naira|shillings|francs|"
    r"birr|kyat|rand|yuan|yen|dinars?|riyals?|rou?bles|hryvnia|afghanis|euros|pounds|lira|rupees|"
    r"usd|eur|[$€£]|km|kilomet|met(?:re|er)|miles?|mi\b|m²|m2|"
    r"square|hectares|acres|degrees|°|tonnes?|tons?|kg|kilo|litres?|liters?|hours?|days?|weeks?|"
    r"months?|years?|minutes?|times|"
    r"trucks?|vehicles?|tanks?|(?:air ?)?strikes|attacks|incidents|hospitals|facilities|wards|"
    r"beds|tents|blankets|kits|litre)",
    re.IGNORECASE,
)
MONEY: Final = re.compile(r"(?:[$€£]|\b(?:usd|eur|gbp|us\$|chf))\s*$", re.IGNORECASE)
COLD: Final = re.compile(
    r"\b(?:cold|exposure(?! to)|hypothermia|froze|frozen|freezing|frost|frostbite|below[- ]zero)\b", re.IGNORECASE
)

_N = r"(?:more than|at least|over|some|about|around|nearly|almost|close to|an estimated|up to)"
_NUMBER = (
    r"(?:\d|a million|half a|two|three|four|five|six|seven|eight|nine|ten|dozens|scores|hundreds|"
    r"thousands|tens)"
)
_AHEAD = rf"(?= (?:{_N} )?{_NUMBER})"
"""A number comes next."""

_KILLED = (
    r"kill(?:ed|s|ing)?|dead|died|dies|die|deaths?|toll|los[te] (?:their|his|her) li(?:ves|fe)|"
    r"loss of (?:\w+ )?li(?:ves|fe)|"
    r"martyred|eliminated|neutrali[sz]ed|lost several|fell(?=,| in\b| at\b| near\b)|buried|bury|"
    r"bodies|(?:the|a|his|her) body(?! (?:in charge|responsible|that))|massacred|"
    r"drowned|fatalit(?:y|ies)|slain|perished|claim(?:ed|ing|s) (?:the )?li(?:ves|fe)|(?:we|they) "
    r"(?:have )?(?:already )?lost|"
    r"froze(?:n)? to death|suffocated|asphyxiated|gunned down|beheaded|executed|executions?|electrocuted|"
    r"succumbed|"
    r"laid to rest|t(?:ook|aking) the li(?:ves|fe)|"
    rf"lost{_AHEAD}"
)
_FLED = (
    r"drove|displaced|displac(?:es|ing|ements?(?! (?:camps?|sites?|cent|in )))|uproot(?:ed|ing|"
    r"s)|(?:forced|driven|drove|drive|driving|chased|pushed|squeezed) (?:\w+ "
    r"){0,3}?(?:from|out|off|to flee)|driven|drive out|fled|flee(?:s|ing)?|flight of|t(?:ook|aken|"
    r"ake) flight|"
    r"left (?:their|his|her) (?:homes?|houses|villages)|left (?:the|this) "
    r"(?:town|city|camp|village|area|"
    r"district|province|region|country|enclave|capital|island|strip)|left with|(?:have|has|had) "
    r"left|(?:gone|went) (?:on )?(?:to|towards?)|"
    r"head(?:ed|ing)? (?:for|to|towards?)|abandon(?:ed|ing)?|desert(?:ed|ing)|stream(?:ed|ing)|"
    r"pour(?:ed|ing) (?:out|across|into|over)|"
    r"trekked|on (?:their|its) way|on the (?:roads?|move|run)|t(?:ake|ook|aken) to the roads?|"
    r"emptied|exodus|forced towards?|pushed to|"
    r"r[au]n (?:from|for their lives)|(?:will|would|could) run(?! out)|(?:would|could|may|will|"
    r"to) leave(?= (?:the|for)\b)|leaving their homes|moved(?= (?:to|from|within|towards?|into|"
    r"out|on|there|away|in with)\b)|ha(?:ve|d|s) moved(?! north| south| east| west)|(?:from|out "
    r"of) "
    r"their (?:homes|houses|villages|towns)|out of their homes|"
    r"leave their homes|lost their homes|homeless|evacuated|(?:sought|seek|seeking|taken|took|"
    r"taking) (?:refuge|shelter|safety)|"
    r"escap(?:ed|ing)|set off|packed up|forced to (?:leave|move)|to (?:higher|safer) ground"
)
_TOTAL = (
    r"(?:remain|remains|remained|still|are|internally|already|currently) displaced|(?:live|living|"
    r"lived|lives) in displacement|"
    r"internally displaced|displaced (?:people|persons|families|households|hhs) (?:are|were|live|"
    r"living|in|shelter)|"
    r"idps|(?:live|living|lives|staying|stay|sheltering|housed) (?:in|under|with|at) (?:\w+ ){0,2}(?:camps?|"
    r"tents?|settlements?|collective|schools?|shelters|mosques?|"
    r"relatives|centres?|centers?|host families|buildings?|plastic)|live as displaced|(?:still|"
    r"are) staying(?! in the open| outside)|camped|camping out|"
    r"living away from home|in displacement|number of (?:internally )?displaced|caseload"
)
_EXPOSED = (
    r"expos(?:ed|es|ing)|trapped|besieged|under siege|under (?:\w+ )?bombardment|bombarded|caught "
    r"(?:in|between|up)|in the open|under the open sky|under trees|on the roofs?|on roofs|under "
    r"fire|without (?:cover|shelter|a roof)|"
    r"nothing over their heads|"
    r"human shields|cut off|encircled|surrounded|stranded|marooned|hemmed in|living under|live "
    r"under|sleep(?:ing)? (?:in|outside|rough)|"
    r"affect(?:ed|s|ing)?|under (?:siege|blockade)|blockaded|at risk|in (?:grave |mortal )?danger|"
    r"in harm's way|in the (?:path|line) of|"
    r"find themselves|held (?:as|hostage)|still holding|tents damaged|threatened|confined to|(?:been|"
    r"were|are) hit(?: by)?|swept away|(?:destroyed|damaged|flooded) (?:the )?(?:shelters|tents|"
    r"homes|houses) of|"
    r"los[et] their (?:shelters?|tents?)|(?:still|remain(?:s|ed|ing)?) (?:living |left |inside |behind "
    r")?in the (?:town|city|enclave|area|pocket|district|camp)|"
    r"remained there|still there|will be left|left behind|pinned down|isolated|within (?:reach|range)"
)
_NEED = (
    r"needs?|needed|waiting for|still waiting|in need|in (?:\w+ )?need|require[sd]?|lack(?:s|"
    r"ed|ing)?|(?:have|"
    r"has|had) (?:no|neither|little|nothing)|not have|no access|no means|without (?:access|(?:\w+ "
    r")?(?:water|food|aid|heating|fuel|electricity|power|"
    r"medicine|care|help|assistance))|go(?:es|ing)? without|depend(?:s|ent|ing)? on|rel(?:y|ies|"
    r"ied|iant) on|short of|"
    r"fac(?:e|es|ed|ing) (?:\w+ ){0,2}(?:hunger|starvation|famine|insecurity)|food[- ]insecur(?:e|"
    r"ity)|starv(?:e|ing|ation)|famine|"
    r"hungry|hunger|malnourished|desperate for|run(?:ning)? out of (?:food|water|fuel)"
)
_HOSTED = (
    r"hosts?|hosted|hosting|home to|shelters?(?= (?:close to|about|some|nearly|almost|around|more than|"
    r"over|at least)? ?(?:[\d]|a million|one|two|three))|(?:has|have|had) taken in|take in|took "
    r"in|takes in|taking in|refugees?|refugee population|living abroad|"
    r"admitted(?! to)|let in|lets in|welcomed|look(?:ing|s|ed)? after|house(?= )|housed|housing|"
    r"houses(?= (?:about |some |nearly |more than |over )?\d)|sheltering(?= "
    r"\d)|"
    r"accept(?:ed|s)(?= \d)|on its soil|(?:live[sd]?|living) "
    r"there|asylum[- ]seekers|live there|g[ia]ve(?:s|n)? (?:shelter|refuge)|receiv(?:ed|es) refugees|"
    r"absorb(?:ed|ing)|"
    r"accommodat(?:e|ed|es|ing)|without papers|registered (?:with (?:unhcr|the un)|refugees|as "
    r"refugees)|put(?:s|ting)? up(?= (?:some |about |around |nearly "
    r")?\d)|temporary protection|"
    rf"h[eo]lds?{_AHEAD}"
)
_RETURNED = (
    r"return(?:ed|ing|s|ees)?(?! to the embrace)|(?:went|gone|go|going|came|come|coming|sent|allowed|"
    r"moved|crept|made it|get|got) "
    r"(?:back|home)|brought (?:home|back)|repatriat(?:ed|ion)|"
    r"(?:brought|took|taken|bring(?:ing)?)(?= (?:\S+ ){1,4}(?:home|"
    r"back)\b)|back "
    r"(?:home|to their|in their)"
)
_INJURED = (
    r"injur(?:ed|ies|ing)|wounded|wounding|wounds|hurt|maimed|(?:severe )?burns|taken to hospital|"
    r"hospitali[sz]ed|"
    r"lost limbs"
)
_OTHER = (
    r"cross(?:ed|ing|ings)|arriv(?:ed|als?|ing|e)|reached|reach(?=ing| \S+ )|help(?= (?:some |"
    r"about )?\d)|detain(?:ed|ing)?|"
    r"arrest(?:ed|s)?|deport(?:ed|ations?)|expelled|missing|unaccounted for|dragged away|taken "
    r"away|rounded up|picked up|movements|slipped (?:into|across)|enter(?:ed|ing)|got out|get "
    r"out|made it out|disappear(?:ed|ances?)|treat(?:ed|s)?|"
    r"assist(?:ed|ance|ing|s)?|identified|registered|distribut(?:ed|ing|ions?)|provided|brought|"
    r"delivered|handed out|"
    r"received|served?|vaccinated|immuni[sz]ed|"
    r"evacuat(?:ed|ions?)|came out|walked|have come to|came through|pass(?:ed|ing) through|will come|"
    r"gathered|massed|landed in|in detention|detention centres?|giv(?:e|en|ing)|gave|provid(?:e|"
    r"es|ing)|suppl(?:y|ied|ies)|support(?:ed|ing|s)|transport(?:ed)?|transferred|moved(?= )|relocat(?:ed?|"
    r"ing|ion)|"
    r"airlifted|flew|flown|kits|cholera|measles|polio|came across|abduct(?:ed|ions?)|kidnapped|"
    r"hostages?|resettled|settled|"
    r"taken prisoner|prisoners?|behind bars|jailed|imprisoned|reunited|separated|unaccompanied|"
    r"placed with|turned back|pushed back|"
    r"enrolled|screened|trained|rescued|boarded|carrying|move(?= (?:another |some |about )?\d)|"
    r"gained access|gain access|"
    r"rations|cash|"
    r"food|admissions|admitted to|disease|intended to take|holding"
)
_TAKEN = (
    r"took|taken|capture[sd]?|liberate[sd]|seized?|overran|overrun|recaptured|regained|retook|"
    r"retaken|lost|fell|returned to the embrace|secured|gained|occupied|occup(?:ies|y)|control "
    r"(?:of|over)|entered"
)

TRIGGERS: Final = {
    kind: re.compile(rf"(?<![\w-])(?:{words})(?![\w])")
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
"""Kinds by the words that announce them, in small letters: of two in the same place the one named first holds."""
LEFT: Final = re.compile(r"\b(?:[Ll]eft|(?:would|could|may|will|to) leave)(?= [A-Z])")
"""They left Goma: flight, which left over or left behind is not."""

CLAUSE: Final = re.compile(
    r";|\s[\u2013\u2014-]\s|:\s|,? (?:while|whereas|although|though|but|which|whose|so that|because)\b|"
    r", (?:who|where|when|and|as|with|leaving)\b|\.\s|[()]",
)
PART_AFTER: Final = re.compile(
    r"(?: \w+)? (?:of (?:them|whom|these|those|which)|of the (?:dead|wounded|injured|total|victims|"
    r"newly displaced|displaced)|among them|are children|were children|were women|are women)\b",
    re.IGNORECASE,
)
UNREAL: Final = re.compile(
    r"\b(?:(?:could|would|(?-i:may)|might|should|will)(?! not)|if|unless|expect(?:s|ed)?|plans?|planned|"
    r"planning|intends?|intended|projected?|forecast|"
    r"prepar(?:e|es|ed|ing) (?:for|to)|anticipat(?:e|es|ed)|hopes? to|aims? to|likely to|threaten(?:s|"
    r"ed|ing)? to|potentially|have to|in the event of)\b",
    re.IGNORECASE,
)
"""Words by which a clause says what is not so, or not yet."""
FEARED: Final = re.compile(
    r"\b(?:fears?(?: that)?|feared|warn(?:s|ed|ing)? of|(?-i:risks?)|assumes?|scenario|contingency|"
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
