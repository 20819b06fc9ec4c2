"""The command `draft`: from a text, or a folder of texts, to draft campaigns."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from mapping.drafting.assistant import ask_model, read_answer, write_request
from mapping.drafting.draft import Draft, Frame, draft_text, redraft
from mapping.drafting.draft_folder import write_draft
from mapping.drafting.many_texts import draft_many, tasks_of
from mapping.drafting.parties import read_sides
from mapping.drafting.sentences import DraftError
from mapping.drafting.text_file import read_text_file
from mapping.drafting.world import load_world
from mapping.words.shell import command

MOST_REASONS = 8


def run_draft(options: argparse.Namespace) -> int:
    """Run the command. Raises `DraftError` where it cannot be run as it was given."""
    sides = read_sides(options.sides) if options.sides else None
    frame = Frame.of(options.first_day, options.last_day, sides)
    if bool(options.model) != bool(options.endpoint):
        raise DraftError("--model and --endpoint belong together")
    if not options.ask and options.out is None:
        raise DraftError("say with --out FOLDER where the campaign is written")
    if options.text.is_dir():
        return _draft_folder(options, frame)
    draft = draft_text(_text_in(options.text), frame, load_world(options.gazetteer))
    if options.ask:
        print(write_request(draft), end="")
        return 0
    draft = _with_answer(draft, options)
    write_draft(draft, options.out, options.title or options.text.stem.replace("-", " "))
    print(say_draft(draft, options.out))
    return 0


def _text_in(path: Path) -> str:
    text, note = read_text_file(path)
    if note:
        print(f"{path.name}: {note}", file=sys.stderr)
    return text


def _with_answer(draft: Draft, options: argparse.Namespace) -> Draft:
    """The draft with what an assistant proposes, where one was asked."""
    if options.model:
        answer = ask_model(write_request(draft), options.endpoint, options.model, options.key_from)
    elif options.claims:
        answer = _text_in(options.claims)
    else:
        return draft
    return redraft(draft, *read_answer(answer))


def _draft_folder(options: argparse.Namespace, frame: Frame) -> int:
    if options.ask or options.claims or options.model:
        raise DraftError("an assistant is asked about one text at a time: name a file")
    tasks = tasks_of(options.text, options.out, frame, options.gazetteer)
    failed = 0
    for number, done in enumerate(draft_many(tasks, options.dask), 1):
        said = done.failure or f"{done.claims} claims, {done.places} places"
        said += f" ({done.note})" if done.note else ""
        print(f"{number}/{len(tasks)} {done.text.name}: {said}", flush=True)
        failed += bool(done.failure)
    if failed:
        print(f"{failed} of {len(tasks)} texts were not drafted", file=sys.stderr)
    return 1 if failed else 0


def say_draft(draft: Draft, folder: Path) -> str:
    """What was drafted, in plain lines."""
    placed = sum(place.found is not None for place in draft.places.values())
    kinds = Counter(mention.kind for mention in draft.mentions)
    days = sum(bool(mention.moment) for mention in draft.mentions)
    lines = [
        f"{folder}: {len(draft.claims)} claims, all uncertain until you have looked at them",
        f"  places: {placed} placed, {len(draft.places) - placed} listed and not placed; "
        f"dates: {days} of {kinds['date']} understood",
    ]
    if not draft.places:
        lines.append("  The text names no place that is known: give your own with --gazetteer CSV.")
    elif not draft.claims:
        lines.append("  Claims are drafted from English only; for other languages use --ask.")
    reasons = Counter(one.why for one in draft.left)
    if reasons:
        lines.append("Not drafted, as coverage.csv lists it:")
        lines += [f"  {count} times: {why}" for why, count in reasons.most_common(MOST_REASONS)]
    lines += ["What next:", f"  {command(f'show {folder}')}", f"  {command(f'check {folder}')}"]
    return "\n".join(lines)
