"""The changes to the installed generator's templates, one subject a file.

The templates themselves are not kept here: `apply` changes a copy of the installed ones and
refuses when a text it has to replace is not there as often as it expects.
"""

from __future__ import annotations

from codegen.patches import (
    checked_types,
    client_class,
    default_timeout,
    form_words,
    independent_clients,
    late_httpx,
    late_models,
    named_unions,
    own_names,
    quiet_repr,
    secret_members,
)
from codegen.patches.apply import Edit, Patch, apply

ALL: tuple[Patch, ...] = (
    checked_types.PATCH,
    client_class.PATCH,
    default_timeout.PATCH,
    form_words.PATCH,
    independent_clients.PATCH,
    late_httpx.PATCH,
    late_models.PATCH,
    named_unions.PATCH,
    own_names.PATCH,
    quiet_repr.PATCH,
    secret_members.PATCH,
)

__all__ = ["ALL", "Edit", "Patch", "apply"]
