"""`pushin simulate`: a team's days at full speed through the real bot and sandbox, then checked."""
