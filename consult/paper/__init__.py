"""A questionnaire on paper: the same version and wording as on the site, to fill in by hand.

A document model, what it is composed of, and one writer a format. No request and no database here; what the site
says in its own words comes in as `PaperWords`.
"""
