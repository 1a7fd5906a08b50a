"""Turn a row of the table into a request, and an answer into a code of the table."""

import re
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from contributions import access, case_letters, comments, consent
from contributions.comment_form import opened
from contributions.models import Comment, Contribution, Issue, Letter
from contributions.workflow import versions
from history import marking
from history.correcting import typed_values
from history.editing import mark_of
from history.models import Item, Media, Place, Subject, ThenNow
from history.revisions import version_of
from news import revising
from news.models import Post
from tests import factories
from tests.contributions.tus import Tus
from tests.deciding import seen
from tests.permissions.reading import Row
from tests.permissions.stage import (
    UNKNOWN_PK,
    UNKNOWN_REFERENCE,
    UNKNOWN_SLUG,
    Stage,
)

TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()
LAST_PAGE = {
    "credit": "anonymous", "name": "Марія", "email": "resident@people.test",
    "consent": "on", "consent_version": consent.VERSION, "send": "without",
}  # fmt: skip
PUBLISH = {
    "how": "one", "title": "Наш двір", "language": "uk", "story": "Ми грали тут.",
    "rights": factories.Item._meta.get_field("rights").default,
}  # fmt: skip
EDITS = {
    "do": "save", "seen": mark_of({}), "rotate": "90", "straighten": "0",
    "crop_x": "0", "crop_y": "0", "crop_width": "100", "crop_height": "100",
    "masks-TOTAL_FORMS": "0", "masks-INITIAL_FORMS": "0",
}  # fmt: skip
MARKS = {
    "marks-TOTAL_FORMS": "1", "marks-INITIAL_FORMS": "0", "marks-0-who": "unknown",
    "marks-0-x": "10", "marks-0-y": "10", "marks-0-width": "20", "marks-0-height": "20",
}  # fmt: skip
FORMS: dict[tuple[str, str], dict] = {
    ("contributions:start", "-"): {"kind": "memory"},
    ("contributions:scan_day", "-"): {"name": "Марія", "language": "uk"},
    ("contributions:scan_day_person", "-"): {"kind": "photos"},
    ("contributions:step", "tell"): {"title": "Інші слова", "next": "1"},
    ("contributions:step", "rights"): {"taken_by": "family", "back": "1"},
    ("contributions:step", "check"): LAST_PAGE,
    ("contributions:resident_act", "submit"): {"note": "It was in May."},
    ("contributions:resident_act", "request_removal"): {"reason": "I do not want it."},
    ("contributions:resident_act", "write"): {"note": "It was in May."},
    ("contributions:improve", "-"): {"title": "Інша назва", "reason": "I was there."},
    ("contributions:resident_act", "link"): {"email": "resident@people.test"},
    ("contributions:act", "publish"): PUBLISH,
    ("contributions:act", "ask"): {"note": "Who is it?"},
    ("contributions:act", "decline"): {"reason": "duplicate"},
    ("contributions:act", "mark"): {"words": "1962", "field": "date"},
    ("contributions:comment_act", "answer"): {"body": "Thank you."},
    ("contributions:comment_act", "mark"): {"words": "1962", "field": "date"},
    ("contributions:act", "note"): {"body": "for colleagues"},
    ("contributions:act", "take_down"): {"reason": "asked for by the family"},
    ("contributions:act", "keep"): {"note": "It is in the public interest."},
    ("contributions:act", "take_over"): {"take_over": "yes", "note": "she is ill"},
    ("contributions:file_edit", "-"): EDITS,
    ("contributions:file_turn", "-"): {"rotate": "90"},
    ("contributions:giver", "-"): {
        "kind": "upload", "days": "7", "reason": "Pictures that harm people.",
    },
    ("history:retouch", "-"): EDITS | {"reason": "a face is covered"},
    ("contributions:removal_ask", "-"): {
        "asker": "depicted", "ground": "other", "words": "It is me.",
        "email": "guest3@people.test",
    },
    ("contributions:looking", "-"): {
        "words": "The cinema", "email": "guest5@people.test", "consent": "on",
    },
    ("contributions:ask", "-"): {
        "question": "Where is the old plan?", "name": "Guest",
        "email": "guest6@people.test",
    },
    ("contributions:enquiry", "-"): {"do": "take"},
    ("contributions:invitations", "-"): {
        "name": "Guest", "library": "Library", "email": "guest6@people.test",
        "language": "uk",
    },
    ("contributions:seat_ask", "-"): {"name": "Guest", "email": "guest5@people.test"},
    ("contributions:follow", "?place=street"): {"email": "guest4@people.test"},
    ("contributions:newsletter", "-"): {"email": "guest4@people.test", "language": "uk"},
    ("contributions:removal_review", "-"): {"decision": "keep", "reason": "It is old."},
    ("history:item_act", "take_down"): {"reason": "asked for by the family"},
    ("history:item_restore", "-"): {"reason": "it was right"},
    ("history:item_merge", "-"): {"reason": "the same print"},
    ("history:claim_propose", "-"): {
        "field": "date", "words": "1958", "source": "comment", "confidence": "likely",
    },
    ("history:claim_act", "refuse"): {"reason": "another street"},
    ("history:collection_new", "-"): {"title_uk": "Трамвай", "order": "hand"},
    ("history:story_new", "-"): {"title_uk": "Трамвай", "kind": "story"},
    ("history:call_new", "-"): {"title_uk": "Шукаємо депо"},
    ("history:call_edit", "-"): {"title_uk": "Шукаємо інше"},
    ("history:collection_delete", "-"): {"reason": "a slip", "seen": 0},
    ("history:collection_merge", "-"): {"reason": "the same"},
    ("contributions:account", "-"): {"language": "uk", "letters": ["arrived"]},
    ("contributions:comment_report", "-"): {"reason": "rude"},
    ("contributions:comment_lock", "item"): {"why": "a quarrel"},
    ("contributions:comment_lock", "story"): {"why": "a quarrel"},
    ("contributions:comment_edit", "-"): {"body": "Other words"},
    ("contributions:comment", "-"): {
        "body": "I know this house.", "name": "Guest", "email": "guest2@people.test",
    },
    ("history:shelf_close", "-"): {"do": "close", "why": "Not for everybody"},
    ("history:shelf", "-"): {"do": "new", "title": "Наша вулиця"},
    ("set_language", "-"): {"language": "en", "next": "/"},
    ("api:contribution-list", "-"): {"kind": "memory", "title": "Наш двір"},
    ("api:contribution-detail", "-"): {"title": "Інші слова"},
    ("api:contribution-send", "-"): {"consent_version": consent.VERSION},
    ("api:contribution-submit", "-"): {"note": "It was in May."},
    ("api:contribution-withdraw", "-"): {},
    ("api:moderation-ask", "-"): {"note": "Who is it?"},
    ("api:moderation-decline", "-"): {"reason": "duplicate"},
    ("api:moderation-assign", "-"): {"to": None},
}  # fmt: skip
FORMS |= {
    ("news:words", "posts"): {"form_key": "abc", "title_uk": "Т"},
    ("news:preview", "posts"): {"form_key": "abc", "title_uk": "Т"},
    ("news:restore", "posts"): {"reason": "так"},
}
STORY_FORMS = {
    "history:story_edit": {"title_uk": "Т", "kind": "story"},
    "history:story_delete": {},
    "history:story_add": {"text_uk": "Слова", "size": "wide"},
    "history:story_block": {"text_uk": "Слова", "size": "wide"},
    "history:story_act": {},
}
DECIDED_BY_PROGRAM = {
    "api:moderation-publish", "api:moderation-ask", "api:moderation-decline",
    "api:moderation-mark-spam",
}  # fmt: skip
ACTS_IN_PATH = {
    "contributions:act", "contributions:resident_act", "contributions:step",
    "contributions:spot_look",
    "contributions:own_act",
}  # fmt: skip
SPELLED = {"take_over": "claim"}  # an argument of the table that is another act's form


