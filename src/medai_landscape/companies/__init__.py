"""Companies: their names, where they sit, and which names mean one of them."""

from medai_landscape.companies.linking import Group, Linked, Tie, link
from medai_landscape.companies.names import CompanyName, normalise
from medai_landscape.companies.place_columns import with_places
from medai_landscape.companies.places import Place, locate

__all__ = [
    "CompanyName",
    "Group",
    "Linked",
    "Place",
    "Tie",
    "link",
    "locate",
    "normalise",
    "with_places",
]
