"""Wiring: the plugins that collect, judge and report, and the fixtures that steps are given."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.collection.model import Scenario, Step
from harness.evidence.actors import Actors, TellsVersion, actors_of
from harness.people import People
from harness.reports.provenance import provenance
from harness.run_options import RunOptions, add_options, run_options
from harness.services.client import Services, ServiceUnavailable
from harness.services.stopped import ended_when_stopped
from harness.services.variables import SERVICES_VARIABLE
from harness.sessions.browser import Chromium
from harness.sessions.device import Device
from harness.sessions.drivers import Drivers
from harness.sessions.witness import SystemWitness
from harness.setup.browser import sandbox_refused
from harness.setup.environment import Environment, load
from harness.spec.ambiguities import TakeNote
from harness.spec.catalogue import Clause, load_catalogue
from harness.targets.needs import granted, lacks, needs_of_scenario, not_verified
from harness.targets.system import (
    Accounts,
    Clock,
    Installation,
    Language,
    Network,
    NotificationSwitch,
    Settings,
    StoreFront,
    SupportDesk,
    Telephone,
    World,
)
from harness.verdicts import RunFacts, describe_run, progress_of, record_act, record_note, run_facts
from harness.verdicts.model import Provenance
from harness.verdicts.progress import record_version
from harness.verdicts.session import is_worker
from harness.verdicts.witness import call_witness
from pages.login import LoginSurface
from pages.phone.preparation import Preparation
from pages.portal.help import KnowledgeBase
from pages.surfaces import LoginSurfaces

if TYPE_CHECKING:
    from harness.targets.file import TargetFile

PLUGINS = (
    "harness.collection.plugin",
    "harness.evidence.plugin",
    "steps.world",
    "steps.login",
    "steps.phone",
    "steps.responses",
    "steps.support",
    "steps.articles",
    "steps.portal",
    "steps.store",
    "steps.camera",
    "steps.activation",
)

NO_SANDBOX = pytest.StashKey[str | None]()
"""Why the browser does not run in its sandbox; only of a run against a deployed system."""
SERVED_BY = {"android": "appium", "iphone": "appium", "tws": "desktop"}


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    # Named in pytest_plugins, each would be looked for among the entry points of every package: 20 ms of CPU.
    for plugin in PLUGINS:
        pluginmanager.import_plugin(plugin)
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    options = run_options(config)
    if options.target is not None and options.deviations:
        raise pytest.UsageError(
            "--deviation makes the reference system commit a breach; with --target there is none to tell"
        )
    target = "embedded reference system" if options.target is None else read_target_of(options).name
    describe_run(
        config,
        RunFacts(
            target=target,
            details={"Seed": str(options.seed), **_sandbox_of(config)},
            deviations=options.deviations,
            started=time.time(),
            arguments=options.typed,
            provenance=_provenance(config),
        ),
    )


def _provenance(config: pytest.Config) -> Provenance:
    """What the statement rests on; told by the process that gathers the results."""
    options = run_options(config)
    if config.option.collectonly or is_worker(config):
        return Provenance()
    target = read_target_of(options) if options.target is not None else None
    builds = {**(target.builds if target is not None else {}), **options.builds}
    return provenance(
        seed=options.seed, builds=builds, appium_home=load().appium_home if target is None else None
    )


def _sandbox_of(config: pytest.Config) -> dict[str, str]:
    """Whether pages of a deployed system run in the browser's sandbox, for those who read of the run."""
    browser = load().browser if run_options(config).target and not config.option.collectonly else None
    if browser is None:
        return {}
    refused = sandbox_refused(browser)
    config.stash[NO_SANDBOX] = refused
    return {"Browser sandbox": f"off: {refused}" if refused else "on"}


def pytest_report_header(config: pytest.Config) -> list[str]:
    lines = [f"seed: {run_options(config).seed} (the same people and PINs again: --seed)"]
    if harness := run_facts(config).provenance.harness:
        builds = [f"{part} {build}" for part, build in run_facts(config).provenance.builds.items()]
        lines.append(f"harness: {harness}" + (f"; tested: {', '.join(builds)}" if builds else ""))
    if refused := config.stash.get(NO_SANDBOX, None):
        lines.append(f"browser: WITHOUT its sandbox ({refused})")
    return lines


