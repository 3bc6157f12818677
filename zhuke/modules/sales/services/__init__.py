"""Everything that opportunities can do: enter, move, lose, reopen, follow; figures over all of them."""
