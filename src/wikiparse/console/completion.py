"""`wikiparse completion`: scripts that complete the command line in bash, zsh and fish.

They are made of the parser: a new command or option needs no line here.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.console.arguments import add_command
from wikiparse.console.errors import DONE
from wikiparse.console.output import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wikiparse.console.arguments import Commands, Parser


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    does = "write a script that completes the command in a shell"
    example = "wikiparse completion bash"
    command = add_command(commands, "completion", _completion, does, example)
    command.description = """Write a script that completes commands, options and their values.

bash:  wikiparse completion bash > ~/.local/share/bash-completion/completions/wikiparse
zsh:   wikiparse completion zsh > "${fpath[1]}/_wikiparse"
fish:  wikiparse completion fish > ~/.config/fish/completions/wikiparse.fish

It counts in shells that are started after that. In bash and zsh, source <(wikiparse completion
bash) tries it in this one."""
    command.add_argument("shell", choices=tuple(SHELLS), help="the shell")


def _completion(arguments: argparse.Namespace) -> int:
    write(SHELLS[arguments.shell](commands_of(arguments.parser)))
    return DONE


class Option(NamedTuple):
    """An option of a command: its names, its help, and the values that it may have.

    `values` is None if it has no value, and empty if the value can be anything.
    """

    names: tuple[str, ...]
    help: str
    values: tuple[str, ...] | None


class Command(NamedTuple):
    """A command: its options, and the values of its argument; () if those are files."""

    name: str
    help: str
    options: tuple[Option, ...]
    values: tuple[str, ...]
    has_files: bool


def commands_of(parser: argparse.ArgumentParser) -> list[Command]:
    """The commands of the parser; the first one has no name, and the options before a command."""
    commands = [_command("", "", parser)]
    for action in parser._actions:  # noqa: SLF001  # argparse has no public way to them
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # as above
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}  # noqa: SLF001
            commands += [
                _command(name, helps.get(name, ""), command)
                for name, command in action.choices.items()
            ]
    return commands


def _command(name: str, text: str, parser: argparse.ArgumentParser) -> Command:
    options: list[Option] = []
    values: tuple[str, ...] = ()
    has_files = False
    for action in parser._actions:  # noqa: SLF001  # as above
        choices = tuple([str(choice) for choice in action.choices or ()])
        if action.option_strings:
            has_value = action.nargs != 0
            options.append(
                Option(
                    tuple(action.option_strings),
                    (action.help or "").replace("%%", "%"),
                    choices if has_value else None,
                )
            )
        elif choices:
            values = choices
        else:
            has_files = True
    return Command(name, text, tuple(options), values, has_files)


# ------------------------------------------------------------------------------------ bash

BASH: Final = """\
# Completion of wikiparse in bash, made by `wikiparse completion bash`.
_wikiparse() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} list=
    # For bash --option=value is three arguments.
    if [[ $cur == = ]]; then
        cur=
    elif [[ $prev == = ]]; then
        prev=${{COMP_WORDS[COMP_CWORD-2]}}
    fi
    COMPREPLY=()
    if (( COMP_CWORD == 1 )); then
        COMPREPLY=( $(compgen -W "{first}" -- "$cur") )
        return
    fi
    case "${{COMP_WORDS[1]}} $prev" in
{values}
    esac
    if [[ -n $list ]]; then
        :
    elif [[ $cur == -* ]]; then
        case ${{COMP_WORDS[1]}} in
{options}
        esac
    else
        case ${{COMP_WORDS[1]}} in
{arguments}
        esac
    fi
    # Without a list bash completes the names of files.
    [[ -z $list ]] || COMPREPLY=( $(compgen -W "$list" -- "$cur") )
}}
complete -o bashdefault -o default -F _wikiparse wikiparse
"""


def bash(commands: Iterable[Command]) -> str:
    """The script for bash 3.2 and later."""
    root, *named = commands
    values = [
        f'        "{command.name} {name}") list="{" ".join(option.values)}" ;;'
        for command in named
        for option in command.options
        if option.values
        for name in option.names
    ]
    return BASH.format(
        first=" ".join([command.name for command in named] + _names(root)),
        values="\n".join(values),
        options="\n".join(
            [f'            {one.name}) list="{" ".join(_names(one))}" ;;' for one in named]
        ),
        arguments="\n".join(
            [
                f'            {one.name}) list="{" ".join(one.values)}" ;;'
                for one in named
                if one.values
            ]
        ),
    )


def _names(command: Command) -> list[str]:
    return [name for option in command.options for name in option.names]


# ------------------------------------------------------------------------------------ zsh

ZSH: Final = """\
#compdef wikiparse
# Completion of wikiparse in zsh, made by `wikiparse completion zsh`.
_wikiparse() {{
  if (( CURRENT == 2 )); then
    local -a commands
    commands=(
{commands}
    )
    _describe -t commands 'wikiparse command' commands
    _arguments {root}
    return
  fi
  # The function _arguments takes the first word for the command.
  shift words
  (( CURRENT-- ))
  case $words[1] in
{cases}
  esac
}}
if [[ $funcstack[1] == _wikiparse ]]; then
  _wikiparse "$@"
