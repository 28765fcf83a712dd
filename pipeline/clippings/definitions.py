"""What Dagster loads: assets, checks, job, schedule and sensors, in the order of the flow. Nothing else."""

from __future__ import annotations

import dagster as dg

from clippings.orchestration import article_records, data_package, failure_sensor, jobs, normalised, raw_dump, text_free
from clippings.orchestration.progress import progress_logger
from clippings.orchestration.run_resource import Workspace

definitions = dg.Definitions(
    assets=[
        raw_dump.read_dumps,
        article_records.cut_posts,
        normalised.read_credits,
        article_records.merge_appearances,
        normalised.read_dates,
        normalised.find_mentions,
        normalised.find_passages,
        data_package.problems,
        data_package.package_files,
        data_package.data_package,
        text_free.text_free_package,
    ],
    asset_checks=[
        raw_dump.something_was_read,
        raw_dump.every_line_once,
        article_records.posts_own_their_lines,
        article_records.removals_are_verbatim,
        article_records.articles_are_founded,
        article_records.evidence_is_verbatim,
        article_records.texts_are_verbatim,
        article_records.merges_are_direct,
        article_records.withdrawn_articles_are_not_published,
        normalised.dates_are_verbatim,
        normalised.mentions_are_verbatim,
        normalised.passages_are_shared,
        data_package.tables_keep_their_schema,
        data_package.references_resolve,
        data_package.package_is_valid,
        text_free.text_free_edition_is_valid,
    ],
    jobs=[jobs.build_package],
    schedules=[jobs.daily],
    sensors=[jobs.raw_changed, failure_sensor.alert_on_failure],
    resources={"workspace": Workspace()},
    executor=dg.in_process_executor,
    loggers={"console": progress_logger},
)
