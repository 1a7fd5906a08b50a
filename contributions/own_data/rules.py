"""For every column that can name a person: is it handed out, is it forgotten, and why.

A new table, or a new column that refers to an account or holds words, needs a line
here; `tests/contributions/test_own_data.py` says which one is missing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What happens with one column when a person asks for, or about, their data."""

    is_handed_out: bool
    is_forgotten: bool
    why: str = ""


THEIRS = Rule(True, True)
"""Handed out to the person, forgotten when they ask."""
SECRET = Rule(False, True, "a secret or a hash that would help nobody")


SAME = Rule(False, True, "the same name and address stand in what they gave")


def kept(why: str) -> Rule:
    """Handed out, and kept after they are forgotten, for this reason."""
    return Rule(True, False, why)


def held(why: str) -> Rule:
    """Neither handed out nor forgotten: it names a colleague, or nobody."""
    return Rule(False, False, why)


COLLEAGUE = held("names the member of staff who acted, not the giver")
PUBLISHED = kept("a part of the published item, without the giver's name")
PLAIN = held("our own words or numbers, nobody's name")
ORIGINAL = held("read from the original file, which stays private and unaltered")

Table = dict[str, Rule] | str
"""By column; or one sentence where the whole table names nobody who gives."""

TABLES: dict[str, Table] = {
    # --- the door ---
    "contributions.Contribution": {
        "contributor": THEIRS, "name": THEIRS, "email": THEIRS,
        "removal_reason": THEIRS, "author_name": PUBLISHED,
        "reference": kept("joins the published item with its consent"),
        "title": PUBLISHED, "story": PUBLISHED, "date_said": PUBLISHED,
        "date_edtf": PUBLISHED, "date_reason": PUBLISHED, "place_said": PUBLISHED,
        "people_said": PUBLISHED,
        "claimed_by": COLLEAGUE, "decided_by": COLLEAGUE, "assigned_to": COLLEAGUE,
        "entered_by": COLLEAGUE,
    },
    "contributions.Visitor": {
        "name": SAME, "email": SAME, "language": PLAIN, "met_by": COLLEAGUE,
    },
    "contributions.PhoneKey": {"token_hash": SECRET, "made_by": COLLEAGUE},
    "contributions.Attachment": {
        **{
            name: PUBLISHED
            for name in ("date_said", "date_edtf", "place_said", "people_said")
        },
        "original_name": THEIRS, "caption": PUBLISHED, "edits": PLAIN,
        "edited_by": COLLEAGUE,
    },
    "contributions.Resemblance": {"verdict_by": COLLEAGUE},
    "contributions.HistoricalResemblance": {
        "verdict_by": COLLEAGUE, "history_change_reason": PLAIN,
        "history_user": held("set empty when the account goes"),
    },
    "contributions.Comment": {
        "author": THEIRS, "name": THEIRS, "email": THEIRS,
        "body": kept("public words under an item, without the name; hidden ones go"),
        "once": SECRET, "decided_by": COLLEAGUE,
    },
    "contributions.MovedComment": "numbers of comments in the blog before; the comment "
    "has the rule",
    "contributions.Consent": {
        **{
            name: kept("proves that the library was allowed to publish; names nobody")
            for name in ("version", "text", "sha256", "language", "choices")
        },
        **{
            name: kept("the signature under the consent, which proves who agreed")
            for name in ("signed_name", "signature")
        },
        "witness": COLLEAGUE,
    },
    "contributions.AccessKey": {"token_hash": SECRET},
    "contributions.RemovalCase": {
        "reference": kept("counted in public"), "words": THEIRS, "name": THEIRS,
        "email": THEIRS, "reason": kept("why the library decided so"),
        "decided_by": COLLEAGUE,
    },
    "contributions.Message": {"author": THEIRS, "body": THEIRS},
    "contributions.ModerationEvent": {
        "actor": kept("who acted; empty when the account goes"), "note": THEIRS,
        "details": held("which items and files; the credit in it is forgotten"),
    },
    "contributions.Letter": {"problem": PLAIN, "claim": PLAIN, "details": PLAIN},
    "contributions.Upload": {
        "key": SECRET, "original_name": THEIRS, "media_type": PLAIN, "sha256": PLAIN,
        "problem": PLAIN, "sentence": PLAIN,
    },
    "contributions.Beginning": "keys under which a browser without a connection began; "
    "they go with the contribution",
    "contributions.Sanction": {
        "account": held("goes with the account; its hash holds until the limit ends"),
        "address_hash": held("a hash, so that nobody escapes a limit by being forgotten"),
        "reason": held("why the library set the limit"), "by": COLLEAGUE,
        "lifted_by": COLLEAGUE,
    },
    "contributions.Mailbox": {
        "address": Rule(False, True, "whether our letters reach the address"),
        "problem": PLAIN, "unwanted": PLAIN,
    },
    "contributions.Follower": {"email": THEIRS},
    "contributions.Follow": {"target": THEIRS, "label": THEIRS},
    "contributions.Issue": "what colleagues say to all readers of the weekly letter",
    "contributions.Reservation": {"name": THEIRS, "email": THEIRS, "told": PLAIN},
    "contributions.Enquiry": {
        "reference": PLAIN, "name": THEIRS, "email": THEIRS, "claimed_by": COLLEAGUE,
    },
    "contributions.EnquiryMessage": {"author": COLLEAGUE, "body": THEIRS},
    "contributions.Invitation": {
        "name": THEIRS, "library": THEIRS, "email": THEIRS, "asked_by": COLLEAGUE,
    },
    "contributions.Report": {
        "words": held("what a visitor said about a comment; who said so is not kept"),
        "handled_by": COLLEAGUE,
    },
    "contributions.TalkLock": {
        "why": held("why colleagues closed a conversation"), "by": COLLEAGUE,
    },
    "contributions.InboundMail": {"fingerprint": held("a hash of a letter that came")},
    "contributions.Thanks": {"account": THEIRS},
    "contributions.Batch": "what a colleague decided about many at once",
    "contributions.BatchEntry": "what a colleague decided about many at once",
    "contributions.SavedView": "how a colleague likes to see the queue",
    "contributions.SpotCheck": {"checked_by": COLLEAGUE},
    "contributions.ReadyQuestion": "questions that colleagues keep ready",
    "contributions.UploadPart": "pieces of files on their way; they go with the upload",
    # --- the archive ---
    "history.Item": {
        "contributor": THEIRS, "credit_line": THEIRS, "creator": THEIRS,
        **{
            name: PUBLISHED
            for name in (
                "title", "description", "story", "date_said", "date_edtf",
                "date_reason", "place_said", "accuracy", "provenance",
            )
        },
        "removed_reason": held("why the library took it down"),
    },
    "history.HistoricalItem": {
        "contributor": THEIRS, "credit_line": THEIRS, "creator": THEIRS,
        **{
            name: held("an earlier wording of a published item")
            for name in (
                "title", "description", "story", "date_said", "date_edtf",
                "date_reason", "place_said", "accuracy", "provenance",
                "removed_reason", "history_change_reason",
            )
        },
        "history_user": COLLEAGUE,
    },
    "history.Claim": {
        "credit": THEIRS, "proposed_by": THEIRS, "source_ref": PLAIN,
        "words": PUBLISHED, "date_edtf": PUBLISHED, "reason": PUBLISHED,
        "decided_by": COLLEAGUE, "decided_why": PLAIN,
    },
    "history.SupersededFile": {
        "credit_before": THEIRS, "credit_after": THEIRS, "edits": PLAIN,
        "reason": PLAIN, "replaced_by": COLLEAGUE,
    },
    "history.Master": {
        "original_name": THEIRS, "exif": ORIGINAL, "text": ORIGINAL,
        **{
            name: PLAIN
            for name in (
                "sha256", "media_type", "peaks", "problem", "placeholder",
                "renditions", "more_pages",
            )
        },
    },
    "history.Media": "how a published file is shown",
    "history.MediaRevision": "how a published file was shown, and which colleague did it",
    "history.Person": "people of the town's history, described by the library; who is "
    "living stands there by initials, and a wish for removal takes a name away",
    "history.Depiction": "marks on published pictures, removed by a wish for removal",
    "history.Subject": "the vocabulary of the library",
    "history.Place": "the gazetteer of the library",
    "history.PlaceName": "the gazetteer of the library",
    "history.Collection": "rooms of the archive, and which colleagues keep them",
    "history.Collection_curators": "which colleagues keep a collection",
    "history.CollectionEntry": "what stands in a collection, and who placed it",
    "history.Discarded": "names of files that are about to be deleted",
    "history.Shelf": {
        "owner": THEIRS,
        "title": THEIRS,
        "share_key": SECRET,
        "closed_why": THEIRS,
    },
    "history.ShelfEntry": {"note": THEIRS},
    "history.Sighting": "how often an item was seen in a month; who looked is not kept",
    "history.SearchDocument": "made again from published items, of which names go",
    "history.SearchName": "made again from names that visitors may see",
    "history.Spot": "made again from published items: when and where, nobody's name",
    "history.YearSpan": "made again from published items: numbers of years",
    "history.Synonym": "words that the library wrote for the search",
    "history.ThenNow": "which pictures show one place, and which colleague said so",
    "history.SearchWord": "made again from published items, of which names go",
    "history.DayPicture": "which picture colleagues chose for which day, and their note",
    "history.Exhibit": "stories of the library, signed by those who wrote them for it",
    "history.ExhibitBlock": "what stands in a story of the library",
    "history.OldMap": "where a scanned map of the archive lies on the earth",
    "history.Call": "what the library looks for, written by colleagues",
    "history.CollectionRevision": "how colleagues changed a collection",
    "history.FormerAddress": "former addresses of places, people and collections",
    "history.NamedPeriod": "names of times, written by the library",
    "history.FacetCount": "numbers of the search",
    # --- the voice of the library ---
    "news.AnsweredQuestion": "questions and answers in the wording of the library, "
    "published with the reader's word and without a name",
    "news.Branch": "houses of the library",
    "news.OpeningHours": "houses of the library",
    "news.SpecialDay": "houses of the library",
    "news.Service": "what the library does for people",
    "news.Service_branches": "what the library does for people",
    "news.GuideTopic": "a guide to sites, written by colleagues",
    "news.GuideEntry": "a guide to sites, written by colleagues",
    "news.Link": "whether sites answer",
    "news.Event": "what the library invites to, written by colleagues",
    "news.Event_brought": "which items of the archive came from an event",
    "news.Byline": "colleagues and guests who sign what they wrote for the library",
    "news.Post_tags": "which tags a post of the library has",
    "news.Review": "what colleagues say to each other about a post",
    "news.Revision": "earlier wordings of what the library says, by colleagues",
    "news.Unsaved": "what a colleague has in an open form; gone after a month",
    "news.Material": "documents that go with a post, chosen by colleagues",
    "news.MovedPost": "numbers of entries in the blog before",
    "news.OldAddress": "addresses of the blog before",
    "news.Tag": "words for what posts are about",
    "news.PostPicture": "pictures that colleagues put into what the library writes",
    "news.Post": "written by colleagues in the name of the library",
    # --- accounts ---
    "accounts.User": {
        "email": THEIRS, "display_name": THEIRS, "password": SECRET,
    },
    "accounts.User_groups": "goes with the account",
    "accounts.User_user_permissions": "goes with the account",
    "accounts.AuditEntry": "acts of the staff, which nobody can rewrite; it holds no "
    "contact data of those who give",
    "account.EmailAddress": {"user": THEIRS, "email": THEIRS},
    "account.EmailConfirmation": {"key": SECRET},
    "mfa.Authenticator": {"user": SECRET, "data": SECRET},
    # --- machinery ---
    "admin.LogEntry": "acts of the staff in the workroom",
    "auth.Permission": "names of rights",
    "auth.Group": "names of roles",
    "contenttypes.ContentType": "names of tables",
    "sessions.Session": "opens nothing once the account or the contribution is gone, "
    "and is deleted when it ends",
    "django_tasks_database.DBTaskResult": "numbers of rows that a task works on",
}  # fmt: skip


def rule_of(label: str, column: str) -> Rule | None:
    """Find the rule of one column; None where none is written."""
    table = TABLES.get(label)
    if isinstance(table, str):
        return held(table)
    return table.get(column) if table else None
