"""The approval engine for modules: ``from zhuke.commons.approvals import services as approvals``."""

from .deciding import approve, reject
from .ending import cancel, cancel_of, withdraw
from .starting import latest, running, submit

__all__ = ["approve", "cancel", "cancel_of", "latest", "reject", "running", "submit", "withdraw"]
