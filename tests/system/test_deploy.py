"""What an operator copies: it loads, it names what there is, and a real PostgreSQL server holds the runs."""

import configparser
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import yaml

from clippings.project.sections import SECTIONS
from clippings.project.variables import PROJECT, variable
from conftest import ROOT
from support.commands import called
from support.object_store import Server, free_port
from support.written_pages import Written, listing, prose

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
BIN = Path(sys.executable).parent
SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
"""Where Debian puts the server's programs, by version; they are on nobody's path."""


def settings() -> dict[str, str]:
    """The variables of the example, those that are commented out too."""
    result = re.findall(r"^#?([A-Z_]+)=(.*)$", (DEPLOY / "clippings.env").read_text("utf-8"), re.M)
    return dict(result)


def test_the_example_names_variables_that_are_read_and_all_that_the_services_need() -> None:
    of_database = set(re.findall(r"\bCLIPPINGS_[A-Z_]+\b", (DEPLOY / "dagster.yaml").read_text("utf-8")))
    needed = {"DAGSTER_HOME", PROJECT, *of_database, *Server(0).environment()}
    keys = [(section, key) for section, model in SECTIONS.items() for key in model.model_fields]
    assert needed <= set(settings()) <= needed | {variable(*names) for names in keys}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_starts_a_command_there_is_on_the_definitions_there_are(unit: Path, tmp_path: Path) -> None:
    unit_file = configparser.ConfigParser(strict=False, interpolation=None)
    unit_file.optionxform = str  # type: ignore[assignment,method-assign]
    unit_file.read_string(unit.read_text("utf-8"))
    command, *options = unit_file["Service"]["ExecStart"].split()
    assert options[options.index("-m") + 1] == "clippings.definitions"
    assert (BIN / Path(command).name).exists()
    if shutil.which("systemd-analyze") is None:
        return
    copy = tmp_path / unit.name  # with a command that this machine has in its place
    copy.write_text(unit.read_text("utf-8").replace(command, str(BIN / Path(command).name)), "utf-8")
    checked = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False)
    assert unit.name not in checked.stderr


def test_the_containers_run_the_commands_of_the_units() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    assert set(services) == {"database", "daemon", "webserver"}
    for name in ("daemon", "webserver"):
        command = services[name]["command"].split()
        unit = (DEPLOY / f"clippings-{name}.service").read_text("utf-8")
        assert f"/{command[0]} " in unit
        assert set(services[name]["environment"]) <= set(settings())
        assert command[command.index("-m") + 1] == "clippings.definitions"


def test_the_workflow_runs_what_there_is_on_a_timer() -> None:
    workflow: dict[Any, Any] = yaml.safe_load((DEPLOY / "rebuild.yml").read_text("utf-8"))
    timer = workflow[True]["schedule"]  # YAML reads `on` as true
    assert re.fullmatch(r"(\S+ ){4}\S+", timer[0]["cron"])
    commands = "\n".join(step.get("run", "") for step in workflow["jobs"]["rebuild"]["steps"])
    assert "./run.sh build" in commands
    assert "clippings validate" in commands
    scripts = subprocess.run(["bash", "-n"], input=commands, text=True, capture_output=True, check=False)
    assert scripts.returncode == 0, scripts.stderr


def test_every_file_is_described_and_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)]+)\)", (DEPLOY / "README.md").read_text("utf-8"))
    assert {DEPLOY / link for link in links} == set(DEPLOY.iterdir()) - {DEPLOY / "README.md"}


@pytest.fixture
def server() -> Iterator[dict[str, str]]:
    """A PostgreSQL server of this test's own; the variables that tell of it."""
    if not SERVERS:
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    pytest.importorskip("dagster_postgres", reason="dagster-postgres is not installed: pip install -e '.[postgres]'")
    folder = Path(tempfile.mkdtemp(prefix="clippings-pg-"))  # not pytest's: the server's user must reach it
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    if user:
        shutil.chown(folder, user)
    secret = folder / "secret"
    secret.write_text("pass word", "utf-8")
    secret.chmod(0o644)
    data, log, port = folder / "data", folder / "log", free_port()
    make = ["-D", data, "-U", "clippings", "-A", "scram-sha-256", "-E", "UTF8", "--no-sync", f"--pwfile={secret}"]

    def run(*command: str | Path) -> None:
        subprocess.run(command, user=user, cwd=folder, check=True, capture_output=True)

    control = [SERVERS[-1] / "pg_ctl", "-D", data, "-l", log, "-w"]
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    try:
        run(SERVERS[-1] / "initdb", *make)
        run(*control, "start", "-o", options)
        try:
            yield {
                "CLIPPINGS_PG_HOST": "127.0.0.1",
                "CLIPPINGS_PG_PORT": str(port),
                "CLIPPINGS_PG_DATABASE": "postgres",
                "CLIPPINGS_PG_USER": "clippings",
                "CLIPPINGS_PG_PASSWORD": "pass word",
            }
        finally:
            run(*control, "stop", "-m", "fast")
    finally:
        shutil.rmtree(folder)


def test_a_real_server_holds_the_runs_and_what_is_switched_on(
    tmp_path: Path, server: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, raw, out = tmp_path / "home", tmp_path / "raw", tmp_path / "published" / "dist"
    for folder in (home, raw):
        folder.mkdir()
    shutil.copy(DEPLOY / "dagster.yaml", home)
    post = Written("The quay", (f"{prose(1)} The quay", prose(50), "By Adam Example"))
    (raw / "page.txt").write_text(listing([post]), "utf-8")
    for name, value in (server | {"DAGSTER_HOME": str(home)}).items():
        monkeypatch.setenv(name, value)
    started = [BIN / "dagster", "schedule", "start", "daily", "-m", "clippings.definitions"]
    ran = subprocess.run(started, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    builds = ("build", "--raw", raw, "--out", out)
    assert called(*builds).exit_code == 0
    assert "nothing changed" in called(*builds, "--if-changed").output
    with dg.DagsterInstance.get() as instance:
        assert [(run.job_name, run.status.value) for run in instance.get_runs()] == [("build_package", "SUCCESS")] * 2
    assert not list(home.rglob("*.db")), "runs are in files of this machine"
    assert rows(server, "select count(*) from runs where status = 'SUCCESS'") == [(2,)]
    assert rows(server, "select status from instigators") == [(dg.DefaultScheduleStatus.RUNNING.value,)]


def rows(server: dict[str, str], query: str) -> list[tuple[Any, ...]]:
    """What the database answers, asked beside Dagster."""
    psycopg2 = pytest.importorskip("psycopg2")
    names = {"host": "HOST", "port": "PORT", "dbname": "DATABASE", "user": "USER", "password": "PASSWORD"}
    connection = psycopg2.connect(**{name: server[f"CLIPPINGS_PG_{key}"] for name, key in names.items()})
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())
    finally:
        connection.close()
