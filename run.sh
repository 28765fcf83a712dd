#!/usr/bin/env bash
# What to do with a fresh clone, on a machine with Python 3.11 or later and pip:
#   ./run.sh build   set up and build the package of raw/ in dist/
#   ./run.sh test    set up and run lint, types and tests; or one half of it: ./run.sh lint, ./run.sh pytest
set -euo pipefail
cd "$(dirname "$0")"
python=${PYTHON:-python3}
bin=.venv/bin

# set_up LOCK: an environment in .venv with what LOCK lists; what is there already is used again
set_up() {
  local lock=$1 mark parts=1 part installs=()
  for mark in .venv/installed-requirements-dev ".venv/installed-${1%.lock}"; do # the first has all of the other
    [ "$mark" -nt "$lock" ] && [ "$mark" -nt pyproject.toml ] && return
  done
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: name it with PYTHON=..." >&2; exit 2; }
  if [ ! -x "$bin/python" ]; then
    echo "Making a Python environment in .venv ..."
    "$python" -m venv .venv
    "$bin/pip" uninstall --quiet --yes setuptools # not needed, or in the lock in another version
    parts=2 # at once: pip waits for the network, and works on one core
  fi
  echo "Installing $(grep -c '==' "$lock") packages of $lock into .venv; this takes a minute or two, once ..."
  awk -v parts="$parts" '/^[a-z]/ { packages++ } { print > (".venv/part-" packages % parts) }' "$lock"
  for part in .venv/part-*; do # the lock lists every dependency
    "$bin/pip" install --quiet --disable-pip-version-check --no-compile --no-deps -r "$part" &
    installs+=($!)
  done
  for part in "${installs[@]}"; do wait "$part"; done
  rm .venv/part-*
  # an install of its own: pip refuses an editable package beside hashes
  "$bin/pip" install --quiet --disable-pip-version-check --no-deps -e .
  # on all cores, where pip compiles on one; what is written for other versions of Python is passed over
  "$bin/python" -m compileall -qq -j 0 .venv/lib pipeline || true
  touch "$mark"
}

# set_up_training: what two tests train small models with; beside the lock above, and not compiled, because little of it is imported
set_up_training() {
  local lock=requirements-train.lock mark=.venv/installed-requirements-train
  [ "$mark" -nt "$lock" ] && return
  "$bin/pip" install --quiet --disable-pip-version-check --no-compile --no-deps -r "$lock"
  touch "$mark"
}

case "${1:-}" in
  build)
    set_up requirements.lock
    echo "Building the package of raw/ in dist/ ..."
    "$bin/clippings" build
    ;;
  test)
    set_up requirements-dev.lock
    set_up_training &
    ./run.sh lint
    wait $!
    ./run.sh pytest
    ;;
  lint)
    set_up requirements-dev.lock
    "$bin/ruff" check
    "$bin/ruff" format --check
    "$bin/mypy" --num-workers 2
    ;;
  pytest)
    set_up requirements-dev.lock
    set_up_training
    # two processes of one thread: on two cores, more would wait for each other
    POLARS_MAX_THREADS=1 "$bin/python" -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder
    ;;
  *) sed -n '2,4s/^# //p' "$0"; exit 2 ;;
esac
