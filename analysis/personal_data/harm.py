"""Signs that somebody may not be safe: words and phrases, tuned to miss nothing rather than to be right.

For the safeguarding lead, who reads each. A phrase counts even when it is denied ("nobody hit me") or past, since only
a person can tell. Spelling slips and children's ways of saying it are included. English only: a comment in another
language has to be read by somebody who knows it, so its language is told to the lead by whoever calls this.
"""

from __future__ import annotations

import re

from analysis.personal_data.finding import Finding, without_overlaps

_WHO = (
    r"(?:me|him|her|us|them|my\w*|our\w*|his|the (?:kids|children|child|baby|boy|girl)|each other|people|"
    r"someone|somebody|(?-i:[A-Z])\w+)"
)
_SELF = r"(?:my|him|her|them|your|our|it)\s?sel(?:f|ves)"
_NOT = r"(?:not|\w+n['’]?t|never|no longer|nobody|no one|nothing)"

_BLOWS = (
    r"hit|hits|hitting|hurt|hurts|hurting|beat|beats|beating|beaten|punch\w*|kick\w*|slap\w*|smack\w*|strangl\w*|"
    r"chok\w*|bit|bite|bites|biting|bitten|burn\w*|scald\w*|shake\w*|shaking|shook|throttl\w*|push\w*|shov\w*|"
    r"grab\w*|drag\w*|throw\w*|threw|pinch\w*|attack\w*|whip\w*|belt\w*|thump\w*|batter\w*"
)

