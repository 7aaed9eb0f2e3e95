"""Follow the Dockerfile without Docker: its lines run in a scratch folder, then what it starts.

Usage: `python .ci/image.py SCRATCH`, from the project's root. Each stage gets a folder under
SCRATCH and takes it for `/`: absolute paths in RUN, COPY, WORKDIR and ENV are moved there, and a
command sees nothing of this environment but what the Dockerfile sets and pip's own settings. Then
the last stage must hold no test package, migrate an embedded database, show the first page, serve
by ENTRYPOINT and CMD, and pass its own HEALTHCHECK.

It cannot prove what only an engine can: that the base image exists and has what slim Debian has
(`python` is this interpreter here), that the user may do what the image needs (all runs as whoever
runs this; `useradd` is left out unless that is root), that layers are cached, that ports are open.
"""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CONTEXT = Path.cwd()
ABSOLUTE = re.compile(r"(?<![\w./-])/(?=\w)")
FIRST_PAGE = (
    "from django.test import Client; page = Client().get('/', secure=True); "
    "assert page.status_code == 200 and b'bdp.' in page.content, page"
)
PATIENCE = 60  # seconds until what serves must be well
FOLLOWED = {"RUN", "COPY", "WORKDIR", "ENV"}
LEFT_ALONE = {"FROM", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}


@dataclass
class Stage:
    """A stage of the Dockerfile and the folder that is `/` to it."""

    root: Path
    workdir: Path
    environment: dict[str, str]
    said: dict[str, str] = field(default_factory=dict)

    def moved(self, text: str) -> str:
        """`text` with its absolute paths under this stage's root."""
        return ABSOLUTE.sub(f"{self.root}/", text)

    def place(self, path: str) -> Path:
        """Where `path` of the Dockerfile is."""
        return self.root / path.lstrip("/") if path.startswith("/") else self.workdir / path

    def run(self, command: str, **variables: str) -> None:
        """Run `command` as a shell of the image would. Raises `CalledProcessError`."""
        told(f"RUN {command}")
        environment = {**self.environment, **variables}
        subprocess.run(["sh", "-ec", command], cwd=self.workdir, env=environment, check=True)


def told(sentence: str) -> None:
    """Say what happens, at once."""
    print(f"   {sentence}", flush=True)


