"""Questionnaires as data: definitions, wordings, conditions, the journey through them, answers, forms.

Belongs here: everything that is true of a questionnaire wherever it is shown. Does not belong here: Flask,
SQL, counting, or anything about one consultation.
"""
