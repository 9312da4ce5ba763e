"""Sub-event types -> families: groups of types that reports of one act mix up, and how near two types are."""

from __future__ import annotations

from waqai.records import EVENT_TYPES

VIOLENCE = "violence"
_OWN = {
    "Agreement": "agreement",
    "Arrests": "seizure",
    "Abduction/forced disappearance": "seizure",
    "Non-violent transfer of territory": VIOLENCE,
    "Change to group/activity": "movement",
    "Headquarters or base established": "movement",
    "Other": "movement",
    "Disrupted weapons use": "weapons",
    "Looting/property destruction": "damage",
}
_BY_TYPE = {"Protests": "streets", "Riots": "streets"}
FAMILIES = {kind: _OWN.get(kind) or _BY_TYPE.get(large, VIOLENCE) for kind, large in EVENT_TYPES.items()}
_AREA = frozenset({"Air/drone strike", "Shelling/artillery/missile attack"})
_BLASTS = frozenset({"Remote explosive/landmine/IED", "Suicide bomb", "Grenade"})
_TAKEN = frozenset(
    {
        "Armed clash",
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Non-violent transfer of territory",
    }
)
_CLOSE = (_AREA, _BLASTS, _TAKEN)


def nearness(one: str, two: str) -> str:
    """How near two sub-event types are: same, close (often told for each other), family, or apart."""
    if one == two:
        return "same"
    if any(one in group and two in group for group in _CLOSE):
        return "close"
    if EVENT_TYPES[one] == EVENT_TYPES[two]:
        return "type"
    return "family" if FAMILIES[one] == FAMILIES[two] else "apart"
