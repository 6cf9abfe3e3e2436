"""Made-up texts of characters that occur once, so that what two of them share is known exactly."""

from random import Random

CHARACTERS = Random(7).sample([chr(code) for code in range(0x4E00, 0x9000)], 6_000)


def han(many: int, part: int = 0) -> str:
    """So many characters, none twice; other parts share none with each other."""
    return "".join(CHARACTERS[part * 500 : part * 500 + many])
