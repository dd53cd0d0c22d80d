"""Settings from the environment and .env, checked before anything starts."""