def address(
    stage: Stage, row: Row, actor: str, *, unknown: bool = False
) -> tuple[str, dict[str, str]]:
    """Give the path of a row, and the words in it that name the thing.

    With `unknown` the same address of something that does not exist.
    """
    name, state, argument = row.name, row.state, row.argument
    named: dict[str, str] = {}
    if name.startswith("contributions:removal"):
        path = _of_case(stage, row, unknown, named)
        argument = "" if argument in ("key", "wrong-key") else argument
    elif name == "contributions:enquiry":
        reference = UNKNOWN_REFERENCE if unknown else stage.enquiries[state].reference
        named[reference] = "THING"
        path = reverse(name, args=[reference])
    elif name in ("manifest", "contributions:offline"):
        path = reverse(name, args=[argument])
        argument = ""
    elif name == "contributions:thanks":
        item = stage.items["unknown" if unknown else state]
        named[item.reference] = "THING"
        path = reverse(name, args=[item.pk])
    elif name in SLUGGED:
        slug = UNKNOWN_SLUG if unknown else SLUGGED[name](stage, state)
        named[slug] = "THING"
        path = reverse(name, args=[slug])
    elif name in OF_WRITTEN:
        kind, _question, query = argument.partition("?")
        thing = getattr(stage, kind)[state]
        pk = UNKNOWN_PK if unknown else thing.pk
        named[f"/{kind}/{pk}/"] = named[f"/news/{pk}/"] = "THING"
        more = [revising.latest(thing).pk] if name == "news:restore" else []
        words = [] if name == "news:review" else [kind]
        path = reverse(name, args=[*words, pk, *more]) + (f"?{query}" if query else "")
        argument = ""
    elif name.startswith(
        ("contributions:follow", "contributions:seat", "contributions:newsletter")
    ):
        path = reverse(name, args=ARGUMENTS.get(name, []))
    elif ("contribution" in name and not name.startswith("admin:")) or name.startswith(
        "api:moderation-"
    ):
        path = _of_gift(stage, row, actor, unknown, named)
    elif name in (
        "history:item", "history:item_sheet", "history:item_feed", "history:embed",
        "api:item-detail",
    ):  # fmt: skip
        item = stage.items["unknown" if unknown else state]
        named[item.reference] = "THING"
        pk = item.reference if name.startswith("api:") else item.pk
        args = [pk, "old-title"] if argument == "slug" else [pk]
        path = reverse(name, args=args)
    elif name in ("history:retouch", "history:retouch_preview"):
        item = stage.items["unknown" if unknown else state]
        named[item.reference] = "THING"
        known = Media.objects.filter(item_id=item.pk).first()
        path = reverse(name, args=[item.pk, known.pk if known else UNKNOWN_PK])
    elif name in OF_ITEM:
        item = stage.item("unknown" if unknown else state, actor)
        named[item.reference] = "THING"
        more = {"history:item_restore": [1], "history:item_act": [argument]}
        path = reverse(name, args=[item.pk, *more.get(name, [])])
        if name == "history:item_restore" and state != "unknown" and not unknown:
            version = item.history.earliest("history_id").pk
            path = reverse(name, args=[item.pk, version])
    elif name == "history:collection_act":
        slug = UNKNOWN_SLUG if unknown else stage.collections[state].slug
        named[slug] = "THING"
        path = reverse(name, args=[slug, argument])
    elif name in ("history:story_act", "history:story_add"):
        slug = UNKNOWN_SLUG if unknown else stage.stories[state].slug
        named[slug] = "THING"
        path = reverse(name, args=[slug, argument])
    elif name == "history:story_block":
        story = stage.stories[state]
        block = UNKNOWN_PK if unknown else story.blocks.earliest("position").pk
        named[f"/blocks/{block}/"] = "THING"
        path = reverse(name, args=[story.slug, block])
    elif name in ("history:old_map_edit", "history:old_map_delete"):
        is_known = state == "unplaced" and not unknown
        pk = stage.old_map.pk if is_known else UNKNOWN_PK
        named[f"/maps/{pk}/"] = "THING"
        path = reverse(name, args=[pk])
    elif name == "history:then_now":
        pair = stage.pairs["unknown" if unknown else state]
        named[f"/then-and-now/{pair.pk}/"] = "THING"
        path = reverse(name, args=[pair.pk])
    elif name == "history:claim_act":
        claim = stage.claims[f"own-{actor}" if state == "own" else state]
        pk = UNKNOWN_PK if unknown else claim.pk
        named[f"/claims/{pk}/"] = "THING"
        path = reverse(name, args=[pk, argument])
    elif name == "media":
        file = stage.media["unknown" if unknown else state]
        named[file] = "THING"
        path = reverse(name, args=[file])
    elif name == "iiif_image":
        image = stage.tiles["unknown" if unknown else state]
        named[image] = "THING"
        path = reverse(name, args=[image, argument])
        argument = ""
    elif name == "iiif_service":  # only of what is there may a page name it
        path = reverse(name, args=[stage.tiles["published"]])
    elif name == "api:upload-list":
        named[_given_to(stage, row, actor, unknown)] = "THING"
        path = reverse(name)
    elif name == "api:upload-detail":
        upload = stage.uploads["unknown" if unknown else row.state]
        named[upload.key] = "THING"
        path = reverse(name, args=[upload.key])
    elif name.startswith("admin:"):
        path = _of_admin(name)
    elif name in ("news:material", "news:material_preview"):
        post = stage.posts["draft" if unknown else state]
        pk = UNKNOWN_PK if unknown else post.materials.get().pk
        named[f"/{post.slug}/documents/{pk}/"] = "THING"
        path = reverse(name, args=[post.slug, pk])
    elif name in ("news:year", "news:month"):
        path = _of_time(stage, name, "unknown" if unknown else state)
        named[path] = "THING"
    else:
        path = reverse(name, args=ARGUMENTS.get(name, []))
    if argument.startswith("?"):
        path += argument
    return path, named


