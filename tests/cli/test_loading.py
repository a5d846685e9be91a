"""While modules load, nobody looks for garbage among them; afterwards all is as before."""

import gc

import pytest

from summarizer.cli.loading import loading


@pytest.fixture(autouse=True)
def _as_before():
    yield
    gc.unfreeze()
    gc.enable()


def test_what_is_loaded_is_never_looked_through():
    collections = []
    gc.callbacks.append(lambda phase, info: collections.append(phase))
    try:
        frozen = gc.get_freeze_count()
        with loading():
            made = [[number] for number in range(100_000)]
        assert collections == []
        assert gc.get_freeze_count() - frozen > len(made)
    finally:
        gc.callbacks.pop()
    assert gc.isenabled()


def test_collector_is_on_again_where_loading_fails():
    with pytest.raises(ImportError), loading():
        raise ImportError
    assert gc.isenabled()


def test_collector_that_was_off_stays_off():
    gc.disable()
    with loading():
        pass
    assert not gc.isenabled()