else
  compdef _wikiparse wikiparse
fi
"""


def zsh(commands: Iterable[Command]) -> str:
    """The script for zsh, for a folder of `$fpath` or to be sourced."""
    root, *named = commands
    return ZSH.format(
        commands="\n".join(
            ["      " + _quoted(f"{_plain(one.name)}:{_plain(one.help)}") for one in named]
        ),
        root=" ".join([spec for option in root.options for spec in _zsh_option(option)]),
        cases="\n".join(
            [f"    {one.name}) _arguments {' '.join(_zsh_arguments(one))} ;;" for one in named]
        ),
    )


def _zsh_arguments(command: Command) -> list[str]:
    specs = [spec for option in command.options for spec in _zsh_option(option)]
    if command.values:
        specs.append(_quoted(f"1:value:({' '.join(command.values)})"))
    elif command.has_files:
        specs.append(_quoted("*:file:_files"))
    return specs


def _zsh_option(option: Option) -> list[str]:
    value = ""
    if option.values is not None:
        value = f":value:({' '.join(option.values)})" if option.values else ":value:_files"
    return [_quoted(f"{name}[{_plain(option.help)}]{value}") for name in option.names]


def _plain(text: str) -> str:
    """A text with escapes for the characters that a specification of zsh reads."""
    for character in "\\[]:":
        text = text.replace(character, "\\" + character)
    return text


def _quoted(text: str) -> str:
    """A text as one argument in bash and zsh."""
    return "'" + text.replace("'", "'\\''") + "'"


# ------------------------------------------------------------------------------------ fish


def fish(commands: Iterable[Command]) -> str:
    """The script for fish."""
    root, *named = commands
    lines = ["# Completion of wikiparse in fish, made by `wikiparse completion fish`."]
    first = "complete -c wikiparse -n __fish_use_subcommand"
    lines += [f"{first} -f -a {one.name} -d {_fish(one.help)}" for one in named]
    lines += [f"{first} {_fish_option(option)}" for option in root.options]
    for one in named:
        here = f"complete -c wikiparse -n '__fish_seen_subcommand_from {one.name}'"
        if one.values:
            lines.append(f"{here} -f -a {_fish(' '.join(one.values))}")
        elif not one.has_files:
            lines.append(f"{here} -f")
        lines += [f"{here} {_fish_option(option)}" for option in one.options]
    return "\n".join(lines) + "\n"


def _fish_option(option: Option) -> str:
    parts = [
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    ]
    if option.values:
        parts.append(f"-x -a {_fish(' '.join(option.values))}")
    elif option.values is not None:
        parts.append("-r")
    return " ".join([*parts, f"-d {_fish(option.help)}"])


def _fish(text: str) -> str:
    """A text as one argument in fish, where a backslash escapes in it too."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


SHELLS: Final[dict[str, Callable[[Iterable[Command]], str]]] = {
    "bash": bash,
    "zsh": zsh,
    "fish": fish,
}
"""The shells, and the functions that make their scripts."""
