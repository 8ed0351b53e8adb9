"""What people do: one function is one action of a person is one transaction. Modules are named for the action.

Services call the rules, the store, and (only they and the jobs) the analysis. They take plain values and know
nothing of requests or pages.
"""
