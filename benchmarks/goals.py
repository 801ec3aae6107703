"""What was measured, against what was aimed at."""


def print_heading(title: str = "Mot målen") -> None:
    """Print the heading over the goals."""
    print(f"\n{title:<40}{'värde':<26}{'mål':<12}")


def print_goal(what: str, value: str, goal: str, met: bool) -> None:
    """Print one value against its goal."""
    print(f"{what:<40}{value:<26}{goal:<12}{'klarar' if met else 'klarar inte'}")