def read_target_of(options: RunOptions) -> TargetFile:
    """The target file of the run, all that it refers to looked up.

    Raises: pytest.UsageError, naming what is wrong or missing.
    """
    from harness.targets.file import TargetError, check_references, read_target

    assert options.target is not None
    try:
        target = read_target(options.target)
        check_references(target, options.target)
        return target
    except TargetError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_collection_finish(session: pytest.Session) -> None:
    """Have the services of all surfaces started while the first scenario's own are waited for."""
    given = os.environ.get(SERVICES_VARIABLE)
    scenarios = (getattr(item, "scenario", None) for item in session.items)
    surfaces = {surface for one in scenarios if isinstance(one, Scenario) for surface in one.surfaces}
    if given is not None and not session.config.option.collectonly:
        for service in dict.fromkeys(SERVED_BY[surface] for surface in surfaces & SERVED_BY.keys()):
            Services(Path(given)).want(service)


def pytest_ibkey_known_clauses() -> Mapping[str, Clause]:
    return load_catalogue().clauses


@pytest.hookimpl(tryfirst=True)
def pytest_ibkey_step_end(item: pytest.Item, step: Step) -> None:
    """The surface that acted in a step is the one its speaker sits at."""
    actors = actors_of(item)
    for actor in actors:
        if isinstance(actor, TellsVersion):
            record_version(item, actor.name, actor.version)
        if actor.name in step.definition.sits_at:
            actors.touch(actor)


@pytest.fixture(scope="session")
def environment() -> Environment:
    """What this machine has, as set-up found it."""
    return load()


@pytest.fixture(scope="session")
def services(request: pytest.FixtureRequest) -> Iterator[Services | None]:
    """The keeper of the embedded system: the command's, that of ``./ibkey up``, or one for this session."""
    with ended_when_stopped():
        if run_options(request.config).target is not None:
            yield None
            return
        given = os.environ.get(SERVICES_VARIABLE)
        services = Services(Path(given)) if given else Services.for_a_run()
        yield services
        services.close()


@pytest.fixture(scope="session")
def system(
    request: pytest.FixtureRequest, services: Services | None, environment: Environment
) -> Iterator[World]:
    """The system under test, for the whole session."""
    options = run_options(request.config)
    if options.target is not None:
        from harness.targets.deployed import Deployed

        world: World = Deployed(read_target_of(options))
    else:
        from harness.targets.embedded import Embedded

        assert services is not None
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        world = Embedded(services, environment, worker, options.deviations)
    witness = SystemWitness(world)
    call_witness(request.config, witness)
    yield world
    witness.close()
    world.close()


@pytest.fixture(autouse=True)
def needs(request: pytest.FixtureRequest) -> None:
    """End a scenario as ``not verified`` where the system lacks what it needs, before anything starts."""
    scenario = getattr(request.node, "scenario", None)
    if not isinstance(scenario, Scenario):
        return
    system: World = request.getfixturevalue("system")
    if lacking := lacks(system, needs_of_scenario(scenario), scenario.surfaces):
        raise not_verified(lacking)
    system.check(scenario.surfaces)
    if {"client-portal", "webtrader"} & set(scenario.surfaces):
        # Now, as a reference system that is still starting is not waited for yet.
        chromium: Chromium = request.getfixturevalue("chromium")
        chromium.start()


@pytest.fixture
def deviation(request: pytest.FixtureRequest) -> str | None:
    """The breach that the reference system commits in this scenario; none but in ``./ibkey deviations``."""
    name: str | None = getattr(request, "param", None)
    return name


@pytest.fixture
def world(
    request: pytest.FixtureRequest,
    system: World,
    chromium: Chromium,
    drivers: Drivers,
    deviation: str | None,
) -> Iterator[World]:
    """The system under test, made fresh for this scenario and nobody else's meanwhile."""
    if system.ended:
        request.session.shouldstop = system.ended
        raise ServiceUnavailable(system.ended)
    scenario, progress = getattr(request.node, "scenario", None), progress_of(request.node)
    with system.held(scenario.surfaces if isinstance(scenario, Scenario) else ()):
        system.fresh(deviation)
        if progress is not None:
            progress.doubt = system.doubt
        yield system
        if progress is not None and progress.rests_on_doubt:
            if users := system.unproved():
                with LoginSurfaces(system, chromium, drivers, Actors(), traced=False) as surfaces:
                    for user in users:
                        surfaces.prove(user)
            told = {of_breach: system.doubt(of_breach=of_breach) for of_breach in (True, False)}
            progress.doubt = lambda *, of_breach: told[of_breach]


@pytest.fixture
def language() -> Language:
    """The language of all surfaces, unless a step says otherwise."""
    return "en"


