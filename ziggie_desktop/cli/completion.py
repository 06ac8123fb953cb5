"""Owns completion for bash, zsh and fish, made from the parser.

Names of models come from the service when they are asked for, and silently not at all where none
runs.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from typing import NamedTuple

SHELLS = ("bash", "zsh", "fish")
NAMES = ("models", "pulls", "tokens")  # what the service is asked for
PROGRAM = "ziggie-desktop"
SILENT = "2>/dev/null"


class Place(NamedTuple):
    """What may stand after ``path``. ``names``: what the service knows; ``files``: a file of the
    person's own."""

    path: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    options: tuple[tuple[str, str], ...]
    names: str = ""
    files: bool = False


def places(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[Place]:
    """Each command and subcommand."""
    words: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    inner: dict[str, argparse.ArgumentParser] = {}
    names, files = "", False
    for action in parser._actions:  # argparse has no other way to its own table
        if isinstance(action, argparse._SubParsersAction):
            inner = dict(action.choices)
            helps = {one.dest: one.help or "" for one in action._choices_actions}
            words += [(name, helps.get(name, "")) for name in inner]
        elif action.option_strings:
            options += [(one, action.help or "") for one in action.option_strings]
            files = files or action.metavar == "FILE" or action.dest == "file"
        else:
            words += [(str(choice), "") for choice in action.choices or ()]
            names = names or getattr(action, "names", "")
    yield Place(path, tuple(words), tuple(options), names, files)
    for name, one in inner.items():
        yield from places(one, (*path, name))


def script(shell: str, parser: argparse.ArgumentParser) -> str:
    """To be read by the shell: ``source <(ziggie-desktop completion bash)``."""
    found = list(places(parser))
    match shell:
        case "bash":
            return _bash(found)
        case "zsh":
            return _zsh(found)
        case _:
            return _fish(found)


def _bash(found: list[Place]) -> str:
    return f"""\
# {PROGRAM}: completion for bash. Use it with: source <({PROGRAM} completion bash)
_ziggie_desktop() {{
    local at="" word words="" names="" files="" current before
    # Readline breaks words at the colon of a model's name: the line has the whole word.
    current=${{COMP_LINE:0:COMP_POINT}}
    current=${{current##* }}
{_path_of("COMP_WORDS[@]:1:COMP_CWORD-1", found)}
    case "$at" in
{_cases(found)}
    esac
    [ -n "$names" ] && words="$words $({PROGRAM} completion names "$names" {SILENT})"
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    [ -n "$files" ] && COMPREPLY+=($(compgen -f -- "$current"))
    if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
        before=${{current%:*}}:
        COMPREPLY=("${{COMPREPLY[@]#"$before"}}")
    fi
}}
complete -F _ziggie_desktop {PROGRAM}
"""


def _zsh(found: list[Place]) -> str:
    return f"""\
#compdef {PROGRAM}
# {PROGRAM}: completion for zsh. Use it with: source <({PROGRAM} completion zsh)
_ziggie_desktop() {{
    setopt localoptions shwordsplit
    local current=${{words[CURRENT]}} at="" word found="" names="" files=""
{_path_of("words[@]:1:$((CURRENT - 2))", found)}
    case "$at" in
{_cases(found).replace("words=", "found=")}
    esac
    compadd -- $found
    [ -n "$names" ] && compadd -- $({PROGRAM} completion names "$names" {SILENT})
    [ -n "$files" ] && _files
    return 0
}}
compdef _ziggie_desktop {PROGRAM}
"""


def _path_of(words: str, found: list[Place]) -> str:
    """Shell lines that put the command and the subcommand typed so far into ``at``."""
    known = "|".join(shlex.quote("/".join(place.path)) for place in found if place.path)
    return f"""\
    for word in "${{{words}}}"; do
        case "${{at:+$at/}}$word" in
            {known}) at="${{at:+$at/}}$word" ;;
        esac
    done"""


def _cases(found: list[Place]) -> str:
    lines = []
    for place in found:
        words = " ".join(word for word, _ in (*place.words, *place.options))
        rest = f" names={place.names}" if place.names else ""
        rest += " files=1" if place.files else ""
        key = shlex.quote("/".join(place.path)) if place.path else '""'
        lines.append(f"        {key}) words={shlex.quote(words)}{rest} ;;")
    return "\n".join(lines)


def _fish(found: list[Place]) -> str:
    lines = [
        f"# {PROGRAM}: completion for fish. Use it with: {PROGRAM} completion fish | source",
        f"complete -c {PROGRAM} -f",
    ]
    for place in found:
        later = [word for word, _ in place.words if _is_command(found, (*place.path, word))]
        unless = f"; and not __fish_seen_subcommand_from {' '.join(later)}" if later else ""
        seen = "".join(f"; and __fish_seen_subcommand_from {word}" for word in place.path)
        head = f"complete -c {PROGRAM} -n {shlex.quote(f'true{seen}{unless}')}"
        lines += [f"{head} -a {word} -d {shlex.quote(said)}" for word, said in place.words]
        for option, said in place.options:
            flag = f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
            lines.append(f"{head} {flag} -d {shlex.quote(said)}")
        if place.names:
            lines.append(f"{head} -a '({PROGRAM} completion names {place.names} {SILENT})'")
        if place.files:
            lines.append(f"{head} -F")
    return "\n".join(lines) + "\n"


def _is_command(found: list[Place], path: tuple[str, ...]) -> bool:
    return any(place.path == path for place in found)
