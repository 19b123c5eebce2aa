#!/usr/bin/env bash
# Plants each bug of fuzz/planted/ in a scratch copy of HEAD and says whether its target finds it, and after how long.
set -uo pipefail
root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
limit=60

if [[ ${1-} == -* ]]; then
    printf 'usage: fuzz/planted.sh [TARGET]...   all targets where none is named; each has %s s\n' "$limit"
    [[ $1 == --help || $1 == -h ]]
    exit $((2 * $?))
fi

targets=("$@")
if ((${#targets[@]} == 0)); then
    for patch in "$root"/fuzz/planted/*.patch; do targets+=("$(basename "$patch" .patch)"); done
fi

scratch=$(mktemp -d "${TMPDIR:-/tmp}/shoal-planted.XXXXXX")
trap 'git -C "$root" worktree remove --force "$scratch/tree" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
git -C "$root" worktree add --quiet --detach "$scratch/tree" HEAD || exit 1
cd "$scratch/tree" || exit 1
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

missed=0
for target in "${targets[@]}"; do
    outcome=
    if ! git apply "$root/fuzz/planted/$target.patch"; then
        outcome='the patch does not apply'
    elif ! dotnet build fuzz/Shoal.Fuzz -p:RunAnalyzers=false -m:1 -v quiet -nologo >"$scratch/build.log" 2>&1 </dev/null; then
        outcome="it does not build: $(grep -m1 -E 'error [A-Z]+[0-9]+' "$scratch/build.log")"
    else
        timeout $((limit + 20)) artifacts/bin/Shoal.Fuzz/debug/Shoal.Fuzz "$target" --inputs 1000000000 --seconds "$limit" --shorten 1 >"$scratch/out" 2>&1
        found=$(sed -n 's/^found after \(.*\) s$/\1/p' "$scratch/out")
        outcome=${found:+found after $found s: $(sed -n 2p "$scratch/out" | cut -c1-120)}
    fi

    [[ $outcome == found* ]] || missed=1
    printf '%-22s %s\n' "$target" "${outcome:-NOT FOUND within $limit s}"
    git checkout --quiet -- .
done

exit "$missed"
