"""The forms of Push-In, neutral to the surface that shows them: one noun a module."""
