"""A model is imported when somebody asks for it, and once."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="late_models",
    why="Importing one model imported all of them, a hundred modules, which took longer than all "
    "the rest of what one operation needs. And each model imported the others within it anew for "
    "each object that it read.",
    upstream="No thread is known.",
    edits=(
        Edit(
            template="models_init.py.jinja",
            old="""\
{% for import in imports | sort %}
{{ import }}
{% endfor %}
""",
            new="""\
{% if imports %}
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
{% for import in imports | sort %}
    {{ import }}
{% endfor %}
{% endif %}
""",
        ),
        Edit(
            template="models_init.py.jinja",
            old="""\
    "{{ all }}",
    {% endfor %}
)
""",
            new="""\
    "{{ all }}",
    {% endfor %}
)

_MODULES = {
    {% for import in imports | sort %}
    {% set words = import.split() %}
    "{{ words[3] }}": "{{ words[1] }}",
    {% endfor %}
}

if not TYPE_CHECKING:  # to a type checker this would mean that every name is there

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        model = getattr(import_module(_MODULES[name], __name__), name)
        globals()[name] = model
        return model

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
""",
        ),
        Edit(
            template="model.py.jinja",
            old="""\
from ..types import UNSET, Unset
""",
            new="""\
from .. import models as _models
from ..types import UNSET, Unset
""",
        ),
        Edit(
            template="property_templates/model_property.py.jinja",
            old="""\
{{ property.class_info.name }}.from_dict({{ source }})
""",
            new="""\
_models.{{ property.class_info.name }}.from_dict({{ source }})
""",
        ),
    ),
)
