#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Completions for bash, zsh and fish, made of what `sideline --help` and `sideline COMMAND --help` say:
#
#   SIDELINE=build/sideline sh tools/completions.sh FOLDER
#
# writes FOLDER/sideline.bash, FOLDER/_sideline and FOLDER/sideline.fish.
set -eu
sideline=${SIDELINE:-build/sideline}
to=$1
mkdir -p "$to"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# COMMAND <tab> what it does; and for each command: COMMAND <tab> letter <tab> option <tab> argument <tab> help
"$sideline" --help | sed -nE 's/^  sideline ([a-z]+) +(\[OPTION\]\.\.\. ?[^ ]*( [A-Z]+)*) +([a-z].*)$/\1\t\4/p' > "$dir/commands"
cut -f 1 "$dir/commands" | while read -r command; do
    "$sideline" "$command" --help |
        sed -nE "s/^  (-(.), |    )--([a-z-]+)(=([^ ]+))? +(.*)$/$command\t\2\t\3\t\5\t\6/p"
done > "$dir/options"
# The tables that the built-in rules make: extract writes one file for each.
: > "$dir/empty.txt"
"$sideline" extract -q -o "$dir/tables" "$dir/empty.txt"
tables=$(cd "$dir/tables" && echo *.csv | sed 's/\.csv//g; s/ *names//')

bash_completion() {
    cat << 'BASH'
# sideline: completion for bash. Made by tools/completions.sh.
_sideline() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} options=
    COMPREPLY=()
BASH
    echo "    local commands='$(cut -f 1 "$dir/commands" | tr '\n' ' ')help'"
    cat << 'BASH'
    if [ "$COMP_CWORD" = 1 ]; then
        COMPREPLY=($(compgen -W "$commands --help --version" -- "$word"))
        return
    fi
    case ${COMP_WORDS[1]} in
BASH
    echo "    help) COMPREPLY=(\$(compgen -W \"\$commands\" -- \"\$word\")); return ;;"
    awk -F '\t' '$1 != last { if (last) print "\x27 ;;"; printf "    %s) options=\x27", $1; last = $1 }
        { printf "--%s ", $3 } END { print "\x27 ;;" }' "$dir/options"
    cat << BASH
    esac
    case \$before in
    -t | --table) [ "\${COMP_WORDS[1]}" = whynot ] || COMPREPLY=(\$(compgen -W '$tables' -- "\$word")) ;;
    *) case \$word in
        -*) COMPREPLY=(\$(compgen -W "\$options" -- "\$word")) ;;
        esac ;;
    esac
}
complete -o default -o bashdefault -F _sideline sideline
BASH
}

zsh_completion() {
    cat << 'ZSH'
#compdef sideline
# sideline: completion for zsh. Made by tools/completions.sh.
_sideline() {
    local -a commands
    commands=(
ZSH
    awk -F '\t' '{ printf "        \x27%s:%s\x27\n", $1, $2 }' "$dir/commands"
    cat << 'ZSH'
    )
    if (( CURRENT == 2 )); then
        _describe -t commands command commands
        _arguments '--help[what sideline can do]' '--version[its version and its libraries]'
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
ZSH
    awk -F '\t' -v tables="$tables" '
        $1 != last { if (last) print "        \x27*:file:_files\x27 ;;"; printf "    %s) _arguments -s -S \\\n", $1; last = $1 }
        {
            help = $5
            gsub(/\x27/, "\x27\\\x27\x27", help)
            gsub(/\[/, "\\[", help)
            gsub(/\]/, "\\]", help)
            name = tolower($4)
            gsub(/[^a-z]+/, " ", name)
            value = $4 == "" ? "" : ":" name ":" ($3 == "table" ? "(" tables ")" : "_files")
            equal = $4 == "" ? "" : "="
            if ($2 == "") printf "        \x27--%s%s[%s]%s\x27 \\\n", $3, equal, help, value
            else printf "        \x27(-%s --%s)\x27{-%s%s,--%s%s}\x27[%s]%s\x27 \\\n", $2, $3, $2, $4 == "" ? "" : "+", $3, equal, help, value
        }
        END { print "        \x27*:file:_files\x27 ;;" }' "$dir/options"
    cat << 'ZSH'
    help) _describe -t commands command commands ;;
    esac
}
_sideline "$@"
ZSH
}

fish_completion() {
    echo '# sideline: completion for fish. Made by tools/completions.sh.'
    awk -F '\t' '{ gsub(/\x27/, "\\\x27", $2)
        printf "complete -c sideline -n __fish_use_subcommand -f -a %s -d \x27%s\x27\n", $1, $2 }' "$dir/commands"
    echo "complete -c sideline -n __fish_use_subcommand -l help -d 'what sideline can do'"
    echo "complete -c sideline -n __fish_use_subcommand -l version -d 'its version and its libraries'"
    awk -F '\t' -v tables="$tables" '{
        gsub(/\x27/, "\\\x27", $5)
        printf "complete -c sideline -n \x27__fish_seen_subcommand_from %s\x27 -l %s", $1, $3
        if ($2 != "") printf " -s %s", $2
        if ($3 == "table") printf " -x -a \x27%s\x27", tables
        else if ($4 != "") printf " -r"
        printf " -d \x27%s\x27\n", $5
    }' "$dir/options"
}

bash_completion > "$to/sideline.bash"
zsh_completion > "$to/_sideline"
fish_completion > "$to/sideline.fish"
