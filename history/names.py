"""How the name of a person is shown to the public."""


def initials(name: str) -> str:
    """Shorten a full name to its initials: «Олена Коваль» becomes «О. К.».

    Words that carry no letter (dashes, brackets) are passed over.
    """
    letters = [word[0].upper() for word in name.split() if word[:1].isalpha()]
    return " ".join(f"{letter}." for letter in letters)


def credit(name: str, choice: str) -> str:
    """Write the credit line a resident chose: `name`, `initials` or `anonymous`."""
    if choice == "name":
        return name
    if choice == "initials":
        first, _space, last = name.strip().rpartition(" ")
        return f"{first} {last[:1].upper()}." if first else initials(name)
    return ""
