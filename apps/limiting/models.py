"""What clients have asked lately, as every process of every machine adds it up."""

from django.db import models


class Allowance(models.Model):
    """Until when one client has spent its allowance; unlogged, for it is forgotten in a minute."""

    client = models.BinaryField(primary_key=True, max_length=16)
    until = models.FloatField()

    def __str__(self) -> str:
        return bytes(self.client).hex()
