"""A model is imported when somebody asks for it, and all are there as if they were imported."""

import json
import pickle
import subprocess
import sys
from typing import Any

import pytest

import green_api_client
from green_api_client import models
from tests.client.sending import an_operation

PREFIX = models.__name__ + "."


def loaded_by(statement: str) -> set[str]:
    """Return the modules of models that a fresh interpreter has after a statement."""
    script = f"{statement}\nimport json, sys\nprint(json.dumps(list(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return {name for name in json.loads(run.stdout) if name.startswith(PREFIX)}


def test_importing_one_model_imports_no_other() -> None:
    assert loaded_by(f"import {models.__name__}") == set()
    name = models.__all__[0]
    assert loaded_by(f"from {models.__name__} import {name}") == {
        getattr(models, name).__module__,
    }


def test_importing_an_operation_imports_few_models() -> None:
    operation = an_operation().module.__name__
    assert 0 < len(loaded_by(f"import {operation}")) < len(models.__all__) / 4


def test_every_model_is_there_by_its_name() -> None:
    for name in models.__all__:
        model = getattr(models, name)
        assert name in dir(models)
        assert getattr(models, name) is model
        if isinstance(model, type):
            assert model.__name__ == name
            assert pickle.loads(pickle.dumps(model)) is model  # noqa: S301 # our own bytes


def test_a_star_imports_all_of_them() -> None:
    names: dict[str, Any] = {}
    exec(f"from {models.__name__} import *", names)  # noqa: S102 # a star is for modules only
    assert set(models.__all__) <= names.keys()


@pytest.mark.parametrize("module", [models, green_api_client], ids=lambda module: module.__name__)
def test_a_name_that_is_not_there_is_an_error(module: Any) -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = module.Nothing
    assert not hasattr(module, "_nothing")
    with pytest.raises(ImportError, match="cannot import name 'Nothing'"):
        exec(f"from {module.__name__} import Nothing", {})  # noqa: S102 # as above
