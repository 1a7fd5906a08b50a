"""Find originals that show the same picture: a look-up, not a scan, at a million.

Two pictures are alike when their 64-bit difference hashes (N. Krawetz, "Kind of Like
That", 2013) differ in at most `NEAR` bits. The bits are dealt into four bands of
sixteen. Seven differing bits in four bands leave at most one in some band, so whoever
asks for the 17 values within one bit of every band (multi-index hashing: M. Norouzi,
A. Punjani, D. Fleet, "Fast Search in Hamming Space with Multi-Index Hashing", CVPR
2012) meets every picture within distance 7. Of a million fingerprints that is about a
thousand index entries, compared here bit by bit.

Why 7: re-encoded, smaller, brighter, sepia and noisy copies of real photographs stay
within 5, prints cropped by 2 % within 7 in 13 of 14; different photographs begin at 22.
"""

from collections.abc import Iterable, Iterator

from history.models import Master
from history.models.master import BAND_MASK, BANDS

NEAR = 7
FEWEST_BITS = 8  # fewer steps up or down say nothing: a blank page, a dark picture
ALL_BITS = 2**64 - 1
AT_ONCE = 100  # fingerprints in one question to the database


def comparable(fingerprint: int) -> int | None:
    """Give the fingerprint, or None where it says too little to compare by.

    Blank pages and black pictures would all be alike.
    """
    ones = (fingerprint & ALL_BITS).bit_count()
    return fingerprint if FEWEST_BITS <= ones <= 64 - FEWEST_BITS else None


def distance(one: int, other: int) -> int:
    """Count the bits, 0 to 64, in which two fingerprints differ."""
    return ((one ^ other) & ALL_BITS).bit_count()


def near(
    fingerprints: Iterable[int], *, within: int = NEAR
) -> dict[int, list[tuple[int, int]]]:
    """Find the originals within a distance of each fingerprint.

    Returns: for each fingerprint, pairs (key of the original, distance), nearest first.
    Raises: ValueError for a distance that the bands do not promise to find.
    """
    if within > NEAR:
        raise ValueError(f"Only distances up to {NEAR} are certain to be found.")
    wanted = sorted(set(fingerprints))
    found: dict[int, list[tuple[int, int]]] = {one: [] for one in wanted}
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        candidates = set(entries(some))
        for one in some:
            for pk, other in candidates:
                steps = distance(one, other)
                if steps <= within:
                    found[one].append((pk, steps))
    for pairs in found.values():
        pairs.sort(key=lambda pair: (pair[1], pair[0]))
    return found


def entries(fingerprints: Iterable[int]):
    """Ask each band for the fingerprints within one bit: rows (key, fingerprint)."""
    some = list(fingerprints)
    if not some:
        return Master.objects.none().values_list("pk", "fingerprint")
    first, *others = (
        Master.objects.filter(
            **{
                f"band_{number}__in": sorted(
                    {value for one in some for value in _probes(one, number)}
                )
            }
        ).values_list("pk", "fingerprint")
        for number in range(BANDS)
    )
    return first.union(*others, all=True)


def _probes(fingerprint: int, number: int) -> Iterator[int]:
    """Give the 17 values of one band that differ from this one in a bit at most."""
    band = (fingerprint >> number) & BAND_MASK
    yield band
    for bit in range(0, 64, BANDS):
        yield band ^ (1 << bit)
