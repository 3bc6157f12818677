"""``any_of`` finds what ``in`` finds, with one parameter."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuke.kernel.ids import uuid7
from zhuke.kernel.models import Sending

pytestmark = pytest.mark.django_db


def sent(digest: str) -> UUID:
    """A stored row with this text."""
    return Sending.objects.create(id=uuid7(), digest=digest, resource="things").pk


def test_ids_and_texts_are_found_in_one_array() -> None:
    mine, other = sent("一,{甲}"), sent('带"引号\\')
    sent("third")
    assert set(Sending.objects.filter(pk__any_of=[mine, str(other), uuid7()]).values_list("pk", flat=True)) == {mine, other}
    found = Sending.objects.filter(digest__any_of=["一,{甲}", '带"引号\\', "无"])
    assert set(found.values_list("pk", flat=True)) == {mine, other}


def test_a_longer_text_is_not_cut_to_the_column_and_found() -> None:
    sent("x" * 64)
    assert not Sending.objects.filter(digest__any_of=["x" * 65]).exists()


def test_no_values_find_nothing() -> None:
    sent("x")
    assert not Sending.objects.filter(pk__any_of=[]).exists()
    assert not Sending.objects.filter(digest__any_of=[]).exists()


def test_what_is_no_id_is_refused() -> None:
    with CaptureQueriesContext(connection) as asked, pytest.raises(ValidationError):
        Sending.objects.filter(pk__any_of=["}' OR 1=1"]).exists()
    assert not asked.captured_queries
