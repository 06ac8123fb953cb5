"""Chooses a program: desktop, service, demo, or a client of the service. Imports nothing heavy."""

from __future__ import annotations

import argparse
import os
import sys


def main() -> int:
    """The console script ``ziggie-desktop``; its exit status is the contract's."""
    from ziggie_desktop.streams import with_output

    return with_output(_program)


def _program() -> int:
    from ziggie_desktop.cli.parser import parsed

    options = parsed(sys.argv[1:])
    match options.command:
        case "serve":
            return _serve(options)
        case "demo":
            from ziggie_desktop.demo.tour import demo

            return demo(leave=options.exit, window=not options.no_window)
        case "completion" if options.shell != "names":
            from ziggie_desktop.cli.completion import script
            from ziggie_desktop.cli.parser import parser

            print(script(options.shell, parser()), end="")
            return 0
        case None:
            from ziggie_desktop.launch import open_desktop

            return open_desktop(home=options.home, port=port(options), hidden=options.hidden)
        case _:
            return _client(options)


def port(options: argparse.Namespace) -> int | None:
    """``--port``, else ``ZIGGIE_PORT``, else None."""
    if options.port is not None:
        return int(options.port)
    text = os.environ.get("ZIGGIE_PORT", "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        print(f"ZIGGIE_PORT is {text!r}.\nSet it to a number up to 65535.", file=sys.stderr)
        raise SystemExit(2)
    return int(text)


def _serve(options: argparse.Namespace) -> int:
    import gc

    gc.disable()  # until all is imported and made: `serve` turns it on again
    from ziggie_desktop.launch import DEFAULT_PORT
    from ziggie_desktop.platform.paths import find_home
    from ziggie_desktop.service.serve import serve

    chosen = port(options)
    return serve(
        home=find_home(options.home),
        port=DEFAULT_PORT if chosen is None else chosen,
        adopt_only=options.adopt_only,
    )


def _client(options: argparse.Namespace) -> int:
    from ziggie_desktop.plain import load_asyncio

    load_asyncio()
    from ziggie_desktop.cli.commands import run_client
    from ziggie_desktop.launch import find_service

    url, token = find_service(home=options.home, port=port(options))
    return run_client(options, url=url, token=token)


if __name__ == "__main__":
    sys.exit(main())