@pytest.fixture
def people(request: pytest.FixtureRequest) -> People:
    """Those who take part in the scenario and are made up for it."""
    return People(run_options(request.config).seed, request.node.nodeid)


@pytest.fixture(scope="session")
def chromium(
    request: pytest.FixtureRequest, environment: Environment, services: Services | None, system: World
) -> Iterator[Chromium]:
    """The browser of this worker."""
    config = request.config
    sandboxed = config.stash.get(NO_SANDBOX, "not needed") is None
    chromium = Chromium(
        environment,
        services,
        headed=run_options(config).headed,
        sandboxed=sandboxed,
        trusted_keys=system.trusted_keys,
    )
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def drivers(system: World) -> Iterator[Drivers]:
    """The sessions on phones and windows of this worker."""
    drivers = Drivers(system.patience)
    yield drivers
    drivers.close()


@pytest.fixture
def actors(request: pytest.FixtureRequest, world: World) -> Actors:
    """Whose screens are evidence of this scenario."""
    actors = actors_of(request.node)
    actors.add_document(
        "journal of the system", "application/json", lambda: json.dumps(world.journal(), indent=1)
    )
    return actors


@pytest.fixture
def note(request: pytest.FixtureRequest) -> TakeNote:
    """Takes down what speaks for one reading of an ambiguity; no verdict depends on it."""
    return partial(record_note, request.node)


@pytest.fixture
def hand_out_phone(
    request: pytest.FixtureRequest, world: World, drivers: Drivers, actors: Actors
) -> Callable[[str, Language], Device]:
    """Gives the scenario a phone: ``android`` or ``iphone``, speaking a language."""
    note_act = partial(record_act, request.node)

    def hand_out(surface: str, language: Language) -> Device:
        phone = Device(
            world.phones[surface], language, world.patience, drivers, actors, note_act, world.signs
        )
        if not world.makes_fresh:
            for doubt in Preparation(phone).make_ready():
                world.add_doubt(doubt)
        return phone

    return hand_out


@pytest.fixture
def open_login_surface(
    request: pytest.FixtureRequest, world: World, chromium: Chromium, drivers: Drivers, actors: Actors
) -> Iterator[Callable[[str, Language], LoginSurface]]:
    """Opens the login of ``client-portal``, ``webtrader`` or ``tws``; closed with the scenario."""
    traced = request.config.getoption("--evidence") != "off"
    with LoginSurfaces(world, chromium, drivers, actors, traced=traced) as surfaces:
        yield surfaces.open


@pytest.fixture
def knowledge_base(world: World, chromium: Chromium, language: Language) -> Iterator[KnowledgeBase]:
    """The support articles, in a browser of the scenario's language."""
    portal = granted(world.portal, "help-content")
    with chromium.context(portal.url, language, patience=world.patience, traced=False) as context:
        yield KnowledgeBase(context.new_page(), portal.article_url, world.add_doubt)


# Ports, for the steps that ask for them; a scenario whose steps do needs the capability (OF_PARAMETERS).


@pytest.fixture
def accounts(world: World) -> Accounts:
    """Users with known credentials."""
    return granted(world.accounts, "account-provisioning")


@pytest.fixture
def clock(world: World) -> Clock:
    """The time that the system goes by."""
    return granted(world.clock, "clock")


@pytest.fixture
def telephone(world: World) -> Telephone:
    """The line to the service centers."""
    return granted(world.telephone, "telephony")


@pytest.fixture
def support_desk(world: World) -> SupportDesk:
    """Who answers there."""
    return granted(world.support_desk, "support-desk")


@pytest.fixture
def network(phone: Device) -> Network:
    """The connection of the scenario's phone."""
    return granted(phone.phone.network, "network-control")


@pytest.fixture
def installation(phone: Device) -> Installation:
    """IBKR Mobile on the scenario's phone."""
    return granted(phone.phone.installation, "app-install")


@pytest.fixture
def notification_switch(phone: Device) -> NotificationSwitch:
    """The permission of IBKR Mobile to notify on the scenario's phone."""
    return granted(phone.phone.notification_switch, "push-blocked")


@pytest.fixture
def phone_settings(phone: Device) -> Settings:
    """The settings of the scenario's phone."""
    return granted(phone.phone.settings, "os-settings")


@pytest.fixture
def store_front(phone: Device) -> StoreFront:
    """The store on the scenario's phone."""
    return granted(phone.phone.store_front, "store-signin")