def instructions(dockerfile: str) -> Iterator[tuple[str, str]]:
    """The Dockerfile's lines as word and rest, without comments, continued lines made one."""
    lines = [line for line in dockerfile.splitlines() if not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if line.strip():
            word, _, rest = line.strip().partition(" ")
            yield word.upper(), rest.strip()


def build(dockerfile: str, scratch: Path) -> Stage:
    """Follow every line; returns the last stage."""
    stages: dict[str, Stage] = {}
    for word, rest in instructions(dockerfile):
        if word not in FOLLOWED | LEFT_ALONE:
            raise SystemExit(f".ci/image.py does not know how to follow {word}; teach it.")
        if word == "FROM":
            name = rest.partition(" AS ")[2] or "last"
            stage = stages[name] = begun(scratch, name)
        elif word == "COPY":
            copy(stage, rest, stages)
        elif word == "RUN":
            run(stage, rest)
        elif word == "WORKDIR":
            stage.workdir = stage.place(rest)
            stage.workdir.mkdir(parents=True, exist_ok=True)
        elif word == "ENV":
            for setting in shlex.split(rest):
                variable, _, value = setting.partition("=")
                path = stage.environment["PATH"]
                stage.environment[variable] = stage.moved(value).replace("$PATH", path)
        stage.said[word] = rest
    return stage


def begun(scratch: Path, name: str) -> Stage:
    """An empty stage: as its base image, it has `python` and the usual programs."""
    root = scratch / name
    programs = root / "usr/local/bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(Path(sys.executable).resolve())
    indexes = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    path = f"{programs}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    return Stage(root, root, {"PATH": path, "HOME": str(root), "LANG": "C.UTF-8", **indexes})


def run(stage: Stage, command: str) -> None:
    """A RUN line. A user is made in the stage's own files, which only root may do."""
    if not command.startswith("useradd "):
        return stage.run(stage.moved(command))
    home = shlex.split(command)[shlex.split(command).index("--home-dir") + 1]
    if os.geteuid() != 0:
        told(f"left out, since only root may: {command}")
        return stage.place(home).mkdir(parents=True)
    for kept in ("passwd", "shadow", "group", "gshadow", "login.defs"):
        (stage.root / "etc").mkdir(exist_ok=True)
        (stage.root / "etc" / kept).touch()
    return stage.run(command.replace("useradd", f"useradd --prefix {stage.root}", 1))


def copy(stage: Stage, rest: str, stages: dict[str, Stage]) -> None:
    """A COPY line, from the project or from an earlier stage."""
    words = shlex.split(rest)
    options = dict(word[2:].split("=") for word in words if word.startswith("--"))
    *sources, target = [word for word in words if not word.startswith("--")]
    told(f"COPY {rest}")
    ignored = set((CONTEXT / ".dockerignore").read_text().split())
    for source in sources:
        if "from" not in options and source in ignored:
            raise SystemExit(f"COPY {source}: .dockerignore keeps it out of the image.")
        found = stages[options["from"]].place(source) if "from" in options else CONTEXT / source
        into = stage.place(target)
        if found.is_dir():
            caches = shutil.ignore_patterns("__pycache__") if "from" not in options else None
            shutil.copytree(found, into, symlinks=True, dirs_exist_ok=True, ignore=caches)
        else:
            shutil.copy2(found, into / found.name if target.endswith("/") else into)


def holds_no_tests(stage: Stage) -> None:
    """Refuse a package that only tests need. Raises `SystemExit`."""
    project = tomllib.loads((CONTEXT / "pyproject.toml").read_text())["project"]
    named = (re.split(r"[<>=\[]", each)[0] for each in project["optional-dependencies"]["tests"])
    only_tests = {name for name in named if name != project["name"]}
    listing = "import importlib.metadata as m; print(*(d.name for d in m.distributions()))"
    command = ["python", "-c", listing]
    ran = subprocess.run(command, env=stage.environment, capture_output=True, text=True, check=True)
    installed = set(ran.stdout.lower().split())
    if strangers := installed & only_tests:
        raise SystemExit(f"The image holds what only tests need: {', '.join(sorted(strangers))}.")
    told(f"{len(installed)} packages, none for tests alone")


def serves(stage: Stage) -> None:
    """Migrate, serve by ENTRYPOINT and CMD, and ask HEALTHCHECK. Raises `SystemExit`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    production = {"SECRET_KEY": "for-this-run-only-" + os.urandom(32).hex(), "ALLOWED_HOSTS": "*"}
    entry = shlex.join(json.loads(stage.said["ENTRYPOINT"]))
    command = shlex.join(json.loads(stage.said["CMD"]))
    stage.run(f"{entry} database start", **production)
    try:
        stage.run(f"{entry} migrate", **production)
        stage.run(f"{entry} shell --command {shlex.quote(FIRST_PAGE)}", **production)
        told(f"{entry} {command} --port {port}")
        serving = subprocess.Popen(
            [*shlex.split(entry), *shlex.split(command), "--port", port],
            cwd=stage.workdir, env={**stage.environment, **production},
        )  # fmt: skip
        try:
            await_health(stage, port, serving)
        finally:
            serving.terminate()
            serving.wait(PATIENCE)
    finally:
        stage.run(f"{entry} database stop", **production)


def await_health(stage: Stage, port: str, serving: "subprocess.Popen[bytes]") -> None:
    """Ask what HEALTHCHECK asks until it is well. Raises `SystemExit`."""
    question = json.loads(stage.said["HEALTHCHECK"].partition("CMD ")[2].replace("8000", port))
    end = time.monotonic() + PATIENCE
    while not answers(stage, question):
        if time.monotonic() > end or serving.poll() is not None:
            raise SystemExit("What the Dockerfile builds does not serve.")
        time.sleep(0.5)
    ready = [part.replace("/health/live", "/health/ready") for part in question]
    if not answers(stage, ready):
        raise SystemExit("What the Dockerfile builds serves, and is not ready.")
    told("the HEALTHCHECK passes, and it is ready")


def answers(stage: Stage, command: list[str]) -> bool:
    """Whether a command of the image ends well."""
    environment = stage.environment
    return not subprocess.run(command, env=environment, capture_output=True, check=False).returncode


if __name__ == "__main__":
    image = build((CONTEXT / "Dockerfile").read_text(), Path(sys.argv[1]).resolve())
    holds_no_tests(image)
    serves(image)
