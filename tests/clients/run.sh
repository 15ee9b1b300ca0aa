#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The programs that read what sideline writes: BUILD=build sh tests/clients/run.sh [test_x.py...]
#
# Debian's packages for it are those of `sh tools/deps ci`; the rest comes from PyPI into $BUILD/clients.
# The last line is "N passed, M failed".
set -eu
cd "$(dirname "$0")"
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$(cd ../.. && pwd)/$BUILD ;; esac
export BUILD
venv=$BUILD/clients/venv
if ! cmp -s requirements.txt "$venv/requirements.txt"; then
    rm -rf "$venv"
    mkdir -p "$BUILD/clients"
    python3 -m venv "$venv"
    "$venv/bin/pip" install -q --disable-pip-version-check -r requirements.txt
    cp requirements.txt "$venv/requirements.txt"
fi
[ $# -gt 0 ] || set -- test_*.py
exec "$venv/bin/python" run.py "$@"
