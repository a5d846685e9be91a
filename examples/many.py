"""Several articles with one connection: the model is made ready once.

python examples/many.py article1.txt article2.html ...
"""

import sys

from summarizer import InputError, ProviderError, build
from summarizer.archive.source import read_article

with build() as summarizer:
    for source in sys.argv[1:]:
        try:
            summary = summarizer.summarize(read_article(source))
        except (InputError, ProviderError) as error:
            print(f"{source}: {error} ({error.hint})", file=sys.stderr)
            continue
        print(source, summary.status, [actor.name for actor in summary.actors])
