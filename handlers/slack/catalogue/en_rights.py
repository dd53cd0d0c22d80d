"""What is told who may not do or see something, in English: nothing of the thing itself."""

_REFUSALS = {
    "calendar_elsewhere": "You don't work at that school in Push-In. Ask somebody there to change "
    "its days.",
}

SENTENCES = {f"refused.{code}": sentence for code, sentence in _REFUSALS.items()}
