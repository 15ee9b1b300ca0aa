#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What make bench measures beside sideline, installed into build/bench/others: sh tools/bench/others.sh
#
# npm and pip fetch it; ripgrep comes from the system's packages. What cannot be had is named and left out, and the
# bench then skips it.
set -u
place=${BUILD:-build}/bench/others
mkdir -p "$place"

if command -v npm >/dev/null 2>&1; then
    npm install --silent --no-audit --no-fund --prefix "$place" \
        wink-nlp@2.4.0 wink-eng-lite-web-model@1.8.1 compromise@14.17.0 chrono-node@2.10.3 ||
        echo "others: npm could not install wink-nlp, compromise, chrono-node" >&2
else
    echo "others: no npm, so no wink-nlp, compromise, chrono-node" >&2
fi

if python3 -m venv "$place/venv" 2>/dev/null; then
    "$place/venv/bin/pip" install --quiet --disable-pip-version-check 'spacy>=3.8,<3.9' ||
        echo "others: pip could not install spaCy" >&2
else
    echo "others: python3 has no venv, so no spaCy" >&2
fi

if ! command -v rg >/dev/null 2>&1; then
    { [ "$(id -u)" = 0 ] && apt-get install -y -qq --no-install-recommends ripgrep >/dev/null 2>&1; } ||
        echo "others: install ripgrep, which is in Debian" >&2
fi
command -v perl >/dev/null 2>&1 || echo "others: no perl" >&2
