"""What becomes of the contact on a row when its customer is known already."""

from typing import Any

from django.apps import apps

from zhuke.commons.imports.models import ImportRow

from .conftest import HEADER, Importer, line


def customers() -> Any:
    return apps.get_model("customers", "Customer").objects.filter(archived_at=None)


def test_a_merge_fills_the_contact_and_an_update_takes_it_over(importer: Importer) -> None:
    importer.whole([HEADER, line(1, phone="13800130001")])
    person = customers().get().contacts.get()
    type(person).objects.filter(pk=person.pk).update(email="a@example.com", position="")
    header = (*HEADER, "联系邮箱", "联系人职务")
    batch = importer.upload([header, [*line(1, phone="13900139009"), "b@example.com", "经理"]])["id"]
    importer.step(batch, "check")
    ImportRow.objects.filter(batch=batch).update(decision="merge")
    importer.step(batch, "run")
    person.refresh_from_db()
    assert (person.phone, person.email, person.position) == ("13800130001", "a@example.com", "经理")
    importer.whole([header, [*line(1, phone="13900139009"), "b@example.com", "总监"]])
    person.refresh_from_db()
    assert (person.phone, person.email, person.position) == ("13900139009", "b@example.com", "总监")
    assert customers().get().contacts.count() == 1
