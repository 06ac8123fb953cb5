"""Owns what can be typed: every command of the contract, with its help."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import timedelta

from ziggie_desktop import __version__
from ziggie_desktop.cli.completion import NAMES, SHELLS

COMPLETION_HELP = (
    "A script for your shell, for its start-up file: source <(ziggie-desktop completion bash), or "
    "zsh; for fish: ziggie-desktop completion fish | source."
)
SPANS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
LONGEST = timedelta(days=400)
EPILOG = """\
environment:
  ZIGGIE_HOME, ZIGGIE_PORT, ZIGGIE_TOKEN, ZIGGIE_OLLAMA, ZIGGIE_CLOUD_URL, USE_LOCAL_LLM,
  ANTHROPIC_API_KEY (only where the OS keyring holds no key), OLLAMA_HOST, OLLAMA_MODELS

exit status: 0 done, 1 the service answered with an error, 2 wrong usage, 3 no service runs
"""


def parser() -> argparse.ArgumentParser:
    """Without a command the tray and the window are opened."""
    root = argparse.ArgumentParser(
        prog="ziggie-desktop",
        description="Answers your workstation's Claude calls with its own GPU, falls back to "
        "Claude when it must, and keeps honest books. Without a command: tray and window.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=f"ziggie-desktop {__version__}")
    _own(root)
    commands = root.add_subparsers(dest="command", metavar="COMMAND")
    _programs(commands)
    _clients(commands)
    _completion(commands)
    for names, paths in COMPLETED.items():
        for path in paths:
            _name_of(commands, path).names = names  # type: ignore[attr-defined]
    return root


def parsed(words: Sequence[str]) -> argparse.Namespace:
    """What was typed. The desktop's start does not wait for the many commands to be described."""
    plain = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    _own(plain)
    try:
        options, rest = plain.parse_known_args(words)
    except argparse.ArgumentError:  # the whole parser says it better
        return parser().parse_args(words)
    if rest:
        return parser().parse_args(words)
    options.command = None
    return options


def _own(root: argparse.ArgumentParser) -> None:
    """What can be said to the desktop itself."""
    root.add_argument("--home", help="where settings, ledger, logs and tokens lie")
    root.add_argument("--port", type=_port, help="the service's port on 127.0.0.1")
    root.add_argument("--hidden", action="store_true", help="start in the tray, without a window")


# Whose ``name`` is completed from what the service knows.
COMPLETED = {
    "models": ("remove", "load", "unload", "copy", "verify", "update", "pin", "unpin", "fit"),
    "pulls": tuple(f"pulls {verb}" for verb in ("pause", "resume", "retry", "cancel", "now", "up",
                                                "down", "first", "last")),
    "tokens": ("token revoke",),
}  # fmt: skip


def _name_of(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], path: str
) -> argparse.Action:
    """The action that takes the name, of ``pin`` or of ``pulls pause``."""
    first, _, second = path.partition(" ")
    command = commands.choices[first]
    if second:
        inner = next(a for a in command._actions if isinstance(a, argparse._SubParsersAction))
        command = inner.choices[second]
    return next(action for action in command._actions if action.dest == "name")


