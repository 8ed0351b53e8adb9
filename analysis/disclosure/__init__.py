"""Small numbers: which published cells are shown, which are withheld, and the proof that it is enough.

How to use it (all names are exported from `analysis.disclosure`):

    tables = [
        PublishedTable(
            key="delivery_by_audience",
            variables=("delivery", "audience"),
            counts={("agree", "parent_carer"): 31, ("state:left_blank", "parent_carer"): 2},  # and the states
            identifying=frozenset({"audience"}),             # those whose Variable.identifying is set
            sensitive=frozenset({"audience=young_person"}),  # threshold 10: a variable, or one category of it
            subtotals={"delivery": {"sum:agree": ("strongly_agree", "agree"), "sum:base": (on_the_scale)}},
        ),
        PublishedTable("audience", ("audience",), counts, identifying=frozenset({"audience"})),  # the profile
    ]
    protected = protect(tables, earlier_releases, rules=SmallNumberRules(general=5, sensitive=10))

    agreeing = {"delivery": "sum:agree", "audience": "parent_carer"}
    protected.value("delivery_by_audience", agreeing)                        # a count, or None: withheld
    protected.value("delivery_by_audience", {"audience": "parent_carer"})    # a margin; {} is the grand total
    protected.may_show_percentage("delivery_by_audience", of=agreeing, base={"delivery": "sum:base", ...})
    protected.costs, protected.cells_withheld, protected.withheld    # for officers: what it costs, why each
    protected.report.is_clean                                        # the audit of the result
    NOTE_FOR_READERS                                                 # words below a table with withheld ones
    kept = protected.as_release("2026-11", withdrawn_since=1)        # for `protect` at the next release

    audit(tables, withheld, earlier_releases, percentages=...) -> AuditReport
    primary_cells(tables)                                            # the small cells alone: not enough

Rules for whoever builds the tables:
- Give all tables of a publication to one call. Everything that is shown must be in them: each cell, every
  margin, the grand total, and as a subtotal every other sum (agree, the base). Means, medians and ranks are
  not counts: show them for a group only when its base is shown, and every cell of its line.
- Include the answer states as categories that begin with "state:". Then every table of the same people adds
  up to the same totals, and a shared margin is the same cell. Tables over other people or units (the votes of
  an event) need a `population`, which then is part of the name of their cells: `TablesDisagree` says where
  this was forgotten.
- A question with several choices is one table an option, with the categories "chosen", "not_chosen" and the
  states; give "not_chosen" as `tells_nothing`.
- A table without an identifying variable is never withheld; it counts as known to readers.

Decisions:
- Small is 1 to 4, or 1 to 9 for a sensitive variable or category. The threshold goes with the cell, not with
  the table: the total of an audience has the same threshold wherever it stands.
- A zero is not small: it names nobody. It is shown, unless it is needed to hide another cell, or unless all
  who answered of an identified group are in one category, when "all 12 of them said so" tells what each of
  them said. Such a cell is withheld in groups below twice the threshold, and with it enough of the zeros
  around it. In larger groups a finding that everybody agreed is shown: an opinion that 20 people share is
  what a consultation is to find out.
- A percentage is shown only where its count and its base are shown.
- Readers get one mark for all withheld cells. "Small" against "to protect another" would narrow small ones
  down.
- Since an earlier release cannot be taken back, the new one must not add to it: what was withheld then stays
  unknown, and when only a few responses (under 30) came or went in between, a small change of a cell counts
  as a small cell.

Measured on one processor: 40 random two-way tables in 1.3 seconds, where the audit of the small cells alone
recovers 219 of 233; 60 tables of 100,000 responses in 1.5 seconds; 60 schools by 10 questions in 14. A
release a few withdrawals and additions after another is the dear case: minutes for 30 tables, and most of it
is withheld.

The files: `tables` (input), `cells` (how they hang together), `small` (what has to be protected), `knowledge`
(what readers know), `ranges` (linear programs), `solutions` (proofs), `audit` (the measure of "safe" is
there), `protection`, `results`. Nothing here draws tables, keeps releases or knows where counts come from."""

from __future__ import annotations

from analysis.disclosure.audit import AuditReport, CellBounds, audit
from analysis.disclosure.protection import primary_cells, protect
from analysis.disclosure.results import NOTE_FOR_READERS, ProtectedTables, TableCost
from analysis.disclosure.small import Reason
from analysis.disclosure.tables import (
    Cell,
    EarlierRelease,
    PublishedTable,
    ShownPercentage,
    SmallNumberRules,
    TablesDisagree,
    cell_of,
)

__all__ = [
    "NOTE_FOR_READERS",
    "AuditReport",
    "Cell",
    "CellBounds",
    "EarlierRelease",
    "ProtectedTables",
    "PublishedTable",
    "Reason",
    "ShownPercentage",
    "SmallNumberRules",
    "TableCost",
    "TablesDisagree",
    "audit",
    "cell_of",
    "primary_cells",
    "protect",
]
