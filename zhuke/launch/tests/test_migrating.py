"""Classes that grow while migrations run are those that Django would have drawn, and the database is what the models say."""

from __future__ import annotations

from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState, StateApps

from zhuke.launch.migrating import GrowingState


def operations() -> list[Any]:
    """A small product: companies, people in them, a tie added later, notes on options."""
    key = models.BigAutoField(primary_key=True)
    return [
        migrations.CreateModel("Company", [("id", key), ("name", models.CharField(max_length=10))]),
        migrations.CreateModel(
            "Person", [("id", key), ("company", models.ForeignKey("shop.Company", models.CASCADE, related_name="people"))]
        ),
        migrations.AddField("Company", "head", models.ForeignKey("shop.Person", models.PROTECT, related_name="heads", null=True)),
        migrations.AddField("Company", "codes", ArrayField(models.TextField(), default=list)),
        migrations.AddIndex("Company", models.Index(fields=["name"], name="by_name")),
        migrations.AddConstraint("Company", models.UniqueConstraint(fields=["name", "head"], name="once")),
        migrations.AddField("Person", "friends", models.ManyToManyField("shop.Company", related_name="friends")),
        migrations.AlterField("Company", "name", models.TextField()),
        migrations.CreateModel("Shadow", [], bases=("shop.company",), options={"proxy": True}),
        migrations.AddField("Company", "town", models.TextField(default="")),
        migrations.RemoveConstraint("Company", "once"),
        migrations.RenameField("Company", "town", "place"),
        migrations.RemoveField("Company", "codes"),
    ]


def described(classes: StateApps) -> dict[str, Any]:
    """All that a migration can learn from the classes of models."""
    return {
        _label(model): {
            "fields": [(field.attname, _made_of(field), _target(field, classes)) for field in model._meta.local_fields],
            "all fields": sorted(field.name for field in model._meta.get_fields()),
            "many": [(field.name, _label(field.remote_field.through)) for field in model._meta.local_many_to_many],
            "tied": sorted((_label(tie.field.model), tie.field.name) for tie in model._meta.related_objects),
            "options": [_words(getattr(model._meta, name, ())) for name in ("indexes", "constraints", "triggers", "unique_together")],
            "unique": _words(model._meta.total_unique_constraints),
            "reverse": sorted(name for name in vars(model) if name.endswith("_set") or name in {"people", "heads", "friends"}),
            "registry": model._meta.apps is classes,
        }
        for model in classes.get_models(include_auto_created=True)
    }


def _label(model: Any) -> str:
    return str(model._meta.label)


def _made_of(field: Any) -> tuple[Any, ...]:
    _name, path, arguments, options = field.deconstruct()
    inner = options.pop("base_field", None)
    return path, arguments, options, inner and _made_of(inner)


def _target(field: Any, classes: StateApps) -> tuple[str, bool] | None:
    if not field.is_relation:
        return None
    label = field.remote_field.model._meta.label
    return label, classes.get_model(label) is field.remote_field.model


def _words(values: Any) -> list[str]:
    return sorted(repr(value.deconstruct()) if hasattr(value, "deconstruct") else repr(value) for value in values)


def test_after_every_operation_the_classes_are_those_drawn_anew() -> None:
    state = GrowingState()
    assert described(state.apps) == {}
    for operation in operations():
        operation.state_forwards("shop", state)
        assert described(state.apps) == described(ProjectState(state.models).apps), operation.describe()


def test_a_class_grows_rather_than_being_made_again() -> None:
    state = GrowingState()
    made = operations()
    for operation in made[:2]:
        operation.state_forwards("shop", state)
    assert state.apps
    company, person = state.apps.get_model("shop", "Company"), state.apps.get_model("shop", "Person")
    for operation in made[2:6]:
        operation.state_forwards("shop", state)
        assert (state.apps.get_model("shop", "Company"), state.apps.get_model("shop", "Person")) == (company, person)
    made[7].state_forwards("shop", state)
    assert state.apps.get_model("shop", "Company") is not company


def test_the_state_before_an_operation_is_shared_only_while_classes_have_but_grown() -> None:
    state = GrowingState()
    made = operations()
    for operation in made[:3]:
        operation.state_forwards("shop", state)
    assert state.apps
    before = state.clone()
    made[3].state_forwards("shop", state)
    assert before.apps is state.apps
    before = state.clone()
    made[7].state_forwards("shop", state)
    assert before.apps is not state.apps
    assert isinstance(before.apps.get_model("shop", "Company")._meta.get_field("name"), models.CharField)
    before = state.clone()
    migrations.RemoveField("Company", "codes").state_forwards("shop", state)
    assert before.apps.get_model("shop", "Company")._meta.get_field("codes")


def test_the_products_own_migrations_end_with_the_classes_drawn_anew() -> None:
    loader = MigrationLoader(None)
    state = GrowingState(real_apps=loader.unmigrated_apps)
    assert state.apps
    for migration in whole_plan(loader):
        migration.mutate_state(state, preserve=False)
    grown, drawn = described(state.apps), described(ProjectState(state.models, state.real_apps).apps)
    assert len(grown) > 100
    for label, expected in drawn.items():
        if state.is_delayed:  # Django itself leaves ties of models further away to the classes from before
            for side in (grown[label], expected):
                del side["reverse"]
                side["fields"] = [(*known, tie and tie[0]) for *known, tie in side["fields"]]
        assert grown[label] == expected, label


def whole_plan(loader: MigrationLoader) -> list[Migration]:
    keys: dict[tuple[str, str], None] = {}
    for leaf in loader.graph.leaf_nodes():
        keys.update(dict.fromkeys(loader.graph.forwards_plan(leaf)))
    return [loader.graph.nodes[key] for key in keys]


@pytest.mark.django_db
def test_the_migrated_database_is_what_the_models_say() -> None:
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            meta = model._meta
            if not meta.managed or meta.proxy:
                continue
            found = connection.introspection.get_constraints(cursor, meta.db_table)
            columns = {column.name: column.null_ok for column in connection.introspection.get_table_description(cursor, meta.db_table)}
            assert columns == {field.column: field.null or isinstance(field, models.GeneratedField) for field in meta.local_fields}, (
                meta.label
            )
            names = {index.name for index in (*meta.indexes, *meta.constraints)}
            assert names <= found.keys(), meta.label
            tied = {tuple(each["columns"]) for each in found.values() if each["foreign_key"]}
            assert tied >= {
                (field.column,) for field in meta.local_fields if field.remote_field and getattr(field, "db_constraint", False)
            }, meta.label
    wrong = [
        trigger.get_pgid(model) for model, trigger in pgtrigger.registered() if trigger.get_installation_status(model)[0] != "INSTALLED"
    ]
    assert wrong == []
