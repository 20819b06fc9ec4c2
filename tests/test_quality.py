"""Lint, format and types, as part of the one test command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mapping.format.campaign import load_campaign
from mapping.player.document import Player, campaign_map
from mapping.player.fold import fold_payload
from tests.conftest import ROOT

SCRIPTS = ROOT / "mapping" / "player" / "js"
PARTS = ("app.py", "mapping", "tests")
TOOLS = (
    ("ruff", "check", "--no-cache", "--output-format=concise", *PARTS),
    ("ruff", "format", "--check", "--no-cache", *PARTS),
    # The longest of all.
    pytest.param(("mypy",), marks=pytest.mark.rest),
)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: " ".join(tool[:2]))
def test_the_tool_finds_nothing(tool: tuple[str, ...]) -> None:
    run = [sys.executable, "-m", *tool]
    answer = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.fixture(scope="module")
def check_types() -> Callable[[Path], str]:
    """Have TypeScript read the comments of a folder of scripts; what it finds.

    Where it is not installed, nobody has to.
    """
    beside = ROOT / ".cache" / "typescript" / "node_modules" / "typescript"
    compiler = Path(os.environ.get("CAMPAIGN_TYPESCRIPT", beside)) / "bin" / "tsc"
    node = shutil.which("node")
    if node is None or not compiler.is_file():
        pytest.skip("no TypeScript: npm install --prefix .cache/typescript typescript")

    def check(folder: Path) -> str:
        run = [node, compiler, "--project", folder]
        answer = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=300)
        return answer.stdout + answer.stderr

    return check


@pytest.mark.rest
def test_the_types_of_all_scripts_are_right(check_types: Callable[[Path], str]) -> None:
    assert check_types(SCRIPTS) == ""


UNFOLD = r"""
import { readFileSync, writeFileSync } from "node:fs";
const [core, sent, written] = process.argv.slice(1);
const { parsePayload } = await import(`${core}/payload.js`);
const { unfold } = await import(`${core}/unfold.js`);
const { speak } = await import(`${core}/words.js`);
const data = unfold(parsePayload(readFileSync(sent, "utf-8")));
speak(data, "en");
data.tables = [];
for (const telling of Object.values(data.tellings)) {
  telling.days = telling.days.map(
    ({ headline, caption, text, view, dated, undated, sure, forces, control, areas }) =>
      ({ headline, caption, text, view, dated, undated, sure, forces, control, areas }));
  delete telling.words;
}
const plain = (value) => {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(plain);
  const all = [];
  for (const name in value) all.push([name, plain(value[name])]);
  return Object.fromEntries(all);
};
const type = '/** @import { Payload } from "./payload.js" */\n/** @type {Payload} */\n';
writeFileSync(written, `${type}export const sent = ${JSON.stringify(plain(data), null, 1)};\n`);
"""


@pytest.mark.rest
@pytest.mark.parametrize("name", ["mersad-1988", "russia-1812"])
def test_what_is_sent_is_what_the_types_say(
    name: str, check_types: Callable[[Path], str], tmp_path: Path
) -> None:
    """As a literal in the scripts' own language: no field is missing, and none is unknown."""
    shown = campaign_map(load_campaign(ROOT / "data" / name))
    player = next(child for child in shown._children.values() if isinstance(child, Player))
    (tmp_path / "payload.json").write_text(json.dumps(fold_payload(player.payload)))
    shutil.copytree(SCRIPTS / "core", tmp_path / "core")
    for file in ("tsconfig.json", "leaflet.d.ts"):
        shutil.copy(SCRIPTS / file, tmp_path)
    subprocess.run(
        [shutil.which("node") or "node", "--no-warnings", "--input-type=module", "--eval", UNFOLD,
         (SCRIPTS / "core").as_uri(), tmp_path / "payload.json", tmp_path / "core" / "sent.js"],
        check=True,
    )  # fmt: skip
    assert check_types(tmp_path) == ""
