"""Requests of a worker on their way through the gate."""

from summarizer.batch.ledger import Ledger
from summarizer.batch.local_gate import LocalGate
from summarizer.batch.setup import network_for
from summarizer.batch.shared import Shared
from summarizer.batch.tasks import Task
from summarizer.batch.traffic import Flights
from summarizer.batch.worker import Plan, Worker, asking
from summarizer.core.article import Article
from summarizer.core.prompt import FENCE
from tests.endpoint import DRAFT, TEXT, completion


class WatchedGate(LocalGate):
    """Notes how many answers the ledger holds whenever a lane becomes free."""

    kept: list[int]

    def settle(self, ticket, settled):
        self.kept.append(self._journal.read("SELECT count(*) FROM responses")[0][0])
        super().settle(ticket, settled)


def test_a_lane_is_free_only_when_its_answer_is_in_the_ledger(serve, settings_for, tmp_path):
    """Otherwise a kill would repeat more paid requests than there are lanes."""
    settings = settings_for(serve(completion(DRAFT)))
    ledger = Ledger(tmp_path / "responses.sqlite")
    gate = WatchedGate(ledger, lanes=1)
    gate.kept = []
    network = network_for(settings, 1)
    worker = Worker(Plan(settings, None), ledger, asking(lambda: network, gate, None, Flights()))
    result = worker(Task("a", Article(text=TEXT)))
    worker.close()
    network.close()
    ledger.close()
    assert result.summary is not None
    assert gate.kept == [1]


def test_what_all_requests_share_is_stored_once(serve, settings_for, tmp_path):
    """Schema and system message, though that names the fence of its article; each question comes back whole."""
    settings = settings_for(serve(completion(DRAFT)))
    ledger = Ledger(tmp_path / "responses.sqlite")
    network = network_for(settings, 1)
    gate = LocalGate(ledger, lanes=1)
    worker = Worker(Plan(settings, None), ledger, asking(lambda: network, gate, None, Flights()))
    for number in range(3):
        worker(Task(f"a{number}", Article(id=f"a{number}", text=f"Der Rat tagt am {number + 1}. Mai.")))
    worker.close()
    network.close()
    assert ledger.read("SELECT count(*) FROM shared") == [(2,)]
    keys = [key for (key,) in ledger.read("SELECT key FROM responses ORDER BY id")]
    asked = [found.question for key in keys if (found := ledger.find(key))]
    assert [question.key for question in asked] == keys
    fences = [FENCE.findall(str(question.body["messages"][0]["content"])) for question in asked]
    assert len({name for found in fences for name in found}) == 3
    ledger.close()


def test_what_another_process_sends_is_stored_once_too(tmp_path):
    """There equal values are no longer the same object."""
    ledger, writes = Ledger(tmp_path / "responses.sqlite"), []
    shared = Shared(ledger.read, lambda *sql: writes.append(sql) or ledger.write(*sql))
    for number in range(40):
        schema = {"type": "object", "properties": {"text": {"description": "x" * 500}}}
        body = {"messages": [{"role": "user", "content": f"a{number}"}], "response_format": schema}
        assert shared.unpacked(shared.packed(body)) == body
    assert len(writes) == 1
    ledger.close()
