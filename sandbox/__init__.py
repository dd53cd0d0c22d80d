"""A Slack workspace on your own machine, speaking Slack's wire protocol."""