def _of_issue(row: Row, unknown: bool, named: dict) -> str:
    """Find an issue of the weekly letter that is not sent yet."""
    if row.name == "contributions:issue_list":
        return reverse(row.name)
    is_unknown = unknown or row.state == "unknown"
    issue = Issue.objects.get_or_create(
        state=Issue.State.SCHEDULED, defaults={"send_at": timezone.now()}
    )
    pk = UNKNOWN_PK if is_unknown else issue[0].pk
    named[f"/newsletter/{pk}/"] = "THING"
    more = [row.argument] if row.name != "contributions:issue" else []
    return reverse(row.name, args=[pk, *more])


def _of_time(stage: Stage, name: str, state: str) -> str:
    """Find the year or month of a post; in that of the draft nothing is public."""
    day = timezone.localdate(stage.posts["published"].published_at)
    year = {"published": day.year, "draft": day.year - 1, "unknown": 2099}[state]
    return reverse(name, args=[year] if name == "news:year" else [year, day.month])


def _of_case(stage: Stage, row: Row, unknown: bool, named: dict) -> str:
    if row.name in ("contributions:removal_list", "contributions:removal_count"):
        return reverse(row.name)
    if row.name == "contributions:removal_ask":
        item = stage.items["unknown" if unknown else row.state]
        named[item.reference] = "THING"
        return reverse(row.name, args=[item.pk])
    case = stage.cases["unknown" if unknown else row.state]
    named[case.reference] = "THING"
    path = reverse(row.name, args=[case.reference])
    if row.argument == "key":
        path += f"?key={case_letters.key(case)}"
    return f"{path}?key=wrong" if row.argument == "wrong-key" else path


