"""The set-up file that the command line prints as an example: complete, true to the checks, and made up."""

from __future__ import annotations

EXAMPLE = """\
# An assessment: who asks, when, and what the questionnaire needs to know about your system.
# Change what stands here; leave out what you do not know. All names below are made up.

system = "Ashdale Integrated Care System"
title = "Ready for innovation 2026"
year = 2026

# Which questionnaire, in which version.
instrument = "innovation-readiness"
version = "2026.1"

# The first and the last day for answers.
opens_on = 2026-11-02
closes_on = 2026-11-29

# The fewest people behind any figure; never under 10, nor under the installation's own.
threshold = 11

# How people are asked in, fixed for good: "codes" (single-use links without any list of people, handed out by your own
# mail merge: the usual choice for staff), "open" (one link for everyone, on posters and in newsletters) or "personal"
# (invitations by e-mail from a list, confidential until the survey closes and anonymous after).
links = "codes"

# Optional: count how many people reach each page, to see where they stop. Counts only.
count_pages = true

# Optional: in which languages people may answer. Leave it out to offer all that the questionnaire has; its own is
# always among them.
languages = ["en", "cy"]

# From the second year on: the code of the year before, which this one is compared with, and what became of those of its
# areas, places and organisations that are not the same any more. What has no "now" has ended; what went into several
# stands here several times; of what only gave a part away the rest goes on. All else goes on under its id.
# follows = "abcdefghjk"
# became = [
#     { kind = "area", past = "skin", now = "dermatology" },
#     { kind = "area", past = "medicine", now = "frailty", part = true },
#     { kind = "organisation", past = "elm-surgery", now = "oak-surgery" },
# ]

# Optional: words of the first page, in your own words, shown as they stand in every language. Who asks, whom to ask
# what is not clear, and when and where results will be shown.
[front]
asks = "The board of Ashdale asks, because it decides in spring where new ways of working get help first."
contact = "Robin Reed, Innovation Team"
email = "innovation@ashdale.example"
phone = "01632 960000"
results = "The report will be on our website in January, and every team will be shown its part."

# The places of your system. Keep them few: each one more makes people easier to recognise.
[[places]]
id = "north"
name = "North Ashdale"

[[places]]
id = "south"
name = "South Ashdale"

# Optional: the organisations, each with its type (an answer to "What kind of organisation ..."), place and how many
# people are asked there.
[[organisations]]
id = "mill-lane"
name = "Mill Lane Surgery"
type = "general-practice"
place = "north"
people = 14

[[organisations]]
id = "ashdale-hospitals"
name = "Ashdale Hospitals"
type = "acute-trust"
people = 900

# The clinical areas that people may answer for. An id is for ever; a name may change next year.
[[areas]]
id = "cardiology"
name = "Cardiology"

[[areas]]
id = "respiratory"
name = "Respiratory"

[[areas]]
id = "diabetes"
name = "Diabetes"

# Optional: innovations that you want to know about, asked about in these areas, or in all where none is named.
[[innovations]]
id = "remote-monitoring"
name = "Remote monitoring of blood pressure"
areas = ["cardiology"]

[[innovations]]
id = "shared-plans"
name = "Shared care plans"

# Optional, and worth it: how many people of each role there are. Areas are then compared on the same mix of roles.
[headcounts.places]
north = { gp = 140, clinician = 520, manager = 60 }
south = { gp = 95, clinician = 310, manager = 35 }

# A person who works in two areas counts in both.
[headcounts.areas]
cardiology = { gp = 120, clinician = 160, manager = 24 }
respiratory = { gp = 130, clinician = 140, manager = 20 }
diabetes = { gp = 150, clinician = 110, manager = 18 }
"""
