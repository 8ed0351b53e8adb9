"""What is allowed and what follows, as pure functions of plain values. No database, no clock, no Flask."""