def _given_to(stage: Stage, row: Row, actor: str, unknown: bool) -> str:
    return UNKNOWN_REFERENCE if unknown else stage.gift(row.state, actor).reference


OF_ITEM = {
    "history:item_desk", "history:item_versions", "history:item_restore",
    "history:item_merge", "history:item_act", "history:claim_propose",
    "history:item_then_now", "history:item_then_now_preview",
    "history:item_people",
}  # fmt: skip
OF_WRITTEN = {
    "news:versions", "news:restore", "news:words", "news:preview", "news:preview_page",
    "news:review",
}  # fmt: skip
OF_COLLECTION = ("desk", "edit", "versions", "merge", "delete", "arrange")
SLUGGED = {
    **{
        f"history:collection_{page}": lambda stage, state: stage.collections[state].slug
        for page in OF_COLLECTION
    },
    "history:collection_feed": lambda stage, state: stage.collections[state].slug,
    "history:person_feed": lambda stage, state: stage.persons[state].slug,
    "history:place_feed": lambda stage, state: Place.objects.order_by("pk")[0].slug,
    "history:subject_feed": lambda stage, state: Subject.objects.order_by("pk")[0].slug,
    "history:collection": lambda stage, state: stage.collections[state].slug,
    "history:collection_sheet": lambda stage, state: stage.collections[state].slug,
    **{
        f"history:story{page}": lambda stage, state: stage.stories[state].slug
        for page in ("", "_sheet", "_desk", "_edit", "_delete")
    },
    "api:collection-detail": lambda stage, state: stage.collections[state].slug,
    "history:shelf_shared": lambda stage, state: f"shelf-{state}",
    "history:shelf_close": lambda stage, state: f"shelf-{state}",
    "history:call": lambda stage, state: f"call-{state}",
    "history:call_sheet": lambda stage, state: f"call-{state}",
    "history:call_edit": lambda stage, state: f"call-{state}",
    "history:call_new": lambda stage, state: stage.collections[state].slug,
    "history:person": lambda stage, state: stage.persons[state].slug,
    "api:person-detail": lambda stage, state: stage.persons[state].slug,
    "news:post": lambda stage, state: stage.posts[state].slug,
    "news:tag": lambda stage, state: f"tag-{state}",
    "news:author": lambda stage, state: f"author-{state}",
    "news:kind_feed": lambda stage, state: (
        "exchange" if state == "published" else UNKNOWN_SLUG
    ),
    "news:tag_feed": lambda stage, state: f"tag-{state}",
    "news:event": lambda stage, state: stage.events[state].slug,
    "contributions:seat_ask": lambda stage, state: stage.events[state].slug,
    "news:branch": lambda stage, state: f"house-{state}",
    "news:service": lambda stage, state: f"service-{state}",
    "news:guide_topic": lambda stage, state: f"topic-{state}",
    "news:question": lambda stage, state: f"question-{state}",
    "contributions:seat_list": lambda stage, state: stage.events[state].slug,
    "news:event_calendar": lambda stage, state: stage.events[state].slug,
    "api:event-detail": lambda stage, state: stage.events[state].slug,
    "api:post-detail": lambda stage, state: stage.posts[state].slug,
    "history:person_merge": lambda stage, state: stage.persons[state].slug,
    "history:place_merge": lambda stage, state: Place.objects.order_by("pk")[0].slug,
    "history:place": lambda stage, state: Place.objects.order_by("pk")[0].slug,
    "api:place-detail": lambda stage, state: Place.objects.order_by("pk")[0].slug,
    "history:subject": lambda stage, state: Subject.objects.order_by("pk")[0].slug,
    "api:subject-detail": lambda stage, state: Subject.objects.order_by("pk")[0].slug,
}
OF_COMMENT = {
    "contributions:comment_report", "contributions:comment_edit",
    "contributions:comment_delete", "contributions:comment_reply",
}  # fmt: skip
ARGUMENTS = {
    "account_reset_password_from_key": ["1", "no-key"],
    "mfa_remove_webauthn": [1],
    "mfa_edit_webauthn": [1],
    "contributions:follow_end": [UNKNOWN_PK],
    "history:day": [TOMORROW],
    "news:link_again": [UNKNOWN_PK],
}


