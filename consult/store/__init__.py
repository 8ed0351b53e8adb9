"""Every table and every query, one module an aggregate. The only place that knows SQL.

Queries that officers and facilitators reach take the member along. Nothing here decides what is allowed (`rules`)
and nothing here commits except `transactions`.
"""
