"""The asset checks of the graph, made from the table of checks."""

from collections.abc import Iterator, Sequence

import dagster as dg

from clippings.flow.checks import CHECKS, Check, Findings
from clippings.flow.run import Run
from clippings.flow.stage import Stage
from clippings.flow.stages import STAGES
from clippings.orchestration.retries import tried_again
from clippings.orchestration.run_resource import Workspace


def _checks(stage: Stage, checks: Sequence[Check]) -> dg.AssetChecksDefinition:
    """The checks of a stage as one step of a run, because each step costs Dagster several events."""
    specs = [
        dg.AssetCheckSpec(check.name, asset=check.asset, description=check.description, blocking=True)
        for check in checks
    ]

    @dg.multi_asset_check(name=f"check_{stage.name}", specs=specs, can_subset=True)
    def hold(workspace: Workspace) -> Iterator[dg.AssetCheckResult]:
        selected = {key.name for key in dg.AssetCheckExecutionContext.get().selected_asset_check_keys}
        for check in checks:
            if check.name not in selected:
                continue
            with tried_again(workspace.run):
                findings = _findings(workspace.run, check)
            shown = {
                rule: dg.MetadataValue.json(value) if isinstance(value, list) else value
                for rule, value in findings.items()
            }
            yield dg.AssetCheckResult(
                passed=not any(findings.values()), asset_key=check.asset, check_name=check.name, metadata=shown
            )

    return hold


def _findings(run: Run, check: Check) -> Findings:
    with run.named(f"check_{check.name}"):
        findings = check.function(run)
    if not any(findings.values()):
        run.passed.add(check.name)
    return findings


def check_what_was_not(run: Run) -> None:
    """Run all checks that this run has skipped on the stored tables, because an asset may be published alone.

    Raises:
        dg.Failure: A check fails.
    """
    for check in CHECKS:
        if check.name not in run.passed:
            broken = {rule: broken_rows for rule, broken_rows in _findings(run, check).items() if broken_rows}
            if broken:
                details = "; ".join(f"{rule}: {broken_rows}" for rule, broken_rows in broken.items())
                raise dg.Failure(f"{check.asset}, {check.name.replace('_', ' ')}: {details}. Nothing was published.")


ASSET_CHECKS: Sequence[dg.AssetChecksDefinition] = [
    _checks(stage, checks)
    for stage in STAGES
    if (checks := [check for check in CHECKS if check.asset in {asset.name for asset in stage.assets}])
]
"""Every check, in the order of the flow."""