def _of_gift(stage: Stage, row: Row, actor: str, unknown: bool, named: dict) -> str:
    name, argument = row.name, row.argument
    if name in OF_COMMENT:
        comment = stage.comments["unknown" if unknown else row.state]
        return reverse(name, args=[comment.pk])
    if name == "contributions:comment_lock":
        thing = stage.stories if argument == "story" else stage.items
        pk = UNKNOWN_PK if unknown or row.state == "unknown" else thing[row.state].pk
        return reverse(name, args=[argument, pk])
    if name == "contributions:comment_act":
        state = f"own-{actor}" if row.state == "own" else row.state
        comment = stage.comments["unknown" if unknown else state]
        return reverse(name, args=[comment.pk, argument])
    if name == "contributions:letter_act":
        is_unknown = unknown or row.state == "unknown"
        pk = UNKNOWN_PK if is_unknown else Letter.objects.earliest("pk").pk
        return reverse(name, args=[pk, argument])
    if name.startswith("contributions:issue"):
        return _of_issue(row, unknown, named)
    if name == "contributions:letter_sample":
        return reverse(name, args=[argument, "en"])
    if name == "contributions:stuck_again":
        pk = UNKNOWN_PK if unknown or row.state == "unknown" else stage.stuck.pk
        return reverse(name, args=[argument, pk])
    if name.startswith("contributions:scan_day_"):
        visitor, box = stage.visitor
        pk = UNKNOWN_PK if unknown else visitor.pk
        named[f"/{pk}/"] = "/THING/"
        is_of_box = name.endswith(("_box", "_phone"))
        return reverse(name, args=[pk, box.reference] if is_of_box else [pk])
    if name.startswith("contributions:bulk_") or name == "api:moderation-undo-bulk":
        return reverse(name, args=[UNKNOWN_PK])
    if name == "contributions:invitation_act":
        return reverse(name, args=[UNKNOWN_PK, argument])
    if name == "contributions:saved_view_act":
        return reverse(name, args=[UNKNOWN_PK, argument])
    if name == "contributions:sanction_lift":
        named_gift = (
            UNKNOWN_REFERENCE if unknown else stage.gift(row.state, actor).reference
        )
        named[named_gift] = "THING"
        return reverse(name, args=[named_gift, UNKNOWN_PK])
    if name in (
        "contributions:audit_export",
        "contributions:figure_csv",
        "contributions:own_account_act",
    ):
        return reverse(name, args=[argument])
    with suppress(NoReverseMatch):
        return reverse(name)  # an address that names nothing
    gift = stage.gift(row.state, actor)
    reference = UNKNOWN_REFERENCE if unknown else gift.reference
    named[reference] = "THING"
    if name in ACTS_IN_PATH:
        return reverse(name, args=[reference, SPELLED.get(argument, argument)])
    if name.partition(":")[2] in (
        "file_edit", "file_preview", "file_pair", "file_camera", "file_turn",
    ):  # fmt: skip
        file = gift.attachments.order_by("pk").first()
        return reverse(name, args=[reference, file.pk if file else UNKNOWN_PK])
    if name in ("contributions:file", "contributions:file_act"):
        file = gift.attachments.order_by("pk").first()
        if argument == "size":
            argument = file.master.renditions[0]["path"].rsplit("/", 1)[-1]
        return reverse(name, args=[reference, file.pk, argument])
    if name == "contributions:improve":
        pk = gift.item_id if gift.item_id and not unknown else UNKNOWN_PK
        named[Item(pk=pk).reference] = "THING"
        return reverse(name, args=[reference, pk])
    path = reverse(name, args=[reference])
    if argument == "key":
        path += f"?key={access.issue(gift)}"
    elif argument == "wrong-key":
        path += "?key=wrong"
    return path


