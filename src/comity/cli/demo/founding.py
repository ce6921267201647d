"""The first part of the demo, done once: nodes, accounts, cases, legal bases, and cards that are accepted."""

from __future__ import annotations

from pathlib import Path

from comity.cli.demo.folder import DemoFolder, Place
from comity.cli.demo.town import Town
from comity.simulation import Agency, Region

DEMO = "demo"
"""The administrator of every node, as whom the demo accepts cards; a real agency compares fingerprints by telephone."""
OFFICER = "officer"
ACCOUNTS = {
    OFFICER: "officer", "analyst": "analyst", "victims": "victim-worker", "supervisor": "supervisor",
    "auditor": "auditor",
}  # fmt: skip
"""User names of the other accounts, and their roles."""
GROUP = "demo partners"
RELEASED = ("suspect", "offender", "associate", "listed", "missing")


def found(demo: DemoFolder, town: Town) -> None:
    """This function makes the nodes with their accounts."""

    def make(place: Place) -> dict[str, str]:
        shell = town.shells[place.country]
        made: dict[str, str] = shell.json(
            "init", place.folder, "--agency", place.agency, "--country", place.country, "--address", place.address,
            "--port", place.port, "--contact", "+000 demo", "--language", place.language, "--administrator", DEMO,
            "--no-behind-tls",
        )  # fmt: skip
        for name, role in ACCOUNTS.items():
            shell.run(
                "users", "add", name, "--role", role, "--name", f"{name} {place.country}", *at(place, DEMO),
                secret=demo.state["password"],
            )  # fmt: skip
        return made

    for country, made in town.at_each(make).items():
        demo.state["nodes"][country] = made["node"]
        demo.state["administrators"][country] = made["password"]


def open_cases(region: Region, town: Town) -> None:
    """This function opens the agencies' cases and records the legal basis between each two countries."""

    def work(place: Place) -> None:
        shell = town.shells[place.country]
        for case in region.agencies[place.country].cases:
            title = f"Made-up case: {case.offence.value.replace('-', ' ')}"
            shell.run(
                "cases", "open", case.reference, "--title", title, "--offence", case.offence.value,
                *at(place, OFFICER),
            )  # fmt: skip
            for member in ("analyst", "supervisor", "victims"):
                shell.run("cases", "join", case.reference, member, *at(place, OFFICER))
        for other in town.places:
            if other is not place:
                shell.run(
                    "cases", "instrument", basis(place, other), "--title", "Memorandum on crime across borders (demo)",
                    "--kind", "memorandum", "--party", place.country, "--party", other.country,
                    "--since", "2020-01-01", *at(place, DEMO),
                )  # fmt: skip

    town.at_each(work)


def exchange_cards(demo: DemoFolder, town: Town) -> None:
    """This function hands every card to the other agencies, which accept it and let its agency see suspects."""
    fingerprints: dict[str, str] = {}
    files: dict[str, Path] = {}
    for country, card in town.at_each(lambda place: town.shells[place.country].json(
        "partners", "card", "--node", place.folder
    )).items():  # fmt: skip
        files[country] = demo.root / "files" / f"{country.lower()}.card"
        files[country].parent.mkdir(exist_ok=True)
        files[country].write_text(card["card"], encoding="ascii")
        fingerprints[country] = card["fingerprint"]

    def accept(place: Place) -> None:
        shell = town.shells[place.country]
        roles = [word for role in RELEASED for word in ("--role", role)]
        shell.run("partners", "group", GROUP, *roles, "--handling", "H1", *at(place, DEMO))
        for other in town.places:
            if other is not place:
                shell.run("partners", "add", files[other.country], *at(place, DEMO))
                shell.run(
                    "partners", "accept", demo.state["nodes"][other.country],
                    "--fingerprint", fingerprints[other.country], "--group", GROUP, *at(place, DEMO),
                )  # fmt: skip

    town.at_each(accept)


def basis(place: Place, other: Place) -> str:
    """This function returns the reference of the legal basis between two countries."""
    return "MOU-" + "-".join(sorted((place.country, other.country)))


def at(place: Place, user: str) -> tuple[object, ...]:
    """This function returns the options that say at which node a command runs, and as whom."""
    return ("--node", place.folder, "--as", user)


def main_case(agency: Agency) -> str:
    """This function returns the case in whose name the agency checks and asks: that of drug trafficking."""
    return agency.cases[0].reference
