"""A door for any language model: a request to print or to send, and its answer as proposals.

The request is one text that any assistant understands: the rules, the JSON schema, and the
sentences, each with the places and the moments that it bears. What comes back is only proposed
(`lock`). A server that speaks the protocol of OpenAI's chat completions can be asked directly; a
key is sent only where somebody names the variable that holds it.
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from mapping.checks.evidence import MAX_PHRASE_WORDS
from mapping.drafting.draft import Draft
from mapping.drafting.lock import LONGEST, MODES, ROLES, Part, Proposal, Refusal
from mapping.drafting.sentences import DraftError
from mapping.format.kinds import claim_words

MAX_ANSWER_BYTES = 5_000_000
MAX_REQUEST_LETTERS = 200_000
MOST_PROPOSALS = 5_000
WAIT_SECONDS = 300
LOCAL = ("localhost", "127.0.0.1", "::1")

RULES = f"""\
Below stands a text about a military campaign, sentence by sentence. Say what it claims was done, \
where, when and by whom. Use nothing but the text; what you know otherwise does not count.

- One claim for each thing that a sentence says was done at a place (table "events") or on a way \
(table "movements").
- "sentence" is the number in brackets before the sentence.
- "phrase" is copied from that sentence letter by letter, at most {MAX_PHRASE_WORDS} words.
- "places" are names from the list below the sentence, as they are written there, each with its \
role: at for events; from, via or to for movements.
- "moment" is one of the moments below the sentence, as it is written there; an empty text if it \
says "no day".
- "actor" and "against" are words of the text, or an empty text.
- "mode" is planned for what was only meant, alleged for what somebody only says.
- What did not happen is no claim. A sentence without a place gives none, \
unless it tells what happened to a ship or a fleet: "places" is then empty.

Every claim is checked against the text, and what does not stand in it is thrown away. Answer with \
JSON only, by this schema:
"""
_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)


class Answered(NamedTuple):
    """The proposals of an answer, and what in it was none."""

    proposals: tuple[Proposal, ...]
    refused: tuple[Refusal, ...]


def claims_schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of an answer."""
    word = {"type": "string", "maxLength": LONGEST}
    kinds = sorted({kind for table in ROLES for kind in claim_words(table)})
    roles = [role for each in ROLES.values() for role in each]
    place = {
        "type": "object", "additionalProperties": False, "required": ["text", "role"],
        "properties": {"text": word, "role": {"enum": roles}},
    }  # fmt: skip
    claim = {
        "type": "object", "additionalProperties": False,
        "required": ["sentence", "phrase", "table", "kind", "places", "moment"],
        "properties": {
            "sentence": {"type": "integer"}, "phrase": word, "table": {"enum": list(ROLES)},
            "kind": {"enum": kinds}, "places": {"type": "array", "items": place},
            "moment": word, "ends": word, "mode": {"enum": list(MODES)}, "actor": word,
            "against": word,
        },
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
        "required": ["claims"], "properties": {"claims": {"type": "array", "items": claim}},
    }  # fmt: skip


def write_request(draft: Draft) -> str:
    """The request for a text that was read.

    Raises `DraftError` for a text that is too long to be asked about at once.
    """
    kinds = "\n".join(f"Kinds of {table}: {', '.join(claim_words(table))}." for table in ROLES)
    schema = json.dumps(claims_schema(), ensure_ascii=False)
    request = "\n\n".join([f"{RULES}{schema}", kinds, *_sentences(draft)]) + "\n"
    if len(request) > MAX_REQUEST_LETTERS:
        raise DraftError(
            f"the request would have {len(request):,} characters, at most {MAX_REQUEST_LETTERS:,} "
            "are asked at once: divide the text by chapters"
        )
    return request


def _sentences(draft: Draft) -> Iterator[str]:
    reading = draft.reading
    for sentence in reading.sentences:
        places = list(dict.fromkeys(one.text for one in reading.places_in(sentence)))
        bears = [one for one in reading.bears(sentence)]
        moments = "; ".join(
            (one.moment or "no day") + (f" (ends {one.ends})" if one.ends else "") for one in bears
        )
        yield (
            f"[{sentence.start}] {draft.text[sentence.start : sentence.end]}\n"
            f"places: {json.dumps(places, ensure_ascii=False)}\nmoments: {moments}"
        )


