"""What people see: pure functions from results to Block Kit, one noun a module."""
