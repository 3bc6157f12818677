"""What folders do when something happens around them."""

from zhuke.kernel.events import react
from zhuke.kernel.models import Event

from .models import Document, Folder
from .services import folders, versions


@react("folders.archived")
def only_empty(event: Event) -> None:
    """A folder goes only when nothing is in it."""
    folders.check_empty(Folder.objects.get(pk=event.subject_id))


@react("documents.restored", "folders.restored")
def back_into_place(event: Event) -> None:
    """What comes back brings the folders above it, if they were deleted meanwhile."""
    document = Document.objects.select_related("folder").filter(pk=event.subject_id).first()
    place = document.folder if document is not None else Folder.objects.get(pk=event.subject_id)
    gone = Folder.objects.filter(pk__in=place.path, archived_at__isnull=False)
    for folder in gone:
        folder.archived_at = None
        folder.save(update_fields=["archived_at"])


@react("projects.updated", "projects.handed_over")
def follow_project(event: Event) -> None:
    """The tree of a project belongs to whom the project belongs to."""
    root = Folder.objects.select_related("project").filter(project=event.subject_id, parent=None, kind="project").first()
    if root is None or root.project is None:
        return
    if (root.unit_id, root.customer_id) != (root.project.unit_id, root.project.customer_id):
        Folder.objects.filter(path__contains=[root.pk]).update(unit_id=root.project.unit_id, customer_id=root.project.customer_id)
        root.refresh_from_db()
        versions.folder_changed(root)


@react("customers.updated", "customers.handed_over")
def follow_customer(event: Event) -> None:
    """The tree of a customer belongs to whom the customer belongs to."""
    root = Folder.objects.select_related("customer").filter(customer=event.subject_id, parent=None, kind="customer").first()
    if root is not None and root.customer is not None and root.unit_id != root.customer.unit_id:
        Folder.objects.filter(path__contains=[root.pk]).update(unit_id=root.customer.unit_id)
        root.refresh_from_db()
        versions.folder_changed(root)
