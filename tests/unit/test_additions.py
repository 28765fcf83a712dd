"""A project's own profiles, entities, outlets, word lists and phrases: they add to the built-in ones, and broken files are refused."""

import multiprocessing
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import polars as pl
import pytest

from clippings.enrich import entities
from clippings.enrich.credits import outlets
from clippings.enrich.entities import authority, gazetteer, word_lists
from clippings.project import ProjectError, Settings, additions
from clippings.project.sections import Paths
from clippings.segment.sites import pattern_pieces, patterns, profiles

SITE = 'name = "harbour_news"\ntitle = "Harbour News"\n[known_by]\nlines = ["Harbour News"]\n'
Put = Callable[[dict[str, str]], additions.Additions]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes files of a project, and gives what it adds."""

    def write(files: dict[str, str]) -> additions.Additions:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        folders = {name: str(tmp_path / name) if (tmp_path / name).exists() else "" for name in ("sites", "authority")}
        return additions.of(Settings(paths=Paths(**folders)))

    return write


@pytest.fixture
def force(put: Put) -> object:
    """Writes files of a project, and puts them in force until the test ends."""
    with ExitStack() as stack:
        yield lambda files: stack.enter_context(additions.using(put(files)))


def test_a_profile_of_the_project_is_laid_over_the_general_one(force: Put) -> None:
    built_in = profiles.load()
    force(
        {
            "sites/harbour.toml": SITE
            + "[template]\nsocial_add = ['Harbour Chat']\n[patterns]\nfooter = '^End of page$'\n"
        }
    )
    profile = profiles.load()["harbour_news"]
    assert profile.template["social"] == (*built_in["unknown"].template["social"], "Harbour Chat")
    assert profile.patterns["footer"] == "^End of page$"
    assert profile.patterns["bullet"] == built_in["unknown"].patterns["bullet"]
    assert built_in.keys() | {"harbour_news"} == profiles.load().keys()


def test_what_a_pattern_adds_is_an_alternative(force: Put) -> None:
    force({"sites/harbour.toml": SITE + "[patterns]\nfooter_add = '^End of page$'\nskip_replace = '^Tides$'\n"})
    profile = profiles.load()["harbour_news"]
    lines = pl.Series(["Back to top", "End of page", "Tides"])
    assert lines.str.contains(patterns.pattern(profile, "footer")).to_list() == [True, True, False]
    assert lines.str.contains(patterns.pattern(profile, "skip")).to_list() == [False, False, True]


def test_a_profile_of_a_built_in_name_changes_that_one(force: Put) -> None:
    name = next(name for name in profiles.load() if name != profiles.UNKNOWN)
    before = profiles.load()[name]
    force({"sites/change.toml": f'name = "{name}"\n[known_by]\nlines_add = ["Another sign"]\n'})
    after = profiles.load()[name]
    assert after.known_lines == before.known_lines | {"Another sign"}
    assert (after.title, after.patterns) == (before.title, before.patterns)


def test_the_general_profile_may_be_changed_for_all_sites(force: Put) -> None:
    force({"sites/general.toml": 'name = "unknown"\n[template]\nsocial_add = ["Harbour Chat"]\n', "sites/h.toml": SITE})
    assert all(
        "Harbour Chat" in profiles.load()[name].template["social"] for name in (profiles.UNKNOWN, "harbour_news")
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('title = "Harbour News"\n', 1, "`name` is missing"),
        ('name = "Harbour News"\n', 1, "`name` must be"),
        ('name = "harbour"\n', 1, "`title` is missing"),
        (SITE + "\n[templates]\nsocial = []\n", 6, "`templates`: unknown key"),
        (SITE + "[template]\nsocials = []\n", 6, "`template.socials`: unknown key; known keys are masthead, navigation, social"),
        (SITE + '[template]\nsocial = "Chat"\n', 6, "`template.social`: must be a list, not a text"),
        (SITE + "[template]\nsocial = [1]\n", 6, "1 is a number"),
        (SITE + "[patterns]\nfooter = '^(End$'\n", 6, "`patterns.footer`: is not a Rust regular expression: unclosed group"),
        (SITE + "[patterns]\nfooter = '^{no_such_list}$'\n", 6, "no list of phrases is called {no_such_list}"),
        (SITE + "patterns = ['[']\n", 5, "`known_by.patterns`: is not a Rust regular expression"),
        ('url = "harbour.example"\n' + SITE, 1, "`url`: must begin with http"),
        ('language = "English"\n' + SITE, 1, "`language`: must be an ISO 639-1 code"),
        (SITE + "[dates]\nformats = '%d'\n", 6, "`dates.formats`: must be a list"),
        (SITE + "title = 'again'\n", 5, ""),
        ("name = \n", 1, "is not valid TOML"),
    ],
)  # fmt: skip
def test_a_broken_profile_is_refused_with_its_line(put: Put, text: str, line: int, words: str) -> None:
    added = put({"sites/harbour.toml": text})
    with additions.using(added), pytest.raises(ProjectError) as refused:
        profiles.load()
    assert f"harbour.toml, line {line}: " in str(refused.value)
    assert words in str(refused.value)


def test_two_profiles_of_one_name_are_refused(put: Put) -> None:
    with (
        additions.using(put({"sites/a.toml": SITE, "sites/b.toml": SITE})),
        pytest.raises(ProjectError, match=r"a\.toml"),
    ):
        profiles.load()


def mention(text: str) -> list[tuple[str, str]]:
    """What is mentioned in a text: the words, and the entity."""
    result = entities.find(pl.DataFrame({"article_id": ["0" * 16], "text": [text]}), with_model=False)
    return [(row["text"], row["entity_id"]) for row in result.iter_rows(named=True)]


def test_an_entity_of_the_project_is_found(force: Put) -> None:
    text = "The Marrow Bay Pilots met the harbour council on Monday."
    assert ("Marrow Bay Pilots", "marrow-pilots") not in mention(text)
    force({"authority/entities.yaml": "- id: marrow-pilots\n  type: ORG\n  name: Marrow Bay Pilots\n"})
    assert ("Marrow Bay Pilots", "marrow-pilots") in mention(text)


def test_an_entry_of_a_built_in_id_replaces_it_and_one_with_add_changes_it(force: Put) -> None:
    force(
        {
            "authority/entities.yaml": "- id: united-nations\n  aliases_add: {en: [Blue Flags]}\n"
            "- id: nejat-society\n  type: ORG\n  name: Another Society\n"
        }
    )
    by_id = {entity.entity_id: entity for entity in authority.curated()}
    assert {"Blue Flags", "UN"} <= {alias.text for alias in by_id["united-nations"].aliases}
    assert [alias.text for alias in by_id["nejat-society"].aliases] == ["Another Society"]


def test_a_name_the_project_gives_to_an_entity_is_no_longer_of_a_built_in_one(force: Put) -> None:
    force({"authority/entities.yaml": "- id: uncle-ned\n  type: PERSON\n  name: Uncle Ned\n  aliases: {en: [UN]}\n"})
    holders = [entity.entity_id for entity in authority.curated() for alias in entity.aliases if alias.text == "UN"]
    assert holders == ["uncle-ned"]


def test_an_outlet_of_the_project_is_known_and_wins_a_name(force: Put) -> None:
    force(
        {
            "authority/outlets.yaml": "- id: quay\n  name: The Quay\n  kind: newspaper\n  domains: [quay.example]\n"
            "- id: harbour-wire\n  name: Harbour Wire\n  kind: agency\n  aliases: [Reuters]\n"
            "- id: efe\n  domains_add: [efe.example]\n"
        }
    )
    known = outlets.load()
    result = [known.by_domain("www.quay.example"), known.by_name("Reuters"), known.by_domain("efe.example")]
    assert [outlet and outlet.id for outlet in result] == ["quay", "harbour-wire", "efe"]


def test_word_lists_and_phrases_are_added_to(force: Put) -> None:
    force(
        {
            "authority/name_cues.toml": 'roles_add = ["tidewaiter"]\nhonorifics_replace = ["Skipper"]\n',
            "authority/places.toml": '[short_forms]\nFI = ["Suomi"]\n',
            "authority/phrases.toml": 'read_more_add = ["See the whole tide"]\n',
        }
    )
    assert word_lists.load().is_role("tidewaiter")
    assert word_lists.load().honorifics == {"Skipper"}
    assert gazetteer.supplement()["short_forms"]["FI"] == ["Suomi"]
    assert pl.Series(["See the whole tide"]).str.contains(patterns.general("read_more")).all()


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("entities.yaml", "- id: a\n  type: SHIP\n  name: A\n", 2, "unknown type 'SHIP'"),
        ("entities.yaml", "- id: a\n  type: ORG\n  name: A\n  nmae: B\n", 4, "unknown key 'nmae'"),
        ("entities.yaml", "- id: a\n  type: ORG\n", 1, "`name` is missing"),
        ("entities.yaml", "- name: A\n", 1, "`id` is missing"),
        ("entities.yaml", "- id: A B\n  type: ORG\n  name: A\n", 1, "lower-case letters"),
        ("entities.yaml", "id: a\n", 1, "must be a list of entries"),
        ("entities.yaml", "- id: a\n  type: ORG\n  name: A\n- id: a\n  type: ORG\n  name: B\n", 4, "is on line 1 too"),
        ("entities.yaml", "- id: a\n  aliases_add: {en: [B]}\n", 2, "no built-in entry has the id 'a'"),
        ("entities.yaml", "- id: a\n name: [\n", 2, "is not valid YAML"),
        ("outlets.yaml", "- id: a\n  name: A\n  kind: blog\n", 3, "unknown kind 'blog'"),
        ("outlets.yaml", "- id: a\n  name: A\n  kind: website\n  domain: a.example\n", 4, "`domain`: unknown key"),
        ("outlets.yaml", "- id: a\n  name: A\n  kind: website\n  domains: a.example\n", 4, "must be a list"),
        ("name_cues.toml", "\nroles = ['pilot']\n", 2, "write `roles_add`"),
        ("name_cues.toml", "role_add = ['pilot']\n", 1, "unknown key"),
        ("name_cues.toml", "roles_add = 'pilot'\n", 1, "must be a list"),
        ("phrases.toml", "read_mroe_add = ['x']\n", 1, "unknown key"),
        ("places.toml", "[peoples]\nGB_add = 3\n", 2, "must be a list"),
    ],
)
def test_a_broken_file_of_names_is_refused_with_its_line(put: Put, name: str, text: str, line: int, words: str) -> None:
    added = put({f"authority/{name}": text})
    with additions.using(added), pytest.raises(ProjectError) as refused:
        authority.curated()
        outlets.load()
        word_lists.load()
        gazetteer.supplement()
        pattern_pieces.check_phrases()
    assert f"{name}, line {line}: " in str(refused.value)
    assert words in str(refused.value)


def test_a_file_of_names_that_nothing_reads_is_refused(put: Put) -> None:
    with pytest.raises(ProjectError, match=r"entites\.yaml: is not read"):
        additions.check_names(put({"authority/entites.yaml": "[]"}))


def site_names(_: int) -> list[str]:
    """The names of all profiles: called in another process."""
    return sorted(profiles.load())


def test_processes_of_a_run_have_the_profiles_of_the_project(force: Put) -> None:
    force({"sites/harbour.toml": SITE})
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert "harbour_news" in pool.map(site_names, [0])[0]


def test_what_is_added_ends_with_its_run(put: Put) -> None:
    with additions.using(put({"sites/harbour.toml": SITE})):
        assert "harbour_news" in profiles.load()
    assert "harbour_news" not in profiles.load()
    assert additions.current() == additions.NONE


def test_a_changed_file_is_another_addition(put: Put) -> None:
    first = put({"sites/harbour.toml": SITE})
    assert put({"sites/harbour.toml": SITE}) == first
    assert put({"sites/harbour.toml": SITE + "[template]\n"}) != first
