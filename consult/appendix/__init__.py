"""The appendix: the published account of a consultation, as one document and one writer a format.

Here belongs everything between plain contents and finished files. Nothing here reads a database, answers a
request or computes a tally: `consult.services` gathers the contents, `analysis` counts.
"""
