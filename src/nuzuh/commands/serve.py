"""The command `nuzuh serve`."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

PORT = 8765
RUNS = Path("nuzuh-runs")
KEPT = Path("result.nc")
"""What the folder of a run has, and that of a scenario has not."""


def serve(
    folders: Annotated[
        list[str] | None,
        typer.Argument(help="Scenario folders to choose from beside the shipped ones, and folders of runs to show."),
    ] = None,
    host: Annotated[
        str, typer.Option(help="Address to listen at; any but this computer's own needs a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0 takes one that is free.", min=0, max=65_535)] = PORT,
    runs: Annotated[Path, typer.Option(help="Folder in which runs are kept.")] = RUNS,
    token: Annotated[
        str, typer.Option(help="What others need to come in; made where it is needed and not given.")
    ] = "",
    at_once: Annotated[int, typer.Option(help="Runs at once; 0: as many as there are processors.", min=0, max=256)] = 0,
    browser: Annotated[bool, typer.Option("--open", help="Open a browser.")] = False,
) -> None:
    """Serve a page on which scenarios are run, looked at and compared; stop it with Ctrl-C."""
    from nuzuh.outputs.server.access import access_for  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.outputs.server.app import Application  # noqa: PLC0415
    from nuzuh.outputs.server.limits import Limits  # noqa: PLC0415
    from nuzuh.outputs.server.listen import bound_socket, server_for  # noqa: PLC0415

    access = access_for(host, token)
    opened = [path for path in folders or [] if Path(path, KEPT).is_file()]
    scenarios = [path for path in folders or [] if path not in opened]
    with bound_socket(host, port) as sock:
        app = Application(runs, scenarios, opened, access=access, limits=Limits(at_once=at_once))
        address = _address(host, sock.getsockname()[1])
        entry = f"{address}?token={access.token}" if access.token else address

        def ready() -> None:
            typer.echo(f"nuzuh serves {entry}\nRuns are kept in '{runs}'. Stop with Ctrl-C.")
            if browser:
                webbrowser.open(entry)

        try:
            server_for(app, ready).run(sockets=[sock])
        except KeyboardInterrupt:
            typer.echo("\nStopped.", err=True)


def _address(host: str, port: int) -> str:
    """Where a browser on this computer finds the server."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{name}:{port}/"
