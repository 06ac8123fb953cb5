"""Reads a folder of notes and writes one line of JSON a note: its title, a summary, its topics.

    python kb_analyzer.py FOLDER [MODEL]

It knows the Anthropic SDK alone. Two variables send it through Ziggie Desktop instead:

    export ANTHROPIC_BASE_URL=http://127.0.0.1:11444
    export ANTHROPIC_API_KEY=zgd_…    # from `ziggie-desktop token create kb-analyzer`
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import anthropic

MODEL = "claude-haiku-5-5"
SYSTEM = "You catalogue notes. Answer with a summary of one sentence, then a line of topics."

# More for Ziggie, and the only lines about it; without them its policy sees a plain request.
# Anthropic's own API passes over headers that it does not know.
ABOUT = {
    "X-Ziggie-Task": "kb.analyze",  # the ledger sums costs by task
    "X-Ziggie-Priority": "low",  # nobody waits for it
}


def analyze(client: anthropic.Anthropic, note: str, *, model: str) -> dict[str, str]:
    message = client.messages.create(
        model=model,
        max_tokens=300,
        system=SYSTEM,
        messages=[{"role": "user", "content": note}],
        extra_headers=ABOUT,
    )
    text = "".join(block.text for block in message.content if block.type == "text")
    summary, _, topics = text.strip().partition("\n")
    return {"summary": summary, "topics": topics.strip()}


def main(folder: Path, model: str = MODEL) -> int:
    notes = sorted(folder.glob("*.md"))
    with anthropic.Anthropic() as client:
        for path in notes:
            note = path.read_text(encoding="utf-8")
            title = note.strip().partition("\n")[0].lstrip("# ")
            found = analyze(client, note, model=model)
            print(json.dumps({"file": path.name, "title": title, **found}))  # noqa: T201
    return 0 if notes else 1


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(f"usage: {sys.argv[0]} FOLDER [MODEL]")
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
