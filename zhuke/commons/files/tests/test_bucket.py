"""The same attachments with their bytes in an object store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from zhuke.commons.files.models import Attachment
from zhuke.commons.testing import Caller, Firm, make, make_person

from .bucket import Bucket, served
from .samples import pdf, upload


@pytest.fixture
def in_the_bucket() -> Iterator[Bucket]:
    with (
        served() as bucket,
        override_settings(
            STORAGES={
                "default": {"BACKEND": "zhuke.config.object_store.ObjectStore", "OPTIONS": {"address": bucket.address()}},
                "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
            }
        ),
    ):
        yield bucket


@pytest.mark.django_db
def test_files_of_a_record_lie_in_the_bucket(firm: Firm, in_the_bucket: Bucket) -> None:
    record = make("customers", name="武汉城投", unit=firm.east_sales, number="N1")
    seller = Caller(make_person("张三", firm.east_sales, {"customers": ["read", "update"]}))
    content = pdf()
    made = seller.upload(f"/r/customers/{record.pk}/files", file=upload("合同.pdf", content))
    assert made.status == 201
    assert list(in_the_bucket.objects.values()) == [content]
    whole = seller.get(f"/files/{made.data['id']}/content").raw
    assert b"".join(whole.streaming_content) == content
    preview = seller.get(f"/files/{made.data['id']}/preview", size="thumb").raw
    assert preview.status_code == 200
    assert len(in_the_bucket.objects) == 2

    in_the_bucket.refuses = True
    sent = seller.client.post(f"/api/v1/r/customers/{record.pk}/files", {"file": upload("补充.pdf", pdf(pages=2))})
    asked = seller.client.get(f"/api/v1/files/{made.data['id']}/content")
    for refused in (sent, asked):
        assert (refused.status_code, refused.json()["code"]) == (503, "files_unavailable")
    assert (Attachment.objects.count(), len(in_the_bucket.objects)) == (1, 2)
