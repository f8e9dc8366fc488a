"""Imported once by the process that all workers are forked from, so that none of them imports anything again.

Imports and dictionaries cost 2.3 s and 150 MB: once instead of for every worker, and for every one that is
replaced. So does the tagger of the themes that ship (0.3 s); a worker with other themes builds its own.
"""

from __future__ import annotations

import gc
import os

# One page at a time is read in a worker; threads of numerical libraries only cost memory, and forks dislike
# them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import trafilatura  # noqa: F401 -- one page in twenty wants it

from pipelines.workers.tasks import tagger_of, warm_up
from seedwatch.themes import lexicon_text, texts

warm_up()
tagger_of(texts(), lexicon_text())
gc.freeze()
