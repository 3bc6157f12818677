"""The hash chain over history."""

from django.db import models


class Seal(models.Model):
    """A link of the chain over the changes ``first``..``last`` in id order (see chain.py)."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField(unique=True)
    count = models.IntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)


class Watermark(models.Model):
    """Highest change id seen, with the transaction that saw it: once it and all older ones ended, it may be sealed."""

    internal = True
    last = models.BigIntegerField()
    horizon = models.TextField()
