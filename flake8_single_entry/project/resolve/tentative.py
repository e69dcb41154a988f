"""Second step of classification: settle tentative absences once the roles of all modules are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_single_entry.model import Level, Link, Via
from flake8_single_entry.project.resolve.forms import as_written
from flake8_single_entry.project.resolve.outcomes import lowered
from flake8_single_entry.project.roles import Roles


def settle(links: Iterable[Link], roles: Roles) -> Iterator[Link]:
    """Yield the links. An absence stays tentative only if the text is correct in the directory of a live namesake.

    It is then a note.
    """
    for link in links:
        reference, resolution = link
        if not resolution.tentative:
            yield link
        elif _is_right_elsewhere(link, roles):
            yield Link(
                reference, lowered(resolution, Level.NOTE, "it is right in the directory of a file of that name")
            )
        else:
            yield Link(reference, resolution._replace(tentative=False))


def _is_right_elsewhere(link: Link, roles: Roles) -> bool:
    reference = link.reference
    if not reference.base.certain:
        reference = reference._replace(base=reference.base._replace(directory=""))
    wanted = "/" + as_written(reference, link.resolution.expected or reference.text)
    live = [path for path in link.resolution.elsewhere if roles.is_live(path)]
    if reference.via is Via.MENTION:  # the user of a script has not changed to another service
        here = roles.scope_of(reference.location.path).root
        live = [path for path in live if roles.scope_of(path).root == here]
    return any(path.endswith(wanted) for path in live)