def _completion(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    completion = commands.add_parser(
        "completion", help="completion for bash, zsh and fish", description=COMPLETION_HELP
    )
    shells = completion.add_subparsers(dest="shell", metavar="SHELL", required=True)
    for shell in SHELLS:
        shells.add_parser(shell, help=f"the script for {shell}")
    names = shells.add_parser("names", help="what the service knows, one a line")
    names.add_argument("what", choices=NAMES)


def _programs(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser("serve", help="run the service alone, in the foreground")
    serve.add_argument("--home", default=argparse.SUPPRESS, help="another home")
    serve.add_argument("--port", type=_port, default=argparse.SUPPRESS, help="0: any free port")
    serve.add_argument("--adopt-only", action="store_true", help="never start an Ollama")
    demo = commands.add_parser("demo", help="the whole main job on parts it sets up itself")
    demo.add_argument("--exit", action="store_true", help="end after the tour; 1 if a step failed")
    demo.add_argument("--no-window", action="store_true", help="open no window at its end")


def _clients(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    status = _client(commands, "status", "engine, models, GPU, costs, problems")
    status.add_argument("--watch", action="store_true", help="go on showing changes")
    _models(commands)
    pull = _client(commands, "pull", "get a model")
    pull.add_argument("name")
    pull.add_argument("--insecure", action="store_true", help="from a registry without TLS")
    pull.add_argument("--no-wait", action="store_true", help="do not wait for its end")
    pull.add_argument(
        "--now", action="store_true", help="before the others, and whatever the hours are"
    )
    _pulls(_client(commands, "pulls", "the downloads: their queue, and what changes it"))
    for name, text in (
        ("remove", "delete a local model"),
        ("load", "load a model into memory"),
        ("unload", "take a model out of memory"),
    ):
        _client(commands, name, text).add_argument("name")
    commands.choices["load"].add_argument("--keep-alive", help="such as 10m; -1: until unloaded")
    _engine(commands)
    ask = _client(commands, "ask", "a question about this machine and its costs")
    ask.add_argument("question")
    for name, text in (
        ("usage", "what was used, from the ledger"),
        ("savings", "what was saved, net of everything"),
    ):
        command = _client(commands, name, text)
        _period(command)
        command.add_argument(
            "--by", choices=("day", "month", "component", "model", "task"), default="day"
        )
    commands.choices["usage"].add_argument(
        "--import",
        dest="file",
        metavar="FILE",
        help="compare an export (CSV) of Anthropic's console with the ledger",
    )
    _period(_client(commands, "uptime", "how much of the time it answered, and when it did not"))
    _client(commands, "advice", "the month's end, what the cloud does cheaper, what to keep loaded")
    scorecard = _client(commands, "scorecard", "the success criteria and where they stand")
    scorecard.add_argument("--month", help="such as 2026-11")
    export = _client(commands, "export", "the requests of a period as a file")
    _period(export)
    export.add_argument("--format", choices=("csv", "focus", "parquet"), default="csv")
    export.add_argument("--out", metavar="FILE", required=True)
    _feedback(_client(commands, "feedback", "how good local answers are, by callers' verdicts"))
    _ledger(_client(commands, "ledger", "where the books lie, and how they go elsewhere"))
    report = _client(commands, "report", "the review of a month")
    report.add_argument("--month", help="such as 2026-11; the current one where it is left out")
    report.add_argument("--language", choices=("en", "de"), help="else the owner's")
    report.add_argument("--out", metavar="FILE", help="write it there, as one HTML page with plots")
    _what_if(_client(commands, "whatif", "the requests so far under other circumstances"))
    _period(_client(commands, "fallbacks", "requests that their first choice did not answer"))
    _gpu(_client(commands, "gpu", "what each GPU does, and did before"))
    _calibrate(_client(commands, "calibrate", "compare a card with a wall meter, step by step"))
    mode = _client(commands, "mode", "show or change the mode")
    mode.add_argument("mode", nargs="?", choices=("auto", "local", "cloud"))
    free = _client(commands, "free-gpu", "unload the models for a while; the cloud answers")
    how_long = free.add_mutually_exclusive_group()
    how_long.add_argument("--minutes", type=_minutes, default=60, help="60 if not said")
    how_long.add_argument("--end", action="store_true", help="have the models back now")
    key = _client(commands, "key", "store the Claude key in the OS keyring; it is asked for")
    key.add_argument("--forget", action="store_true", help="take it out again")
    token = _client(commands, "token", "the components' tokens")
    actions = token.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, text in (("create", "make a token; it is shown once"), ("revoke", "end a token")):
        _json(actions.add_parser(name, help=text)).add_argument("name")
    _json(actions.add_parser("list", help="names and dates, without the secrets"))
    doctor = _client(commands, "doctor", "what is wrong, and what to do about it")
    doctor.add_argument(
        "--bundle", metavar="FILE", help="a zip for whoever looks for a fault; it has no secrets"
    )
    logs = _client(commands, "logs", "the last lines of the service's log")
    logs.add_argument("-n", "--lines", type=_count, default=50)
    logs.add_argument(
        "--level", choices=("DEBUG", "INFO", "WARNING", "ERROR"), help="at least that"
    )
    logs.add_argument("--subject", help="such as ziggie.engine")


def _pulls(pulls: argparse.ArgumentParser) -> None:
    actions = pulls.add_subparsers(dest="action", metavar="ACTION")
    for name, text in (
        ("pause", "stop one and keep what is there"),
        ("resume", "go on with it"),
        ("retry", "try one that failed or was cancelled again"),
        ("cancel", "give it up"),
        ("now", "let it run before the others, and whatever the hours are"),
        ("up", "one place up in the queue"),
        ("down", "one place down"),
        ("first", "to the front of the queue"),
        ("last", "to its end"),
    ):
        action = _json(actions.add_parser(name, help=text, description=text.capitalize() + "."))
        action.add_argument("name", help="the model, or the id of its download")
    limit = actions.add_parser("limit", help="how many may run at once")
    _json(limit).add_argument("count", type=int, help="from 1 to 16")
    window = actions.add_parser("window", help="the hours in which queued ones run")
    _json(window).add_argument("hours", help='such as 22:00-07:00 by your clock, or "any"')


def _feedback(feedback: argparse.ArgumentParser) -> None:
    _period(feedback)
    feedback.add_argument("--by", choices=("route", "model", "component", "task"), default="route")
    actions = feedback.add_subparsers(dest="action", metavar="ACTION")
    text = "say whether an answer was good"
    say = _json(actions.add_parser("say", help=text, description=text.capitalize() + "."))
    say.add_argument("id", help="the X-Ziggie-Request-Id of the answer")
    say.add_argument("verdict", choices=("good", "bad"))
    say.add_argument("--score", type=_score, help="how good, from 0 to 1")


def _ledger(ledger: argparse.ArgumentParser) -> None:
    actions = ledger.add_subparsers(dest="action", metavar="ACTION")
    text = "take every row to another place; the old one is kept"
    move = _json(actions.add_parser("move", help=text, description=text.capitalize() + "."))
    move.add_argument(
        "--to", metavar="PLACE", required=True,
        help="postgresql://USER@HOST:5432/DATABASE (an empty one, without the password), or home",
    )  # fmt: skip
    text = "store PostgreSQL's password in the OS keyring; it is asked for"
    password = _json(actions.add_parser("password", help=text, description=text.capitalize() + "."))
    password.add_argument("--forget", action="store_true", help="take it out again")


def _engine(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    engine = commands.add_parser(
        "engine", help="Ollama itself: start, stop, install, move its models"
    )
    actions = engine.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, text in (
        ("status", "what it does, which version, and what is being done to it"),
        ("owner", "who holds its port, and what may be done about that"),
        ("start", "start it"),
        ("stop", "stop it, and leave it stopped"),
        ("restart", "stop and start it"),
        ("check", "ask for the newest version"),
        ("install", "install Ollama's own release in Ziggie's home"),
        ("upgrade", "bring the one that Ziggie installed up to date"),
        ("move", "take the models to another folder or disk, checked before the old ones go"),
        ("cancel", "end an installation or a move that has not changed anything yet"),
    ):
        _json(actions.add_parser(name, help=text, description=text.capitalize() + "."))
    for name in ("install", "upgrade", "move"):
        job = actions.choices[name]
        if name == "move":
            job.add_argument("folder", help="an empty or a new one")
        else:
            job.add_argument("--version", metavar="VERSION", help="such as 0.34.4; else the newest")
        job.add_argument("--no-wait", action="store_true", help="do not wait for its end")
    actions.choices["install"].add_argument(
        "--beside", action="store_true", help="although there is another one on this machine"
    )


def _models(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    models = _client(commands, "models", "the local models, and who used them last")
    which = models.add_mutually_exclusive_group()
    which.add_argument("--updates", action="store_true", help="whether there are newer versions")
    which.add_argument(
        "--unused", type=_days, nargs="?", const=30, metavar="DAYS",
        help="which nobody used for so long (30)",
    )  # fmt: skip
    copy = _client(commands, "copy", "give a model a second name")
    copy.add_argument("name")
    copy.add_argument("new")
    create = _client(commands, "create", "make a model from a Modelfile or a GGUF file")
    create.add_argument("name")
    create.add_argument("-f", "--file", required=True, help="the Modelfile or GGUF file")
    create.add_argument("-q", "--quantize", help="such as q4_K_M, from a larger type")
    verify = _client(commands, "verify", "read the models' files and find damaged ones")
    verify.add_argument("name", nargs="?", help="all models without it")
    verify.add_argument("--repair", action="store_true", help="fetch what is damaged anew")
    jobs = _client(commands, "jobs", "long work on models: what is made or verified")
    jobs.add_argument("--cancel", metavar="ID")
    update = _client(commands, "update", "fetch newer versions of the models")
    update.add_argument("name", nargs="?", help="all models without it")
    cleanup = _client(commands, "cleanup", "remove models that nobody used; it asks first")
    cleanup.add_argument("--days", type=_days, default=30, help="unused for so long (30)")
    cleanup.add_argument("--dry-run", action="store_true", help="only say what would go")
    cleanup.add_argument("--yes", action="store_true", help="do not ask")
    _client(commands, "pin", "keep a model loaded, after a restart too").add_argument("name")
    _client(commands, "unpin", "let a pinned model go").add_argument("name")
    fit = _client(commands, "fit", "whether a model fits this machine's GPUs, before it is fetched")
    fit.add_argument("name")
    fit.add_argument("--context", type=_tokens, help="tokens; without it the model's own setting")
    _client(commands, "recommend", "models that suit this machine, by task")


def _gpu(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--history", type=_span, nargs="?", const="1h", metavar="TIME",
        help="its last hour, or such as 10m, 6h or 7d",
    )  # fmt: skip
    _period(command)
    command.add_argument(
        "--step", type=_seconds, metavar="SECONDS",
        help="from one line to the next; seconds are kept for 10 minutes, minutes for 8 days",
    )  # fmt: skip


def _calibrate(command: argparse.ArgumentParser) -> None:
    command.add_argument("--gpu", metavar="UUID", help="needed where there are several")
    command.add_argument(
        "--psu-efficiency", type=float, metavar="SHARE",
        help="of the power supply, such as 0.9; 1 where the meter is on the card alone",
    )  # fmt: skip
    command.add_argument(
        "--rest-w", type=float, metavar="W",
        help="what all but GPU and processor draw; 0 where the meter is on the card alone",
    )  # fmt: skip
    command.add_argument(
        "--seconds", type=float, default=10.0, help="how long each reading takes (10)"
    )


def _client(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str
) -> argparse.ArgumentParser:
    return _json(commands.add_parser(name, help=text, description=text.capitalize() + "."))


def _json(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--json", action="store_true", help="one JSON document, nothing else")
    return command


def _period(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", dest="since", metavar="DATE", help="such as 2026-11-01")
    command.add_argument("--to", dest="until", metavar="DATE", help="that day included")


def _what_if(command: argparse.ArgumentParser) -> None:
    _period(command)
    command.add_argument("--policy", metavar="FILE", help="another policy.toml; its rules count")
    command.add_argument("--cloud-model", metavar="NAME", help="all cloud calls to that model")
    command.add_argument("--usd-per-kwh", type=float, metavar="PRICE", help="another tariff")
    command.add_argument(
        "--joules-per-token", type=float, metavar="J", help="of another GPU, for each token out"
    )


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port")
    return int(text)


def _score(text: str) -> float:
    try:
        score = float(text)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise argparse.ArgumentTypeError("give a number from 0 to 1")
    return score


def _minutes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10_080:
        raise argparse.ArgumentTypeError("give 1 to 10080 minutes, which is a week")
    return int(text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 2000:
        raise argparse.ArgumentTypeError("give a number from 1 to 2000")
    return int(text)


def _seconds(text: str) -> int:
    return _whole(text, 86_400)


def _days(text: str) -> int:
    return _whole(text, 3650)


def _tokens(text: str) -> int:
    return _whole(text, 10_000_000)


def _whole(text: str, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= most:
        raise argparse.ArgumentTypeError(f"give a number from 1 to {most}")
    return int(text)


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"([1-9][0-9]{0,3})([mhd])", text)
    length = None if found is None else int(found[1]) * SPANS[found[2]]
    if length is None or length > LONGEST:
        raise argparse.ArgumentTypeError("give a time such as 10m, 6h or 7d, 400d at most")
    return length
