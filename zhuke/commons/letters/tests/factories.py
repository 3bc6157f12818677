"""Letters, their templates and opt-outs for tests."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory

numbers = itertools.count(1)


def template_body(unit: Any, person: Any) -> dict[str, Any]:
    """A template about letters."""
    return {"name": f"模板{next(numbers)}", "resource": "letters", "subject": "致 {name}", "body": "{name}，您好：\n……"}


def letter_body(unit: Any, person: Any) -> dict[str, Any]:
    """A letter written by hand."""
    return {"to": f"to{next(numbers)}@example.com", "subject": "问候", "body": "您好！", "unit": unit.pk, "owner": person.pk}


def opt_out_body(unit: Any, person: Any) -> dict[str, Any]:
    """An address that wants nothing."""
    return {"address": f"out{next(numbers)}@example.com", "reason": "来电说明"}


FACTORIES = {
    "letter_templates": Factory(template_body, {"name": "改"}, belongs="all"),
    "letters": Factory(letter_body),
    "mail_opt_outs": Factory(opt_out_body, {"reason": "改"}, belongs="all"),
}
