"""Django's way of migrating, without drawing every table anew for each that is added (ADR 60).

While it migrates, Django keeps a class for each table as it stands at that step. When a table or column is added it
makes the classes of all tables anew that are connected to it in any way, and here nearly all are: of a fresh
database's time nine tenths went there. What only adds, or changes a column that nothing refers to, asks for the class
of its own table alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import migrations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

ALONE = (
    migrations.CreateModel, migrations.AddField, migrations.RemoveField, migrations.AddIndex, migrations.RemoveIndex,
    migrations.AddConstraint, migrations.RemoveConstraint, migrations.AlterModelOptions, migrations.DeleteModel,
    migrations.RunSQL, migrations.RunPython,
)  # fmt: skip


class LeanExecutor(MigrationExecutor):
    """Applies migrations one after the other, each with as few classes made anew as it needs."""

    def apply_migration(self, state: ProjectState, migration: Migration, **how: Any) -> ProjectState:
        """Any other operation, and Python code (Django sees to that itself), meets all classes made anew."""
        if all(map(stands_alone, migration.operations)):
            with _only_itself():
                return super().apply_migration(state, migration, **how)
        state.clear_delayed_apps_cache()
        _ = state.apps
        return super().apply_migration(state, migration, **how)


def stands_alone(operation: Operation) -> bool:
    """Whether an operation needs the class of its own table only."""
    if isinstance(operation, migrations.AlterField):  # others may refer to a column whose values are unique
        return not (operation.field.primary_key or operation.field.unique)
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return all(map(stands_alone, [*operation.database_operations, *operation.state_operations]))
    return isinstance(operation, ALONE)


@contextmanager
def _only_itself() -> Iterator[None]:
    kept = ProjectState._find_reload_model  # type: ignore[attr-defined]

    def only_itself(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        state.is_delayed = True  # so Django makes all anew before Python code
        return {(app_label, model_name)}

    ProjectState._find_reload_model = only_itself  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = kept  # type: ignore[attr-defined]