def _of_admin(name: str) -> str:
    """Find an address of the workroom, for the first object of its model."""
    if name in ADMIN_ARGUMENTS:
        return reverse(name, args=ADMIN_ARGUMENTS[name])
    if name.startswith("admin:("):  # without a name: its route, filled in
        route = name.removeprefix("admin:(").removesuffix(")")
        route = route.replace("<path:object_id>", "1")
        return "/" + route.replace("(?P<url>.*)$", "nowhere/")
    for model in apps.get_models():
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        verb = name.removeprefix(label)
        if name.startswith(label) and verb not in ("changelist", "add"):
            first = model._default_manager.order_by("pk").first()
            pk = first.pk if first else UNKNOWN_PK
            if verb == "simple_history":
                return reverse(name, args=[pk, first.history.earliest().pk])
            return reverse(name, args=[pk])
    return reverse(name)


ADMIN_ARGUMENTS = {
    "admin:app_list": ["contributions"],
    "admin:view_on_site": ["1", "1"],
}


def send(stage: Stage, client, row: Row, actor: str, path: str, *, unknown=False):
    """Ask; a path alone for reading, the right form for acts."""
    method = row.method.lower()
    if row.name.startswith("api:upload-"):
        return _send_upload(stage, client, row, actor, path, unknown)
    form = FORMS.get((row.name, row.argument)) or FORMS.get((row.name, "-")) or {}
    if row.name == "history:day":
        form = {"item": stage.items["published"].reference}
    if row.name == "history:item_merge":
        form = form | {"into": stage.items["other"].reference}
    if row.name == "history:item_then_now" and row.state in stage.pairs:
        pair = stage.pairs["published"]
        form = {"then": pair.then_id, "now": pair.now_id, "do": "save"}
        form["seen"] = ThenNow.objects.get(pk=pair.pk).version
    if row.name == "history:collection_edit" and not unknown:
        there = stage.collections[row.state]
        form = {"title_uk": "Т", "order": "hand", "seen": 0, "slug": there.slug}
    if row.name in STORY_FORMS and not unknown:
        story = stage.stories[row.state]
        item = stage.items["published"].reference
        form = STORY_FORMS[row.name] | {"seen": story.version, "item": item}
        form["block"] = story.blocks.latest("position").pk
    if row.name == "history:collection_arrange" and not unknown:
        entry = stage.collections[row.state].entries.first()
        form = {"entry": entry.pk, "to": 0, "seen": 0}
    if (row.name, row.argument) == ("history:collection_act", "add"):
        form = {"item": stage.items["removed"].pk}
    if row.name == "history:item_desk" and not unknown and row.state != "unknown":
        form = _correction(stage.item(row.state, actor))
    if row.name == "history:item_people" and not unknown and method == "post":
        form = _marking(stage.item(row.state, actor))
    if row.name == "contributions:comment":
        about = _about(stage, "unknown" if unknown else row.state)
        form = form | {"about": about, "opened": opened(at=0)}
    if row.name == "contributions:bulk" and row.argument != "-":
        gift = stage.gift(row.state, actor)
        form = {"step": "do", "verb": "decline", "reason": "duplicate"}
        form |= {"ref": gift.reference, f"seen-{gift.reference}": ""}
    if row.name in DECIDED_BY_PROGRAM and not unknown:
        gift = stage.gift(row.state, actor)
        form = form | {"version": versions.mark(gift)}
    if row.name == "contributions:act" and not unknown:
        form = form | {"seen": seen(stage.gift(row.state, actor))}
    if method in ("get", "head", "options"):
        return getattr(client, method)(path)
    if row.name in ("contributions:receive", "api:contribution-files"):
        return client.post(path, {"file": factories.upload()})
    if row.name.startswith("api:"):
        return getattr(client, method)(path, form, content_type="application/json")
    return getattr(client, method)(path, form)


