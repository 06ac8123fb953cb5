"""A program that works on a real NVIDIA GPU as it is told: a line of JSON in, one out when done.

    {"do": "matmul", "seconds": 1.0}    bound by arithmetic, as a prompt is
    {"do": "decode", "seconds": 1.0}    bound by memory, as the generation of tokens is
    {"do": "load", "gib": 4}            memory taken and filled from the host, as a model's load

Needs PyTorch, which is no dependency of the project. Not run on a GPU yet.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import torch

GIB = 1 << 30
SIDE = 8192


class Burner:
    def __init__(self) -> None:
        self._cuda = torch.device("cuda:0")
        self._a = torch.randn(SIDE, SIDE, device=self._cuda, dtype=torch.bfloat16)
        self._weights = torch.randn(1 << 29, device=self._cuda, dtype=torch.bfloat16).view(-1, SIDE)
        self._x = torch.randn(SIDE, 1, device=self._cuda, dtype=torch.bfloat16)
        self._held: list[Any] = []
        self.matmul(0.2)
        self.decode(0.2)

    def matmul(self, seconds: float) -> None:
        self._until(seconds, lambda: self._a @ self._a)

    def decode(self, seconds: float) -> None:
        self._until(seconds, lambda: self._weights @ self._x)

    def load(self, gib: int) -> None:
        host = torch.ones(GIB, dtype=torch.uint8)
        for _ in range(gib):
            self._held.append(host.to(self._cuda))
        torch.cuda.synchronize()

    def _until(self, seconds: float, step: Any) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for _ in range(4):
                step()
            torch.cuda.synchronize()


def main() -> None:
    burner = Burner()
    print(json.dumps({"ready": torch.cuda.get_device_name(0)}), flush=True)
    for line in sys.stdin:
        wish = json.loads(line)
        begin = time.monotonic_ns()
        match wish.pop("do"):
            case "matmul":
                burner.matmul(**wish)
            case "decode":
                burner.decode(**wish)
            case "load":
                burner.load(**wish)
        print(json.dumps({"worked_ns": time.monotonic_ns() - begin}), flush=True)


if __name__ == "__main__":
    main()
