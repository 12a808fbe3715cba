"""The description of an export: a Frictionless data package, and JSON-LD for catalogues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import medai_landscape
from medai_landscape.records.landscape import TABLES
from medai_landscape.tables.schemas import frictionless_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

__all__ = ["data_package", "dataset_json_ld"]

_MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TITLE = "AI medical devices and brain-computer interfaces: the landscape"
_DESCRIPTION = (
    "Certificates, policy events, funding rounds, trials, claims of reports, and their sources. "
    "An empty cell is not stated; an amount without bounds is undisclosed, which is not zero."
)
_LICENCE = {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}


def data_package(tables: Mapping[str, pa.Table], kind: str) -> dict[str, Any]:
    """Return the ``datapackage.json`` of tables written in the format *kind*."""
    return {
        "profile": "data-package",
        "name": "medai-landscape",
        "title": _TITLE,
        "description": _DESCRIPTION,
        "version": medai_landscape.__version__,
        "licenses": [_LICENCE],
        "resources": [_resource(name, table, kind) for name, table in tables.items()],
    }


def _resource(name: str, table: pa.Table, kind: str) -> dict[str, Any]:
    schema = frictionless_schema(TABLES[name])
    fields = {field["name"]: field for field in schema["fields"]}
    # Records of a derived class have columns of their own beside those of the table's class.
    schema["fields"] = [fields.get(column, {"name": column}) for column in table.column_names]
    resource: dict[str, Any] = {
        "name": name.replace("_", "-"),
        "path": f"{name}.{kind}",
        "format": kind,
        "mediatype": _MEDIA[kind],
        "encoding": "utf-8",
        "schema": schema,
    }
    if kind == "xlsx":
        resource |= {"path": "landscape.xlsx", "dialect": {"excel": {"sheet": name}}}
    return resource


def dataset_json_ld(package: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same as a schema.org Dataset."""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": package["title"],
        "description": package["description"],
        "version": package["version"],
        "license": _LICENCE["path"],
        "isAccessibleForFree": True,
        "inLanguage": ["en", "zh"],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": resource["name"],
                "contentUrl": resource["path"],
                "encodingFormat": resource["mediatype"],
            }
            for resource in package["resources"]
        ],
        "variableMeasured": sorted(
            {
                field["name"]
                for resource in package["resources"]
                for field in resource["schema"]["fields"]
            }
        ),
    }
