"""Fixtures of the commons' tests."""

import pytest

from zhuke.commons.testing import Firm, make_firm


@pytest.fixture
def firm(db: None) -> Firm:
    """One group with two subsidiaries."""
    return make_firm()
