"""The command line of Push-In."""
def main() -> None:
    raise SystemExit(0)
