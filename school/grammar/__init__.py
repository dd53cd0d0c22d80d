"""The parts of the phrase grammar: each reads one kind of words from where the reader stands."""
