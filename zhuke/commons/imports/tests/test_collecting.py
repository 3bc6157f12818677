"""The garbage collector comes rarely while somebody asks for it, and as before when all have left."""

import gc

import pytest

from zhuke.commons.collecting import RARELY, rarely


def test_the_last_who_leaves_takes_it_back() -> None:
    before = gc.get_threshold()
    first, second = rarely(), rarely()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == RARELY
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before != RARELY


def test_an_error_takes_it_back() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="x"), rarely():
        raise ValueError("x")
    assert gc.get_threshold() == before
