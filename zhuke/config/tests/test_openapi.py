"""The API keeps what its OpenAPI schema says, whoever asks and whatever is sent: no 5xx, no undocumented status or shape.

Making up inputs costs more than answering them, so each is made once and sent by every role.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, note
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import make, make_firm, make_person
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.ports import actors
from zhuke.modules.orgs.models import Membership, Role, Unit, User
from zhuke.modules.orgs.preset_offers import sync_presets
from zhuke.modules.orgs.services.tokens import create_token

ROLES = ("administrator", "sales", "auditor")
EXAMPLES = 6  # for each operation, sent by each role; a longer hunt is one environment variable away (see docs/operations.md)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
_numbers = itertools.count(1)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), headers={"Host": "localhost"})


@pytest.fixture(scope="module")
def tokens(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """By role the API token of a person, all in one firm with a few records of each; rolled back at the end."""
    # As Django's own test client does: a finished request must not close the connection that holds the transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield _tokens()
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
            config.forget()
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)


def _tokens() -> dict[str, str]:
    config.forget()
    actor = system("测试")
    sync_dictionaries(actor)
    sync_presets(actor)
    firm = make_firm()
    found = {}
    for role in ROLES:
        person = _person(role, firm.group if role == "administrator" else firm.east_sales)
        config.forget()
        _token, found[role] = create_token(actors().for_user(person), name="测试", expires_at=timezone.now() + dt.timedelta(days=1))
    return found


def _person(role: str, unit: Unit) -> User:
    person: User = make_person(f"测试{next(_numbers)}", unit)
    Membership.objects.create(user=person, unit=unit, role=Role.objects.get(code=role))
    for number in range(3):
        customer = make("customers", name=f"模糊测试客户{number}", unit=person.unit, owner=person)
        make("contacts", name="联系人", customer=customer)
    return person


@schema.parametrize()
@hypothesis_settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_documented(case: Any, tokens: dict[str, str]) -> None:
    """One operation, generated inputs, valid ones and invalid ones, each sent by every role."""
    for role, token in tokens.items():
        note(f"sent by: {role}")
        # Each call starts from the same records, and a 5xx that broke the transaction does not hide behind the next call.
        before = transaction.savepoint()
        try:
            case.call_and_validate(headers={"Authorization": f"Bearer {token}", "Host": "localhost"}, checks=CHECKS)
        finally:
            transaction.savepoint_rollback(before)
            transaction.get_connection().needs_rollback = False
