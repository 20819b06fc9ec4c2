"""From a text to a draft: its places and days, what is claimed of them, and what was not drafted.

draft = draft_text(text, Frame.of("1863-07-01", "1863-07-05"), gazetteer)
draft.mentions, draft.claims, draft.left
write_draft(draft, Path("my/campaign"), title="My campaign")
"""

from mapping.drafting.draft import Draft, Frame, draft_text
from mapping.drafting.draft_folder import write_draft
from mapping.drafting.sentences import DraftError
from mapping.drafting.world import World, load_world

__all__ = ["Draft", "DraftError", "Frame", "World", "draft_text", "load_world", "write_draft"]
