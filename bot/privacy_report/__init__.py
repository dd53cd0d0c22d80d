"""`pushin privacy-report`: a sample day through the sandbox, and all that Push-In showed of it."""
