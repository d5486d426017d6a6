"""Keep the list of the erased outside the database level with the one inside."""

from operations.services import Services


def level_lists(services: Services) -> int:
    """Bring the file up to what the database knows; returns how many entries it lacked.

    Raises ProvisoError erased-list-damaged or storage-unavailable.
    """
    known = services.erased.read()
    with services.store.read() as unit:
        lacking = [entry for name, entry in unit.suppressions.all().items() if name not in known]
    services.erased.append(lacking)
    return len(lacking)