def read_answer(answer: str) -> Answered:
    """The proposals in an assistant's answer: JSON, bare or in a fence.

    Raises `DraftError` where there is no JSON of the schema at all.
    """
    if len(answer) > MAX_ANSWER_BYTES:
        raise DraftError(f"the answer is longer than {MAX_ANSWER_BYTES:,} characters")
    fenced = _FENCED.search(answer)
    try:
        content = json.loads(fenced[1] if fenced else answer)
    except (ValueError, RecursionError):
        raise DraftError("the answer is no JSON: ask again, for JSON only") from None
    claims = content.get("claims") if isinstance(content, dict) else None
    if not isinstance(claims, list):
        raise DraftError('the answer has no list "claims": ask again, by the schema')
    if len(claims) > MOST_PROPOSALS:
        raise DraftError(f"the answer has more than {MOST_PROPOSALS:,} claims")
    read = [_proposal(one) for one in claims]
    return Answered(
        tuple(one for one in read if isinstance(one, Proposal)),
        tuple(one for one in read if isinstance(one, Refusal)),
    )


def _proposal(claim: Any) -> Proposal | Refusal:
    said = json.dumps(claim, ensure_ascii=False)[:LONGEST]
    if not isinstance(claim, dict):
        return Refusal(0, 0, said, "a claim is an object")
    sentence = claim.get("sentence")
    parts = claim.get("places")
    texts = {
        name: claim.get(name) or usual
        for name, usual in (("phrase", ""), ("table", ""), ("kind", ""), ("moment", ""),
                            ("ends", ""), ("mode", "actual"), ("actor", ""), ("against", ""))
    }  # fmt: skip
    if not isinstance(sentence, int) or isinstance(sentence, bool):
        return Refusal(0, 0, said, "its sentence is no number")
    if not all(isinstance(text, str) for text in texts.values()):
        return Refusal(0, 0, said, "one of its texts is none")
    if not isinstance(parts, list) or not all(_is_part(part) for part in parts):
        return Refusal(0, 0, said, "its places are no list of texts with roles")
    places = tuple(Part(part["text"], part["role"]) for part in parts)
    return Proposal(sentence=sentence, places=places, **texts)


def _is_part(part: Any) -> bool:
    return isinstance(part, dict) and all(
        isinstance(part.get(key), str) for key in ("text", "role")
    )


class _Stay(urllib.request.HTTPRedirectHandler):
    """A server that sends one elsewhere would be sent the key, too."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def ask_model(request: str, endpoint: str, model: str, key_from: str = "") -> str:
    """Ask a server that speaks the protocol of chat completions, and give its answer.

    `endpoint` is the address before `/chat/completions`; `key_from` names the variable of the
    environment that holds the key. Raises `DraftError` where the server does not answer.
    """
    url = f"{endpoint.rstrip('/')}/chat/completions"
    body = {"model": model, "temperature": 0, "messages": [{"role": "user", "content": request}]}
    headers = {"Content-Type": "application/json", **_key_header(url, key_from)}
    asked = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(asked, timeout=WAIT_SECONDS) as response:
            data = response.read(MAX_ANSWER_BYTES + 1)
    except urllib.error.HTTPError as error:
        said = error.read(300).decode(errors="replace")
        raise DraftError(f"{url} refuses: {error.code} {error.reason}; {said}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise DraftError(f"{url} does not answer: {reason}; is the address right?") from None
    if len(data) > MAX_ANSWER_BYTES:
        raise DraftError(f"{url}: the answer is larger than {MAX_ANSWER_BYTES // 1_000_000} MB")
    try:
        content = json.loads(data)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise DraftError(f"{url} answers something else than a chat completion") from None
    if not isinstance(content, str):
        raise DraftError(f"{url} answers without a text")
    return content


def _key_header(url: str, key_from: str) -> dict[str, str]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise DraftError(f"{url} is no address of a server: it begins with https:// or http://")
    if not key_from:
        return {}
    key = os.environ.get(key_from, "")
    if not key:
        raise DraftError(f"the environment has no {key_from}: set it to the key, or leave it out")
    if parts.scheme == "http" and parts.hostname not in LOCAL:
        raise DraftError(f"{url}: a key is sent over https only, or to this machine")
    return {"Authorization": f"Bearer {key}"}
