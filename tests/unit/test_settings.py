"""Settings: where the project file is found, in which order a value is looked up, and how a broken file is refused."""

import os
from pathlib import Path

import pytest

from clippings.flow import executors
from clippings.project import ProjectError, load, scaffold, toml_file, yaml_file
from clippings.project.sections import SECTIONS
from clippings.project.settings import is_scalar
from clippings.project.toml_file import line_of
from clippings.project.variables import variable


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for section, model in SECTIONS.items():
        for key in model.model_fields:
            monkeypatch.delenv(variable(section, key), raising=False)
    monkeypatch.delenv("CLIPPINGS_PROJECT", raising=False)


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A project in a folder of its own."""
    folder = tmp_path / "Harbour News"
    (folder / "raw").mkdir(parents=True)
    (folder / "clippings.toml").write_text('[paths]\nout = "package"\n[schedule]\ncron = "5 4 * * *"\n', "utf-8")
    return folder


def test_a_project_is_found_beside_its_raw_folder(harbour: Path) -> None:
    settings = load(raw=harbour / "raw")
    assert settings.file == harbour / "clippings.toml"
    assert (settings.name, settings.paths.out) == ("harbour-news", str(harbour / "package"))
    assert settings.cache == harbour / ".clippings"


def test_a_project_file_may_be_in_the_raw_folder(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "clippings.toml").write_text('[dataset]\nname = "pages-of-a-town"\n', "utf-8")
    assert load(raw=tmp_path / "pages").name == "pages-of-a-town"


def test_other_pages_inside_a_project_have_nothing_of_it(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (harbour / "other-pages").mkdir()
    (harbour / "withdrawn.toml").write_text("", "utf-8")
    monkeypatch.chdir(harbour)
    settings = load(raw="other-pages")
    assert settings.file is None
    assert settings.withdrawn is None
    assert (settings.name, settings.paths.out) == ("other-pages", str(harbour / "dist"))


def test_a_withdrawal_list_beside_pages_without_a_project_counts(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "withdrawn.toml").symlink_to("nowhere")
    assert load(raw=tmp_path / "pages").withdrawn == tmp_path / "withdrawn.toml", "even if it cannot be read"


def test_the_working_directory_alone_decides_nothing(
    harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere" / "raw").mkdir(parents=True)
    monkeypatch.chdir(harbour)
    settings = load(raw=tmp_path / "elsewhere" / "raw")
    assert settings.file is None
    assert settings.schedule.cron == "30 3 * * *"


def test_a_command_without_options_uses_the_project_of_the_raw_folder_here(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (harbour / "clippings.toml").write_text('[paths]\nraw = "pages"\n', "utf-8")
    monkeypatch.chdir(harbour)
    assert load().paths.raw == str(harbour / "pages")


def test_option_then_variable_then_file_then_default(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(harbour.parent)
    assert load(harbour).paths.out == str(harbour / "package")
    monkeypatch.setenv("CLIPPINGS_OUT", "of-the-variable")
    assert load(harbour).paths.out == str(harbour.parent / "of-the-variable"), "relative to the working directory"
    assert load(harbour, out="of-the-option").paths.out == str(harbour.parent / "of-the-option")
    monkeypatch.setenv("CLIPPINGS_OUT", "")
    assert load(harbour).paths.out == str(harbour / "package"), "an empty variable sets nothing"
    assert load(harbour).paths.releases == str(harbour / "releases")


def test_every_single_value_has_a_variable(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIPPINGS_DATASET_NAME", "harbour")
    monkeypatch.setenv("CLIPPINGS_DATASET_RELEASED_ON", "2026-01-31")
    monkeypatch.setenv("CLIPPINGS_CRON", "1 2 * * *")
    monkeypatch.setenv("CLIPPINGS_ALERT_FILE", "/var/lib/alerts")
    settings = load(harbour)
    assert (settings.name, str(settings.dataset.released_on)) == ("harbour", "2026-01-31")
    assert (settings.schedule.cron, settings.alert.file) == ("1 2 * * *", "/var/lib/alerts")
    names = [variable(section, key) for section, model in SECTIONS.items() for key in model.model_fields]
    assert len(set(names)) == len(names)


def test_the_project_may_be_named_by_a_variable(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIPPINGS_PROJECT", str(harbour))
    assert load().file == harbour / "clippings.toml"
    assert load().paths.raw == str(harbour / "raw")


def test_addresses_stay_as_they_are(harbour: Path) -> None:
    (harbour / "clippings.toml").write_text('[paths]\nraw = "s3://archive/raw"\nout = "s3://archive/dist"\n', "utf-8")
    paths = load(harbour).paths
    assert (paths.raw, paths.out) == ("s3://archive/raw", "s3://archive/dist")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[dataset]\nnmae = 'x'\n", 2, "unknown key `dataset.nmae`"),
        ("\n[datasets]\nname = 'x'\n", 2, "unknown key `datasets`"),
        ("paths = 3\n", 1, "`paths` must be a table"),
        ("[dataset]\n\nname = 'Big Name'\n", 3, "`dataset.name`"),
        ("[dataset]\nkeywords = 'a, b'\n", 2, "`dataset.keywords` must be"),
        ("[dataset]\nversion = 2\n", 2, "`dataset.version` must be a valid string, not 2"),
        ("[[dataset.sources]]\ntitle = 'A'\n[[dataset.sources]]\npath = 'https://example.org'\n", 3, "sources.1` has no `title`"),
        ("[[dataset.licenses]]\ntitle = 'A'\n", 1, "`dataset.licenses.0` must be a table with `name`"),
        ("[[dataset.contributors]]\ntitle = 'A'\nrole = 'x'\n", 3, "unknown key `dataset.contributors.0.role`"),
        ("[schedule]\ncron = 'daily'\n", 2, "`schedule.cron`"),
        ("[run]\nexecutor = 'spark'\n", 2, "`run.executor` must be 'local' or 'ray'"),
        ("[paths]\nraw = 'raw\n", 2, "is not valid TOML"),
        ("[paths]\nraw = 'a'\nraw = 'b'\n", 3, "is not valid TOML"),
    ],
)  # fmt: skip
def test_a_broken_project_file_is_refused_with_its_line(harbour: Path, text: str, line: int, words: str) -> None:
    file = harbour / "clippings.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ProjectError) as refused:
        load(harbour)
    assert str(refused.value).startswith(f"{file}, line {line}: ")
    assert words in str(refused.value)


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(harbour: Path) -> None:
    (harbour / "clippings.toml").write_bytes(b"[dataset]\ntitle = 'Caf\xe9'\n")
    with pytest.raises(ProjectError, match=r"line 2: is not UTF-8"):
        load(harbour)


def test_a_wrong_variable_is_named(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIPPINGS_EXECUTOR", "spark")
    with pytest.raises(ProjectError, match="CLIPPINGS_EXECUTOR='spark'"):
        load(harbour)


def test_a_named_list_of_withdrawn_articles_must_exist(harbour: Path) -> None:
    (harbour / "clippings.toml").write_text('[paths]\nwithdrawn = "none.toml"\n', "utf-8")
    with pytest.raises(ProjectError, match=r"none\.toml does not exist"):
        load(harbour)


def test_a_named_project_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="clippings init"):
        load(tmp_path)


def test_a_new_project_is_written_once_and_every_setting_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    written = scaffold.write(folder)
    assert {path.relative_to(folder).as_posix() for path in written} == {
        "clippings.toml", "raw/README.md", "sites/README.md", "authority/README.md",
    }  # fmt: skip
    text = written[0].read_text("utf-8")
    for section, model in SECTIONS.items():
        for key, field in model.model_fields.items():
            shown = f"#{key} = " if is_scalar(field.annotation) else key
            assert shown in text or key == "sources", f"{section}.{key}"
    with pytest.raises(ProjectError, match="is not replaced"):
        scaffold.write(folder)
    assert load(folder).name == "new"


def test_every_commented_setting_of_a_new_project_is_accepted(tmp_path: Path) -> None:
    file = scaffold.write(tmp_path / "new")[0]
    lines = file.read_text("utf-8").splitlines()
    active = [line.removeprefix("#") if line.startswith("#") and not line.startswith("# ") else line for line in lines]
    file.write_text("\n".join(active), "utf-8")
    (tmp_path / "new" / "withdrawn.toml").write_text("", "utf-8")
    assert load(tmp_path / "new").dataset.title == "The Harbour Examiner, 1998-2014"


def test_the_line_of_a_key_is_found_in_nested_tables(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('[a]\n"b c" = 1\n[[a.d]]\ne = 1\n[[a.d]]\ne = 2\na.b = 3\n', "utf-8")
    assert line_of(file, ["a", "b c"]) == 2
    assert line_of(file, ["a", "d", 1, "e"]) == 6
    assert line_of(file, ["a", "d", 1, "f"]) == 5
    assert line_of(file, ["z"]) is None


@pytest.mark.parametrize(
    "content", [f"a = {'[' * 5000}", f"a = {'9' * 5000}", '[paths]\nout = "~nobody-of-this-name/x"'], ids=range(3)
)
def test_a_hostile_project_file_is_an_error_that_names_it_or_the_value(harbour: Path, content: str) -> None:
    (harbour / "clippings.toml").write_text(content, "utf-8")
    with pytest.raises(ProjectError, match=r"clippings\.toml|nobody-of-this-name"):
        load(harbour)


@pytest.mark.parametrize("content", ["- id: a\n  on: 2015-99-99", "[" * 5000], ids=range(2))
def test_a_hostile_list_is_an_error_that_names_it(tmp_path: Path, content: str) -> None:
    (tmp_path / "outlets.yaml").write_text(content, "utf-8")
    with pytest.raises(ProjectError, match=r"outlets\.yaml"):
        yaml_file.read(tmp_path / "outlets.yaml")


@pytest.mark.parametrize("given", ["abc", "-1", "0", "1e9", "99999", "²"])
def test_a_wrong_number_of_processes_is_named(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("CLIPPINGS_PROCESSES", given)
    with pytest.raises(ValueError, match="CLIPPINGS_PROCESSES"):
        executors.process_count()


def test_a_pipe_in_the_place_of_a_project_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    for name, read in (("a.toml", toml_file.read), ("a.yaml", yaml_file.read)):
        os.mkfifo(tmp_path / name)
        with pytest.raises(ProjectError, match="not a regular file"):
            read(tmp_path / name)


@pytest.mark.parametrize(
    ("change", "is_note"), [(("", ""), True), (("MHTML, zip", "MHTML, EPUB, zip"), True), (("zip", "PDF"), False)]
)
def test_the_readme_of_a_raw_folder_is_not_a_page_also_as_an_earlier_version_wrote_it(
    change: tuple[str, str], is_note: bool, tmp_path: Path
) -> None:
    note = next(path for path in scaffold.write(tmp_path) if path.parent.name == "raw")
    note.write_text(note.read_text("utf-8").replace(*change), "utf-8")
    assert scaffold.is_ours(note) is is_note
