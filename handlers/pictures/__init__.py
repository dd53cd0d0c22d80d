"""Pictures: what is laid out and drawn, without anything of a chat product."""
