"""What was measured, against what was aimed at."""


def print_heading() -> None:
    """Print the heading over the goals."""
    print(f"\n{'Mot målen':<34}{'värde':<12}{'mål':<12}")


def print_goal(what: str, value: str, goal: str, met: bool) -> None:
    """Print one value against its goal."""
    print(f"{what:<34}{value:<12}{goal:<12}{'klarar' if met else 'klarar inte'}")
