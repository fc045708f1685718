"""The changes to the installed generator's templates, one subject a file.

The templates themselves are not kept here: `apply` changes a copy of the installed ones and
refuses when a text it has to replace is not there as often as it expects.
"""

from __future__ import annotations

from codegen.patches import (
    checked_types,
    default_timeout,
    independent_clients,
    media_types,
    prepared_urls,
    quiet_repr,
    sensitive_parameters,
    single_unset,
    unexpected_status,
    unnamed_statuses,
)
from codegen.patches.apply import Edit, Patch, apply

ALL: tuple[Patch, ...] = (
    unnamed_statuses.PATCH,
    media_types.PATCH,
    checked_types.PATCH,
    default_timeout.PATCH,
    independent_clients.PATCH,
    sensitive_parameters.PATCH,
    prepared_urls.PATCH,
    single_unset.PATCH,
    unexpected_status.PATCH,
    quiet_repr.PATCH,
)

__all__ = ["ALL", "Edit", "Patch", "apply"]