def _correction(item: Item) -> dict:
    """Fill in the form of a correction with what stands, and another title."""
    values = typed_values(item, people=[], subjects=[])
    seen = version_of(item)
    return values | {"title": "Інша назва", "seen": seen, "reason": "a slip"}


def _marking(item: Item) -> dict:
    """Mark somebody whom nobody knows on the first picture."""
    media = item.media.order_by("position").first()
    return MARKS | {"seen": marking.version_of(media) if media else ""}


def _send_upload(stage: Stage, client, row: Row, actor: str, path: str, unknown: bool):
    """Ask as a tus client does."""
    tus = Tus(client, "")
    if row.name == "api:upload-list" and row.method == "POST":
        tus.reference = _given_to(stage, row, actor, unknown)
        return tus.begin(1000)
    if row.method == "PATCH":
        return tus.patch(path, 0, b"x")
    return tus.ask(row.method, path)


def _about(stage: Stage, state: str) -> str:
    kind, _dash, state = state.rpartition("-")
    thing = (
        Item(pk=UNKNOWN_PK)
        if state == "unknown"
        else (stage.posts if kind == "post" else stage.items)[state]
    )
    return comments.address_of(thing)


DOORS = ("account_login", "account_request_login_code", "admin:login")


def code_of(answer) -> str:
    """Name an answer by the codes of the table."""
    status = answer.status_code
    if status in (301, 302):
        where = urlsplit(answer["Location"]).path
        return "L" if where in {reverse(door) for door in DOORS} else "Y"
    named = {401: "L", 403: "F", 404: "H", 410: "G", 409: "S", 405: "N", 400: "B"}
    return "Y" if 200 <= status < 400 else named.get(status, str(status))


