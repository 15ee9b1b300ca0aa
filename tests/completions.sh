#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The completions know every command and option, and each shell that is here takes them.
# The last line is "N passed, M failed".
set -u
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$(pwd)/$BUILD ;; esac
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0
failed=0

check() { # name, wanted, got
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s:\n  wanted: %s\n  got:    %s\n' "$1" "$2" "$3"
    fi
}

SIDELINE=$BUILD/sideline sh tools/completions.sh "$dir" || exit 1
PATH=$BUILD:$PATH

# Every option of every command.
commands=$(sideline --help | sed -n 's/^  sideline \([a-z]*\) .*/\1/p' | sort -u)
for command in $commands; do
    wanted=$(sideline "$command" --help | sed -nE 's/^  (-., |    )--([a-z-]+).*/\2/p' | sort | tr '\n' ' ')
    check "bash: options of $command" "$wanted" "$(sed -nE "s/^    $command\) options='(.*)' ;;/\1/p" "$dir/sideline.bash" |
        tr ' ' '\n' | sed -n 's/^--//p' | sort | tr '\n' ' ')"
    check "fish: options of $command" "$wanted" "$(sed -nE "s/.*from $command' -l ([a-z-]+) .*/\1/p" "$dir/sideline.fish" |
        sort | tr '\n' ' ')"
    check "zsh: options of $command" "$wanted" "$(sed -n "/^    $command) _arguments/,/ ;;$/p" "$dir/_sideline" |
        sed -nE "s/^        '(\([^)]*\)')?(\{[^}]*,)?--([a-z-]+).*/\3/p" | sort | tr '\n' ' ')"
done

if command -v bash > /dev/null; then
    in_bash() { # words
        bash -c 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sideline; echo "${COMPREPLY[*]}"' "$dir/sideline.bash" "$@"
    }
    check 'bash: a command' 'whynot why' "$(in_bash sideline why | tr ' ' '\n' | sort -r | tr '\n' ' ' | sed 's/ $//')"
    check 'bash: an option' '--delimiter' "$(in_bash sideline extract --de)"
    check 'bash: of another command' '--old' "$(in_bash sideline preview --o)"
    check 'bash: a table' 'quotes' "$(in_bash sideline extract --table q)"
fi
if command -v fish > /dev/null; then
    in_fish() { fish --no-config -c "source $dir/sideline.fish; complete -C '$1'" | cut -f 1 | tr '\n' ' '; }
    check 'fish: a command' 'why whynot ' "$(in_fish 'sideline wh')"
    check 'fish: an option' '--delimiter ' "$(in_fish 'sideline extract --de')"
    check 'fish: a table' 'quotes ' "$(in_fish 'sideline extract --table q' | tr ' ' '\n' | grep ^q | tr '\n' ' ')"
fi
if command -v zsh > /dev/null; then
    # What a terminal shows of a line once the tab key was pressed.
    cat > "$dir/type.zsh" << 'ZSH'
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1= RPS1= TERM=dumb; unsetopt beep zle_bracketed_paste; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -d $1/zcompdump; print rea''dy"
zpty -r -m shell line '*ready*'
zpty -w -n shell "$2"$'\t'
sleep 1
all=
while zpty -r -t shell line; do all+=$line; done
print -r -- "$all"
ZSH
    in_zsh() { zsh -f "$dir/type.zsh" "$dir" "$1" | tr -d '\r\007' | grep -o 'sideline [a-z -]*[a-z=]' | tail -n 1; }
    check 'zsh: a command' 'sideline preview' "$(in_zsh 'sideline prev')"
    check 'zsh: an option' 'sideline extract --delimiter=' "$(in_zsh 'sideline extract --del')"
    check 'zsh: a table' 'sideline extract --table quotes' "$(in_zsh 'sideline extract --table q')"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
