"""What can be done from the command line. Each command reads its options, calls one service and says what it did."""
