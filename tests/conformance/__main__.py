"""Prints, for every endpoint, the evidence and whether sandbox and connector fit it.

python -m tests.conformance        measure, and print the table
python -m tests.conformance docs   print the table of docs/sandbox.md
"""

import asyncio
import sys
from collections import Counter

from tests.conformance.table import in_docs, row
from tests.facts.reading import described


async def main() -> int:
    evidence: Counter[str] = Counter()
    differing = 0
    for endpoint in sorted(described(), key=lambda e: (e.split()[1], e.split()[0])):
        told = await row(endpoint)
        evidence[told.evidence] += 1
        differing += "differs" in told.sandbox + told.connector
        print(f"{endpoint:70} {told.evidence:20} {told.sandbox:22} {told.connector}", flush=True)
    print(f"{evidence.total()} endpoints: {dict(evidence)}; {differing} differ unexplained")
    return 1 if differing else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["docs"]:
        print(in_docs())
    else:
        sys.exit(asyncio.run(main()))
