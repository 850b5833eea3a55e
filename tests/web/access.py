"""Every address of the whole application, with who may open it: the one list that tests of access go by."""

from __future__ import annotations

ANYONE, LINK, DEVICE = "anyone", "whoever has the link", "the device that began"
SHARED = "whoever has a link to published results"
OPT = "whoever has the opt-out link of a mail"
SIGNED_IN, HALF = "whoever is signed in", "whoever has given the password"
HAS_RIGHT = "whoever has a right to a system"
PEOPLE, WHOLE_LOG = "administrators", "administrators, who may read the whole log"
SYSTEM_LEADS = "leads of its system"
RATES = "leads of its system, of an area or of an organisation"
RESULTS = "leads of its system or of an area"
PUBLISHED = "whoever has a right to its system"
SCOPED = {
    SYSTEM_LEADS: {"system lead"},
    RATES: {"system lead", "area lead", "organisation lead"},
    RESULTS: {"system lead", "area lead"},
    PUBLISHED: {"system lead", "area lead", "organisation lead", "viewer"},
}
"""Who may open a page of an assessment, by role; what of it they see there is for the tests of that page."""
TOKEN = "whoever has a token of its system"
TOKEN_RATES = "whoever has a token for response rates, of a lead"
TOKEN_WHOLE = "whoever has a token for results, of who leads the system; once published, of anybody"
TOKEN_AREAS = (
    "whoever has a token for results, of a lead of the system or an area; once published, of anybody"
)
TOKEN_INSTRUMENTS = "whoever has a token for instruments"
PROGRAMS = {
    TOKEN: ("", SCOPED[PUBLISHED]),
    TOKEN_INSTRUMENTS: ("instruments", SCOPED[PUBLISHED]),
    TOKEN_RATES: ("rates", SCOPED[RATES]),
    TOKEN_WHOLE: ("results", {"system lead"}),
    TOKEN_AREAS: ("results", SCOPED[RESULTS]),
}
"""What programs may read before results are published: with which scope, by the role of the token's owner."""
FORM = "whoever has been shown its form"
ONE_TIME = "whoever has opened a one-time link"
ACCESS = {
    ("GET", "/"): ANYONE,
    ("GET", "/privacy"): ANYONE,
    ("GET", "/privacy/<mode>"): ANYONE,
    ("GET", "/accessibility"): ANYONE,
    ("GET", "/healthz"): ANYONE,
    ("GET", "/readyz"): ANYONE,
    ("GET", "/l/<token>"): LINK,
    ("GET", "/l/test"): ANYONE,
    ("GET", "/o/<token>"): OPT,
    ("POST", "/o/<token>"): OPT,
    ("GET", "/s/<token>"): SHARED,
    ("GET", "/shared"): SHARED,
    ("GET", "/shared/<language>/report"): SHARED,
    ("GET", "/shared/<language>/report.pdf"): SHARED,
    ("GET", "/a/<code>/"): DEVICE,
    ("POST", "/a/<code>/start"): DEVICE,
    ("GET", "/a/<code>/check"): DEVICE,
    ("POST", "/a/<code>/check"): DEVICE,
    ("GET", "/a/<code>/done"): ANYONE,
    ("GET", "/a/<code>/delete"): ANYONE,
    ("POST", "/a/<code>/delete"): DEVICE,
    ("POST", "/a/<code>/_lang"): DEVICE,
    ("GET", "/a/<code>/later"): DEVICE,
    ("POST", "/a/<code>/later"): DEVICE,
    ("GET", "/a/<code>/resume"): ANYONE,
    ("POST", "/a/<code>/resume"): DEVICE,
    ("GET", "/a/<code>/<page>"): DEVICE,
    ("POST", "/a/<code>/<page>"): DEVICE,
    ("GET", "/console/"): SIGNED_IN,
    ("GET", "/console/sign-in"): ANYONE,
    ("POST", "/console/sign-in"): FORM,
    ("GET", "/console/sign-in/code"): HALF,
    ("POST", "/console/sign-in/code"): HALF,
    ("POST", "/console/sign-out"): HALF,
    ("GET", "/console/signed-out"): ANYONE,
    ("GET", "/console/join/<token>"): ONE_TIME,
    ("GET", "/console/join"): ONE_TIME,
    ("POST", "/console/join"): ONE_TIME,
    ("GET", "/console/forgotten"): ANYONE,
    ("POST", "/console/forgotten"): FORM,
    ("GET", "/console/authenticator"): HALF,
    ("POST", "/console/authenticator"): HALF,
    ("GET", "/console/account"): SIGNED_IN,
    ("GET", "/console/account/password"): SIGNED_IN,
    ("POST", "/console/account/password"): SIGNED_IN,
    ("GET", "/console/account/recovery-codes"): SIGNED_IN,
    ("POST", "/console/account/recovery-codes"): SIGNED_IN,
    ("POST", "/console/account/sign-out-everywhere"): SIGNED_IN,
    ("GET", "/console/account/tokens"): SIGNED_IN,
    ("GET", "/console/account/tokens/new"): HAS_RIGHT,
    ("POST", "/console/account/tokens/new"): HAS_RIGHT,
    ("GET", "/console/account/tokens/<int:token>/revoke"): SIGNED_IN,
    ("POST", "/console/account/tokens/<int:token>/revoke"): SIGNED_IN,
    ("GET", "/console/log"): SIGNED_IN,
    ("GET", "/console/log.csv"): WHOLE_LOG,
    ("GET", "/console/people"): PEOPLE,
    ("GET", "/console/people/invite"): PEOPLE,
    ("POST", "/console/people/invite"): PEOPLE,
    ("GET", "/console/people/<int:number>"): PEOPLE,
    ("GET", "/console/people/<int:number>/reset"): PEOPLE,
    ("POST", "/console/people/<int:number>/reset"): PEOPLE,
    ("GET", "/console/people/<int:number>/deactivate"): PEOPLE,
    ("POST", "/console/people/<int:number>/deactivate"): PEOPLE,
    ("GET", "/console/people/<int:number>/right"): PEOPLE,
    ("POST", "/console/people/<int:number>/right"): PEOPLE,
    ("GET", "/console/people/<int:number>/right/<role>/<int:system>"): PEOPLE,
    ("POST", "/console/people/<int:number>/right/<role>/<int:system>"): PEOPLE,
    ("GET", "/console/rights/<int:number>/approve"): PEOPLE,
    ("POST", "/console/rights/<int:number>/approve"): PEOPLE,
    ("GET", "/console/rights/<int:number>/take-back"): PEOPLE,
    ("POST", "/console/rights/<int:number>/take-back"): PEOPLE,
    ("GET", "/console/assessments"): SIGNED_IN,
    ("GET", "/console/assessments/<code>"): PUBLISHED,
    ("GET", "/console/assessments/<code>/downloads"): PUBLISHED,
    ("POST", "/console/assessments/<code>/downloads"): PUBLISHED,
    ("GET", "/console/assessments/<code>/downloads/<int:number>"): PUBLISHED,
    ("POST", "/console/assessments/<code>/downloads/<int:number>"): PUBLISHED,
    ("GET", "/console/assessments/<code>/publish"): SYSTEM_LEADS,
    ("POST", "/console/assessments/<code>/publish"): SYSTEM_LEADS,
    ("GET", "/console/assessments/<code>/publish/take-back"): SYSTEM_LEADS,
    ("POST", "/console/assessments/<code>/publish/take-back"): SYSTEM_LEADS,
    ("GET", "/console/assessments/<code>/links"): SYSTEM_LEADS,
    ("GET", "/console/assessments/<code>/links/new"): SYSTEM_LEADS,
    ("POST", "/console/assessments/<code>/links/new"): SYSTEM_LEADS,
    ("GET", "/console/assessments/<code>/links/<int:number>/end"): SYSTEM_LEADS,
    ("POST", "/console/assessments/<code>/links/<int:number>/end"): SYSTEM_LEADS,
    ("GET", "/api/v1/openapi.json"): ANYONE,
    ("GET", "/api/v1/assessments"): TOKEN,
    ("GET", "/api/v1/assessments/<code>"): TOKEN,
    ("GET", "/api/v1/assessments/<code>/rates"): TOKEN_RATES,
    ("GET", "/api/v1/assessments/<code>/findings"): TOKEN_WHOLE,
    ("GET", "/api/v1/assessments/<code>/areas"): TOKEN_AREAS,
    ("GET", "/api/v1/instruments"): TOKEN_INSTRUMENTS,
    ("GET", "/api/v1/instruments/<instrument>/<version>"): TOKEN_INSTRUMENTS,
}
PARTS = {"<code>": "", "<area>": "cardiology", "<int:number>": "999"}
"""What stands for a part of an assessment's address where it is tried; the code is each assessment's own."""
EXPECTED = {
    ANYONE: 200,
    LINK: 303,
    DEVICE: 400,
    OPT: 404,
    SHARED: 404,
    FORM: 400,
    ONE_TIME: 410,
    SIGNED_IN: 303,
    HALF: 303,
    HAS_RIGHT: 303,
    PEOPLE: 303,
    WHOLE_LOG: 303,
    **dict.fromkeys(SCOPED, 303),
    **dict.fromkeys(PROGRAMS, 401),
}
"""What a browser without any cookie is answered."""
