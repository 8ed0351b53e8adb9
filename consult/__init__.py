"""The web application: rules, store, services, pages, appendix.

Belongs here: what a consultation is, who may do what, and how it reaches people. Does not belong here: how a
questionnaire is read (`surveys`) or how figures are computed (`analysis`).
"""
