"""Sentences of changes that are read later, each in the reader's language."""

from django.utils.translation import gettext_lazy as _

FAILED = _("变更 %(number)s“%(title)s”已批准，但有影响未能生效")
