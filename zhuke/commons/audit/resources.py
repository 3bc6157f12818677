from zhuke.kernel.access import SharedScope
from zhuke.kernel.models import Change
from zhuke.kernel.resource import Resource, register

# Only the rights: ``read`` within a scope, and ``export``. How far a reader sees is worked out row by row in services.py.
register(
    Resource(
        name="audit",
        model=Change,
        scope=SharedScope(),
        label_field="actor_name",
        fields=(),
        readonly_fields=("at", "actor_name", "operation"),
        list_display=("at", "actor_name", "operation"),
        hidden=True,
    )
)
