"""Checks that are counted, and what they found wrong."""

_good, _faults = 0, []


def check(kept, file, message):
    global _good
    if kept:
        _good += 1
    else:
        _faults.append(f"FAILED {file}: {message}")


def end():
    """Prints the faults and how many checks there were; what the program ends with."""
    print("\n".join(_faults[:50]))
    print(f"site checks: {_good} good, {len(_faults)} bad")
    return 1 if _faults else 0