def counted(ask) -> tuple[object, int]:
    """Ask and count the queries."""
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    return answer, len(queries)


CHANGING = (
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+'), r"\1"),
    (re.compile(r'(name="opened" value=")[^"]+'), r"\1"),
    (re.compile(r"nonce(-|=\")[\w+/=-]+"), "nonce"),
)


def plain(answer, path: str, named: dict[str, str]) -> tuple[int, str, dict]:
    """Give an answer without what may differ: the address asked, tokens, the nonce."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("Content-Length", "Set-Cookie")
    }

    def clean(value: str) -> str:
        for pattern, replacement in CHANGING:
            value = pattern.sub(replacement, value)
        value = value.replace(path, "PATH")
        for word, placeholder in named.items():
            value = value.replace(word, placeholder)
        return value

    cookies = sorted(answer.cookies)
    return (
        answer.status_code,
        clean(text),
        {name: clean(value) for name, value in headers.items()} | {"cookies": cookies},
    )


def snapshot() -> dict:
    """Give what an answer without a right must leave as it was."""
    columns = {
        Contribution: (
            "pk", "status", "title", "story", "contributor_id", "email_proven_at",
            "item_id", "claimed_by_id", "decided_by_id", "removal_requested_at",
        ),
        Item: ("pk", "status", "title"),
        Comment: ("pk", "state", "body"),
        Post: ("pk", "published_at", "title"),
        apps.get_model(settings.AUTH_USER_MODEL): ("pk", "is_staff", "groups"),
    }  # fmt: skip
    found = {
        model.__name__: list(model.objects.order_by("pk").values_list(*names))
        for model, names in columns.items()
    }
    counted_only = (
        "contributions.attachment", "contributions.message", "contributions.letter",
        "contributions.consent", "contributions.moderationevent", "history.media",
        "contributions.accesskey", "contributions.removalcase", "contributions.upload",
        "contributions.uploadpart", "history.master", "history.collection",
        "history.collectionentry", "history.exhibit", "history.exhibitblock",
        "history.oldmap",
        "account.emailaddress", "auth.group",
    )  # fmt: skip
    for label in counted_only:
        found[label] = apps.get_model(label).objects.count()
    used = apps.get_model("contributions.accesskey").objects
    found["used keys"] = used.filter(used_at__isnull=False).count()
    return found
