"""The tables, the same on SQLite and PostgreSQL.

Times are seconds since 1970 UTC. Texts that come from outside are stored as UTF-8 bytes: PostgreSQL's
text type refuses NUL, and a text that cannot be stored must not be a way to make the service fail.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

VERSION = "1"
metadata = MetaData()

meta = Table(
    "summarizer_meta", metadata, Column("name", String(40), primary_key=True), Column("value", String(200))
)

batches = Table(
    "batches",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("created", Double, nullable=False),
    # uploading: its rows wait unseen until the whole upload is there; then accepted.
    Column("state", String(10), nullable=False),
    Column("seen", Double, nullable=False),
    Column("total", Integer, nullable=False, default=0),
    Column("finished", Integer, nullable=False, default=0),
    Column("failed", Integer, nullable=False, default=0),
)

summaries = Table(
    "summaries",
    metadata,
    Column("id", String(26), primary_key=True),
    # held (batch uploading), queued, running, done, failed
    Column("state", String(10), nullable=False),
    Column("rank", SmallInteger, nullable=False),
    Column("batch", String(26), ForeignKey("batches.id", ondelete="CASCADE")),
    Column("line", Integer),
    # The order in which a batch's articles were finished, from 1: the id of the event that tells it.
    Column("place", Integer),
    Column("created", Double, nullable=False),
    Column("finished", Double),
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease", String(32)),
    Column("lease_until", Double),
    Column("request", LargeBinary),
    Column("text", LargeBinary),
    Column("body", LargeBinary),
    Column("headline", Text),
    Column("search", Text),
)
Index("summaries_next", summaries.c.state, summaries.c.rank, summaries.c.created, summaries.c.id)
Index("summaries_listed", summaries.c.created, summaries.c.id)
Index("summaries_batch", summaries.c.batch, summaries.c.place)

idempotency = Table(
    "idempotency",
    metadata,
    Column("owner", String(40), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("target", String(26), nullable=False, index=True),
    Column("created", Double, nullable=False),
)
