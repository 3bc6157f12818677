"""Runs migrations without drawing every model anew for every operation; see docs/adr/0125-models-grow-while-migrating.md.

Django keeps a class of every model at the state of the migration that runs. When a model is added or gets a field, it throws
away the classes of all models that are tied to it, however far away, and makes them again: with users and companies tied to
everything, that is every model, a thousand times in an empty database. Here a class grows where that is possible: a new model
joins the others the way it does when a program starts, a new field joins its class, and indexes, constraints and triggers are
noted on it. Everything else (a field altered, removed or renamed, models with children) goes Django's own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate as command
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState, StateApps

NOTED = ("indexes", "constraints", "triggers")
"""Options that nothing is derived from when a class is made: they can be replaced on it."""
Key = tuple[str, str]


def run_migrations() -> None:
    """``manage.py migrate`` for all apps, silently."""
    with _growing():
        call_command("migrate", interactive=False, verbosity=0)


class GrowingState(ProjectState):
    """A project's state whose classes grow with it. A clone has none until somebody asks for them: most operations never ask
    what was before."""

    def __init__(self, models: dict[Key, ModelState] | None = None, real_apps: set[str] | None = None) -> None:
        super().__init__(models, real_apps)
        self.drawn: dict[Key, ModelState] = {}
        """What each class was made from."""
        self._later: GrowingState | None = None
        """The state this one was cloned from, which goes on."""

    @property
    def apps(self) -> StateApps:
        """The classes of all models; made at the first question."""
        if "apps" not in self.__dict__ and not self._share():
            self.__dict__["apps"] = StateApps(self.real_apps, self.models)  # type: ignore[arg-type]  # the stubs say list
            self.drawn = {key: _copy(model) for key, model in self.models.items()}
        classes: StateApps = self.__dict__["apps"]
        return classes

    @apps.deleter
    def apps(self) -> None:
        del self.__dict__["apps"]

    def clone(self) -> GrowingState:
        """An exact copy, without classes."""
        copied = GrowingState({key: _copy(model) for key, model in self.models.items()}, self.real_apps)
        copied.is_delayed = self.is_delayed
        copied._later = self
        return copied

    def clear_delayed_apps_cache(self) -> None:
        """Data migrations call this: relations that were not followed yet are followed by making all classes again."""
        if self.is_delayed:
            self._later = None
        super().clear_delayed_apps_cache()

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        """Brings the classes to the state of this model."""
        if "apps" in self.__dict__ and not self._grow((app_label, model_name)):
            super().reload_model(app_label, model_name, delay)

    def _reload(self, related_models: set[Key]) -> None:
        super()._reload(related_models)  # type: ignore[misc]  # not in the stubs
        self.drawn.update({key: _copy(self.models[key]) for key in related_models if key in self.models})

    def _share(self) -> bool:
        """Takes the classes of the state this one was cloned from when they have only grown since: who adds a field asks the class
        before it for nothing but its table. Data migrations change no state, so they see exactly what Django would show them."""
        later = self._later
        if later is None or "apps" not in later.__dict__ or not self.models.keys() <= later.drawn.keys():
            return False
        if not all(later.drawn[key] is model or _only_more(later.drawn[key], model) for key, model in self.models.items()):
            return False
        self.__dict__["apps"], self.drawn = later.apps, later.drawn
        return True

    def _grow(self, key: Key) -> bool:
        """False when the model's class cannot just grow to what the state says."""
        now, before = self.models[key], self.drawn.get(key)
        if before is None or key[1] not in self.apps.all_models[key[0]]:
            if any(isinstance(base, str) for base in now.bases):
                return False
            self.apps.render_multiple([now])
        elif not self._add_to_class(key, now, before):
            return False
        self.drawn[key] = _copy(now)
        return True

    def _add_to_class(self, key: Key, now: ModelState, before: ModelState) -> bool:
        model = self.apps.get_model(*key)
        added = list(islice(now.fields.items(), len(before.fields), None))
        if not _only_more(now, before) or model.__subclasses__() or any(field.many_to_many or field.primary_key for _, field in added):
            return False
        for name, field in added:
            model.add_to_class(name, field.clone())
        if added:
            self.apps.clear_cache()
        for option in NOTED:
            setattr(model._meta, option, list(now.options.get(option, ())))
        model._meta.__dict__.pop("total_unique_constraints", None)
        return True


class GrowingExecutor(MigrationExecutor):
    """Runs migrations over a growing state."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> GrowingState:
        state = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]  # not in the stubs
        return GrowingState(state.models, state.real_apps)


@contextmanager
def _growing() -> Iterator[None]:
    names = vars(command)
    before = names["MigrationExecutor"]
    names["MigrationExecutor"] = GrowingExecutor
    try:
        yield
    finally:
        names["MigrationExecutor"] = before


def _only_more(now: ModelState, before: ModelState) -> bool:
    """Is the difference nothing but further fields and other indexes, constraints and triggers?"""
    same_fields = all(
        name == old_name and field is old for (name, field), (old_name, old) in zip(now.fields.items(), before.fields.items(), strict=False)
    )
    return (
        same_fields
        and len(now.fields) >= len(before.fields)
        and now.bases == before.bases
        and now.managers == before.managers
        and _derived_from(now.options) == _derived_from(before.options)
    )


def _derived_from(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name not in NOTED}


def _copy(model: ModelState) -> ModelState:
    """As ``ModelState.clone``, without its checks of every field, which a state that exists has passed."""
    copied = ModelState.__new__(ModelState)
    copied.__dict__.update(model.__dict__)
    copied.fields, copied.options, copied.managers = dict(model.fields), dict(model.options), list(model.managers)
    return copied
