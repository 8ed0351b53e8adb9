"""Numbers and text in, frozen results out: datasets, tallies, claims, comments, topics, charts.

Belongs here: computing, seeded and repeatable. Does not belong here: Flask, SQL, questionnaires, or
anything that decides what an organisation does about a result.
"""
