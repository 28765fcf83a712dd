"""What Dagster loads: assets, checks, job, schedule and sensors. The flow itself is the table in `clippings.flow.stages`."""

import dagster as dg

from clippings.orchestration import asset_checks, assets, failure_sensor, jobs
from clippings.orchestration.progress import progress_logger
from clippings.orchestration.run_resource import Workspace
from clippings.orchestration.store_io_manager import StoreIOManager

definitions = dg.Definitions(
    assets=assets.ASSETS,
    asset_checks=asset_checks.ASSET_CHECKS,
    jobs=[jobs.build_package],
    schedules=[jobs.daily],
    sensors=[jobs.raw_changed, failure_sensor.alert_on_failure],
    resources={"workspace": Workspace(), "store": StoreIOManager()},
    executor=dg.in_process_executor,
    loggers={"console": progress_logger},
)
