#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What `make install` puts down can be used: the program runs, the manual opens, and a program of its own builds with
# nothing but pkg-config, in C and, for the header, in C++ where there is a compiler. After `make uninstall` all is gone.
set -eu
cd "$(dirname "$0")/.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

make -s install PREFIX="$dir/usr" > /dev/null
"$dir/usr/bin/sideline" --version > /dev/null
[ -s "$dir/usr/share/man/man1/sideline.1" ]
[ -s "$dir/usr/share/sideline/rules/football.rules" ]
[ -s "$dir/usr/share/bash-completion/completions/sideline" ]
[ -s "$dir/usr/share/zsh/site-functions/_sideline" ]
[ -s "$dir/usr/share/fish/vendor_completions.d/sideline.fish" ]

cat > "$dir/client.c" <<'C'
#include <sideline.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    sideline_rules *rules = NULL;
    sideline_extractor *extractor = NULL;
    sideline_error error;
    const char *text = "date 2024-03-06 Ade Okafor tore his left hamstring on Tuesday, the club said.";
    if (sideline_rules_load(NULL, &rules, &error) || sideline_extractor_new(rules, NULL, &extractor, &error) ||
        sideline_extract(extractor, "a.txt", text, strlen(text), &error)) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    printf("%zu\n", sideline_row_count(extractor, 0));
    sideline_extractor_free(extractor);
    sideline_rules_free(rules);
    return 0;
}
C
export PKG_CONFIG_PATH="$dir/usr/lib/pkgconfig"
# shellcheck disable=SC2046
${CC:-gcc} -std=c99 -Wall -Wextra -Wpedantic -Werror -o "$dir/client" "$dir/client.c" $(pkg-config --cflags --libs sideline)
[ "$("$dir/client")" -ge 1 ]
if command -v g++ > /dev/null; then
    # shellcheck disable=SC2046
    echo '#include <sideline.h>' | g++ -Wall -Wextra -Wpedantic -Werror -fsyntax-only -x c++ $(pkg-config --cflags sideline) -
fi

make -s uninstall PREFIX="$dir/usr" > /dev/null
[ -z "$(find "$dir/usr" -type f)" ]
echo '1 passed, 0 failed'
