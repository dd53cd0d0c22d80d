"""The sentences people read, one module a language."""
