"""The files that ``score`` resumes from: the list of pairs, the scores and their provenance."""

from pathlib import Path

import msgspec

from app.scoring.pair_csv import PairList, PairListError
from app.scoring.provenance import Provenance, ProvenanceMismatchError, exclusive_output, provenance_file
from app.scoring.resume import ResumePoint, find_resume_point
from app.scoring.score_csv import header, record
from tests.fuzz.target import Target
from tests.fuzz.targets import pairs as lists

SEPARATOR = b"\n\0\n"
"""Between the three files."""
PROVENANCE = Provenance("test", "digest", "pictures")


def accepts(content: bytes, folder: Path) -> bool:
    listed, scores, provenance = (*content.split(SEPARATOR, 2), b"", b"")[:3]
    out = folder / "scores.csv"
    for path, part in ((folder / "pairs.csv", listed), (out, scores), (provenance_file(out), provenance)):
        path.write_bytes(part)
    try:
        pairs = PairList(folder / "pairs.csv")
        with exclusive_output(out, PROVENANCE):
            resume_point = find_resume_point(out, pairs)
    except (PairListError, ProvenanceMismatchError):
        return False
    check_invariants(resume_point, out, pairs)
    return True


def check_invariants(resume_point: ResumePoint, out: Path, pairs: PairList) -> None:
    """Finished scores end with a whole line, and scoring resumes there."""
    whole = out.read_bytes()[: resume_point.size]
    assert len(whole) == resume_point.size and whole[-1:] in (b"", b"\n"), resume_point
    out.write_bytes(whole)
    assert find_resume_point(out, pairs) == resume_point
    rest = [record(pair.cells, 0.5, "ok") for pair in pairs.pairs_from(resume_point.rows)]
    out.write_bytes(b"".join([whole or header(pairs.header), *rest]))
    assert find_resume_point(out, pairs).rows == resume_point.rows + len(rest) == len(list(pairs))


def seeds() -> dict[str, bytes]:
    provenance = msgspec.json.encode(PROVENANCE)
    made = {
        "nothing yet": (lists.seeds()["plain"], b"", b""),
        "one of two": (
            b'left,right\n"two\nlines.jpg",b.jpg\nc.jpg,d.jpg\n',
            b'left,right,similarity,status\n"two\nlines.jpg",b.jpg,0.5,ok\nc.j',
            provenance,
        ),
        "all": (
            b"left,right,same\na.jpg,b.jpg,1\nc.jpg,caf\xe9.jpg,0\n",
            b"left,right,same,similarity,status\na.jpg,b.jpg,1,0.25,ok\nc.jpg,caf\xe9.jpg,0,,no file\n",
            provenance,
        ),
    }
    return {name: SEPARATOR.join(parts) for name, parts in made.items()}


SCORES = Target(
    accepts=accepts,
    seeds=seeds,
    words=(*lists.WORDS, SEPARATOR, b",similarity,status\n", b",0.5,ok\n", b'"model":', b'"bundle":'),
)
