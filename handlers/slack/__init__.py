"""Push-In in Slack: commands, buttons, forms, shortcuts, events, Home."""
