"""What words mean the same when people speak about public services, in English.

Belongs here: general words of councils', schools' and health services' consultations, grouped by what they
are about, and the little words that are about nothing. Does not belong here: the words of any one
consultation, nor anything learned from data.

A short comment shares hardly a word with another that says the same: "came late" and "two hours' wait" have
none in common. Counting these groups beside the words brings such comments together. The groups only guide
what is proposed; what a comment is about is decided by people.
"""

from __future__ import annotations

from functools import lru_cache

_FUNCTION_WORDS = """
    a an the and or nor of to in on at by for from with as is are was were be been being am i me my mine
    we us our ours you your yours he him his she her hers it its they them their theirs this that these
    those there here have has had having do does did doing done will would shall should can could may
    might must if then than so such very just also too about into onto over under out up down off again
    more most much many some any all each every either neither which who whom whose what when where why
    how because while until after before during between through within without own same other another
    only both few one ones not no nor don't doesn't didn't won't wouldn't can't couldn't shouldn't isn't
    aren't wasn't weren't haven't hasn't hadn't i'm i've i'd i'll it's that's there's they're they've
    we're we've you're he's she's what's let's get gets got getting go goes going went gone come came
    make makes made put say says said see like really quite even still well yes ok okay etc thing things
    something anything everything lot lots bit way always never ever maybe perhaps however though
    although yet since per via whether but"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())

# What each group is called when it names a theme, and the words that belong to it.
CONCEPTS: dict[str, str] = {
    "Praise and thanks": """
        good great excellent brilliant fantastic amazing perfect perfectly wonderful superb outstanding
        fine happy satisfied satisfactory satisfaction pleased impressed best lovely fabulous
        exceptional exceptionally faultless incredible enjoyed enjoy love loved liked delighted
        marvellous terrific commendable praise fault faults complaint complaints thank thanks thankyou
        thankful grateful gratitude appreciate appreciated well-done first-class top-class spot-on ok
        okay""",
    "Dissatisfaction": """
        bad badly poor poorly terrible awful appalling disgusting disgraceful disappointed disappointing
        disappointment dissatisfied unhappy unacceptable worst worse horrible horrendous dreadful
        useless hate hated upset upsetting frustrated frustrating frustration annoyed annoying angry
        shambles rubbish shocking fail failed failing failure pointless complain complained""",
    "How people are treated": """
        friendly friendliness kind kindness caring cared polite politeness helpful helpfulness unhelpful
        rude rudeness attitude attitudes pleasant unpleasant courteous courtesy compassion compassionate
        understanding sympathetic sympathy empathy empathetic reassuring reassured reassurance respect
        respectful respected disrespectful cheerful approachable considerate professional
        professionalism calm calming comforting supportive warm welcoming welcomed manner manners gentle
        dignity attentive thoughtful nice patience sensitive insensitive dismissive patronising judged
        judgemental humour""",
    "Waiting and timeliness": """
        wait waits waited waiting delay delays delayed late later lateness long longer length hour hours
        minute minutes quick quicker quickest quickly fast faster prompt promptly promptness slow slower
        slowly soon sooner early earlier time times timing timely timescale punctual punctuality
        immediate immediately instant speed speedy swift swiftly arrive arrived arrives arrival arriving
        response responses respond responded responding backlog queue queues queued queuing turned""",
    "Information and communication": """
        inform informed informing information informative explain explained explains explaining
        explanation update updates updated clear clearly clearer unclear clarity communicate
        communicated communicating communication communications told tell tells telling advice advise
        advised guidance guided leaflet leaflets letter letters notice notified notify details detail
        aware awareness publicise publicity advertised newsletter signposting""",
    "Being listened to": """
        listen listens listened listening heard hear hearing involve involved involving involvement
        consult consulted consultation voice voices opinion opinions views view ignored ignoring
        dismissed feedback questions question questioning ask asked asking believe believed
        co-production coproduction participation participate engaged engagement decisions decide decided""",
    "Getting in touch": """
        phone phoned phones phoning telephone call calls called calling caller callers callback ring
        rings ringing rang answer answers answered answering reply replied contact contacts contacted
        contacting reach reached line lines switchboard operator operators handler handlers helpline
        dial email emails emailed spoke speak speaking""",
    "Online services and forms": """
        online website web internet digital computer app apps form forms login password page pages
        portal virtual broadband paperwork""",
    "Appointments and booking": """
        appointment appointments book booked booking bookings slot slots cancel cancelled cancels
        cancellation reschedule rescheduled rearrange rearranged schedule scheduled rota""",
    "Transport and travel": """
        transport transported transportation bus buses minibus taxi taxis car cars parking travel
        travelling travelled drive drives driver drivers driving drove journey journeys vehicle vehicles
        road roads traffic route routes train trains cycling pavement pavements collect collected
        collection pick-up picked distance drop dropped escort""",
    "Staff and workers": """
        staff team teams crew crews nurse nurses doctor doctors gp gps teacher teachers worker workers
        officer officers paramedic paramedics receptionist receptionists manager managers assistant
        assistants practitioner practitioners professionals colleague colleagues employees""",
    "Staffing and capacity": """
        shortage shortages understaffed staffing capacity resource resources recruit recruitment
        recruiting employ overstretched stretched numbers number available availability enough
        insufficient lack lacking extra increase increased overworked turnover vacancies""",
    "Money and funding": """
        cost costs money funding fund funds funded underfunded budget budgets expensive afford
        affordable pay paid paying price prices fee fees charge charged charges cut cuts tax taxes
        government invest invested investment spend spending wage wages salary grant grants financial""",
    "Knowledge and training": """
        training train trained untrained competent competence incompetent incompetence knowledge
        knowledgeable skill skills skilled qualified qualifications experienced inexperienced expertise
        expert experts""",
    "Safety": """
        safe safely safer safety danger dangerous risk risks risky unsafe secure security crime accident
        accidents harm safeguarding bullying bullied mask masks""",
    "Buildings and facilities": """
        building buildings room rooms toilet toilets access accessible accessibility inaccessible ramp
        ramps seat seats seating comfortable uncomfortable comfort temperature hot cold noise noisy
        facilities facility premises space spaces venue hall furniture lighting wheelchair wheelchairs
        equipment chair chairs bed beds""",
    "Cleanliness": """
        clean cleaned cleaner cleaning cleanliness dirty hygiene hygienic tidy untidy filthy litter
        smell smelly""",
    "Care and treatment": """
        care treatment treatments treat treated medication medicine medicines diagnosis diagnosed
        diagnose misdiagnosed symptoms condition conditions illness ill sick pain prescription hospital
        hospitals clinic clinics ward surgery health medical injury recovery discharge discharged""",
    "Organisation and working together": """
        organised organisation disorganised organise coordinate coordinated coordination co-ordination
        co-ordinated joined-up together partnership partners agencies system systems process processes
        procedure procedures efficient efficiently efficiency inefficient smooth smoothly admin
        administration administrative bureaucracy continuity referral referrals referred refer""",
    "Plans, progress and accountability": """
        plan plans planning planned strategy priorities priority aims timeline timelines deadline
        deadlines monitor monitored monitoring progress target targets measure measured measures
        accountable accountability review reviewed reviews outcome outcomes deliver delivered delivery
        actions action implement implementation evidence report reported""",
    "Clear words and formats": """
        jargon wording worded abbreviations abbreviation acronym acronyms grammar spelling plain
        readable easy-read print font language languages translation translated interpreter interpreters
        braille audio definition define document documents pictures""",
    "Fairness and inclusion": """
        fair fairly unfair fairness equal equally equality unequal inequality inclusion inclusive
        included exclude excluded exclusion exclusions discrimination discriminated diversity diverse
        minority minorities race religion gender""",
    "Schools and learning": """
        school schools teaching teach lesson lessons learn learning education educational college
        colleges nursery classes classroom pupil pupils student students curriculum exam exams academy
        headteacher senco sencos mainstream homework university""",
    "Help and support": """
        support supported supporting supports supportive assist assisted assistance respite signposted""",
    "Special needs and disability": """
        send sen sendco ehcp ehcps disability disabilities disabled autism autistic adhd therapy
        therapist therapists speech psychologist assessment assessments assess assessed camhs wellbeing
        provision early-help mental anxiety sensory deaf blind special specialist""",
    "Children, young people and families": """
        child children child's children's young youth teenager teenagers parent parents parental carer
        carers family families mother father mum dad son daughter baby babies siblings grandchildren""",
    "Activities and leisure": """
        activity activities play playing playground sport sports club clubs library libraries leisure
        swimming holiday holidays trip trips youth-club music art arts games social community""",
    "Environment and open space": """
        environment environmental green trees tree parks air pollution climate recycling recycle waste
        rubbish-bins bin bins river flooding wildlife carbon energy""",
    "Homes and development": """
        house houses housing homes rent rents landlord tenant tenants development developments
        developers council flats estate planning-permission homeless homelessness""",
    "Preparing for adulthood": """
        adulthood adult adults employment employer employers job jobs work apprenticeship
        apprenticeships independence independent independently transition transitions future career
        careers""",
}


@lru_cache(maxsize=1)
def concepts_by_word() -> dict[str, tuple[str, ...]]:
    """Each word with the groups that it belongs to."""
    found: dict[str, list[str]] = {}
    for concept, words in CONCEPTS.items():
        for word in words.split():
            found.setdefault(word, []).append(concept)
    return {word: tuple(concepts) for word, concepts in found.items()}