_SIGNS = {
    "suicide or self-harm": (
        r"su[ic]+[sc]?ide?\w*",
        r"suicid\w*",
        r"self[\s\-]*(?:harm|injur|mutilat)\w*",
        r"slef[\s\-]*harm\w*",
        r"unalive\w*",
        r"kms",
        rf"(?:kill|hurt|harm|cut|hit|bit|bang|scratch|burn|starv|chok|hang|stab|punch|injur|poison|drown)\w*\s+(?:of\s)?{_SELF}",
        r"(?:tak|took|end)\w*\s+(?:my|his|her|their|your)\s+(?:own\s+)?li(?:fe|ves)",
        r"over\s?dos\w+",
        r"ligature\w*",
        r"noose",
        r"(?:want|wish|like|ready|rather|going|try|tried|trying|better|plan)\w*\s+(?:\w+\s+){0,4}"
        r"(?:die|dead|be dead|not (?:be )?(?:here|alive|wake up))",
        r"(?:better|best)\s+off\s+(?:\w+\s+)?(?:dead|without\s+(?:me|him|her))",
        rf"{_NOT}\s+(?:\w+\s+){{0,3}}(?:want|wish)\w*\s+(?:to\s+)?(?:live|be alive|be here|wake up|exist)",
        r"(?:no|any|what['’]?s the|see (?:no|the))\s+(?:point|reason)\s+(?:in\s+|of\s+|to\s+)?(?:\w+\s+){0,2}"
        r"(?:liv\w+|life|going on|being here|carry\w* on)",
        r"(?:can|could)(?:not|n?['’]?t)\s+(?:\w+\s+)?(?:go on|carry on|take (?:it|this)|take any ?more|do this|cope)",
        r"hat(?:e|es|ed|ing)\s+(?:my|him|her|them)\s?sel\w+",
        r"(?:worthless|hopeless|despair\w*)",
        r"cuts? on (?:my|his|her|their) (?:arm|leg|wrist)s?",
        r"slit\w*\s+(?:my|his|her|their)\s+wrists?",
        r"jump(?:ed|ing)?\s+(?:off|in front)\b",
        r"stopp?(?:ed|ing)?\s+eating",
        r"anorexi\w+",
    ),
    "physical harm": (
        rf"(?:{_BLOWS})\s+(?:\w+\s+)?{_WHO}\b",
        r"(?:was|were|been|being|get\w*|got|is|are)\s+(?:\w+\s+){0,2}(?:hit|beaten|punched|kicked|slapped|smacked|strangled|attacked|bitten|burnt|burned|battered|thumped|hurt)",
        r"beat(?:en|s|ing)?\s+up",
        r"assault\w*",
        r"bruis\w+",
        r"black\s+eyes?",
        r"broke[n]?\s+(?:my|his|her)\s+(?:arm|leg|nose|jaw|rib|wrist|finger)s?",
        r"violen\w+",
        r"physical(?:ly)?\s+(?:abus|hurt|harm|punish|chastis)\w*",
        r"st(?:ab|abb)(?:bed|bing|s)?\b",
        r"kni(?:fe|ves|fed)",
        r"machete\w*",
        r"weapon\w*",
        r"\bguns?\b",
        r"shot\s+at",
        r"kill\w*\s+(?:me|him|her|us|them|you|someone|somebody)",
        r"murder\w*",
        r"mark\w*\s+on\s+(?:my|his|her|their)\s+(?:arm|leg|neck|back|face|body|wrist)s?",
    ),
    "sexual harm": (
        r"sex(?:ual)?(?:ly)?\s*(?:abus|assault|harass|exploit|harm|touch|act|activit|image|photo|video|pictur|predator|contact|violence)\w*",
        r"rap(?:e|ed|es|ist|ing)\b",
        r"molest\w*",
        r"groom(?:ed|ing|er|ers|s)\b",
        r"p(?:a)?edo(?:phile)?s?\b",
        r"incest\w*",
        r"nonce\w*",
        r"(?:nude|naked|indecent|intimate|private)\s+(?:photo|pic|image|video|selfie)\w*",
        r"touch\w*\s+(?:me|him|her|my|his|their|them|us|inappropriate\w*)",
        r"inappropriate\w*\s+(?:\w+\s+)?(?:touch|contact|behavio)\w*",
        r"private\s+parts?",
        r"sext\w*",
        r"(?:in|up|down|off)\s+(?:my|his|her)\s+(?:bed at night|pants|knickers|trousers|skirt|clothes)",
        r"mak\w*\s+me\s+(?:touch|kiss|watch|undress)",
        r"made\s+me\s+(?:touch|kiss|watch|undress|do (?:things|stuff))",
        r"(?:bad|rude|horrible|weird|dirty)\s+(?:things|stuff)\s+to\s+\w+",
        r"sexual\w*\s+explicit",
        r"up\s*skirt\w*",
        r"revenge\s+porn",
        r"porn\w*",
        r"prostitut\w*",
    ),
    "abuse or fear at home": (
        r"abus(?:e|ed|es|er|ers|ing|ive|ively)\b",
        r"domestic\s+(?:violence|abuse)",
        r"coercive\w*",
        r"controll\w+\s+(?:partner|husband|wife|boyfriend|girlfriend|relationship|behavio\w+|me|her|him)",
        r"(?:scared|afraid|frightened|terrified|frighten\w*|terrif\w*|fear\w*)\s+(?:of|for|to\s+(?:go|be|get)|about|at|by)\b",
        r"(?:live|living|lives)\s+in\s+fear",
        rf"{_NOT}\s+(?:\w+\s+){{0,3}}(?:safe|protected)\b",
        r"un\s?safe\w*",
        r"in\s+danger",
        r"dangerous\s+(?:home|situation|man|person|parent)",
        r"at\s+risk",
        r"risk\s+of\s+(?:\w+\s+)?(?:harm|death|injury|abuse)",
        r"threat\w*",
        r"shout\w*\s+at\s+(?:me|us|him|her|them)",
        r"scream\w*\s+at\s+(?:me|us|him|her|them)",
        r"drunk\w*",
        r"alcoholic\w*",
        r"(?:on|takes?|taking|uses?|using|sells?|selling|deals?|dealing)\s+drugs?",
        r"(?:mean|nasty|horrible|cruel|angry)\s+(?:to|with|at)\s+(?:me|us|him|her|them)",
        r"cruel\w*",
        r"stalk\w*",
        r"harass\w*",
        r"restraining\s+order",
        r"refuge\b",
        r"women['’]?s\s+aid",
        r"tell(?:ing)?\s+(?:anyone|anybody|no\s?one|nobody|any one)",
        r"keep\w*\s+(?:it|this|a)\s+(?:a\s+)?secret",
        r"our\s+secret",
        r"(?:wont|won['’]?t|not|never)\s+let\s+(?:me|him|her|us|them)\s+(?:out|leave|go|eat|sleep|see)",
        r"nowhere\s+(?:safe|to go|to live)",
        r"hide\w*\s+(?:from|in my room|under)",
        r"thrown\s+out",
    ),
    "neglect": (
        r"neglect\w*",
        r"starv\w*",
        r"hungry",
        r"malnourish\w*",
        rf"{_NOT}\s+(?:\w+\s+){{0,3}}(?:fed|feed\w*|eat\w*|food|wash\w*|bed to sleep)",
        r"(?:no|without)\s+(?:food|heating|electric\w*|bed|clean clothes|water)",
        r"left\s+(?:me\s+|him\s+|her\s+|us\s+|them\s+)?(?:home\s+)?(?:alone|unattended|"
        r"unsupervised|by (?:my|him|her|them)sel\w+|on (?:my|his|her|their) own|in (?:soiled|wet|dirty))",
        r"soiled\b",
        r"filthy",
        r"squalor",
        r"unwashed",
        r"home\s+alone",
        r"abandon\w*",
        r"homeless\w*",
        r"no\s?one\s+(?:looks?|looking|cares?|to look)\s+(?:after|for|about)",
        r"nobody\s+(?:looks?|looking|cares?|to look)\s+(?:after|for|about)",
        r"refus\w+\s+(?:\w+\s+){0,2}(?:medic\w+|insulin|food)",
        r"without\s+(?:his|her|my|their)\s+medic\w+",
        r"died\b",
        r"deaths?\b",
        r"dying",
    ),
    "exploitation": (
        r"county\s+lines?",
        r"traffick\w*",
        r"exploit\w*",
        r"gangs?\b",
        r"slave\w*",
        r"forced\s+(?:to|into|marriage|labour)\b",
        r"fgm\b",
        r"genital\s+mutilation",
        r"female\s+circumcis\w*",
        r"honou?r[\s\-]+(?:based|kill\w*|violence|abuse)",
        r"radicali[sz]\w*",
        r"extremis\w*",
        r"terroris\w*",
        r"(?:carry|carrying|hold|holding|run|running|sell|selling|deal|dealing|deliver\w*)\s+(?:\w+\s+)?drugs",
        r"cuckoo(?:ed|ing)",
        r"blackmail\w*",
        r"sextort\w*",
        r"(?:met|meet|meeting|talk\w*\s+to|speak\w*\s+to)\s+(?:a\s+|an\s+)?(?:\w+\s+)?(?:man|stranger|adult|bloke|guy)\s+(?:online|on\s+\w+)",
        r"older\s+(?:man|boyfriend|men|bloke|guy)",
        r"gives?\s+me\s+(?:money|gifts|presents)",
        r"taken\s+abroad",
    ),
    "restraint or seclusion": (
        r"restrain\w*",
        r"pinn\w+\s+(?:down|him|her|me|to|against)",
        r"h(?:e|o)ld\w*\s+(?:me\s+|him\s+|her\s+|them\s+)?down",
        r"held\s+(?:me\s+|him\s+|her\s+|them\s+)?down",
        r"seclu\w*",
        r"isolation\b",
        r"isolat\w+\s+(?:room|booth)",
        r"lock\w*\s+(?:me|him|her|us|them|my|in|up|away|inside|the (?:door|child|kids))\b",
        r"locked\s+(?:\w+\s+)?(?:in|room|cupboard|door)",
        r"tied\s+(?:me|him|her|them|up|down|to)\b",
        r"strapp\w+\s+(?:in|down|to|him|her|me)\b",
        r"shut\s+(?:me|him|her|them)\s+in",
        r"sedat\w*",
        r"manhandl\w*",
        r"dragg\w*",
        r"sat\s+on\s+(?:him|her|me)",
        r"face\s+down",
        r"harness\w*",
    ),
    "bullying": (
        r"bull(?:y|ied|ies|ying|yed)\w*",
        r"pick(?:ed|ing|s)?\s+on\b",
        r"call(?:s|ed|ing)?\s+(?:me|him|her|them)\s+(?:names|a\s+\w+|stupid|retard\w*|spastic)",
        r"name\s+calling",
        r"cyber\s?bull\w*",
        r"hate\s+crime\w*",
        r"racis[tm]\w*",
        r"racial\w*\s+abus\w*",
        r"ganged\s+up",
        r"laugh\w*\s+at\s+(?:me|him|her|them)",
        r"spat\s+(?:at|on)",
        r"mate\s+crime\w*",
    ),
    "missing": (
        r"r[au]n(?:s|ning)?\s+away\b",
        r"(?:went|gone|goes|go|been|is|was|reported)\s+missing",
        r"missing\s+(?:child|from\s+(?:home|school|care)|person|for\s+\w+\s+(?:days|hours|nights))",
        r"abscond\w*",
        r"disappear\w*",
        r"(?:not|n['’]?t|never)\s+(?:come|came|been|coming)\s+home",
        r"sleep\w*\s+(?:rough|on the street\w*)",
        r"kidnap\w*",
        r"abduct\w*",
    ),
}

HARM_KINDS = tuple(_SIGNS)
_EXPRESSIONS = tuple(
    (kind, re.compile(rf"(?<![^\W_])(?:{'|'.join(signs)})", re.IGNORECASE)) for kind, signs in _SIGNS.items()
)


def signs_of_harm(text: str) -> tuple[Finding, ...]:
    """Words that may tell of harm, in order; the kind says what the first reader should think of."""
    return without_overlaps(
        Finding(match.start(), match.end(), kind, match.group())
        for kind, expression in _EXPRESSIONS
        for match in expression.finditer(text)
    )
