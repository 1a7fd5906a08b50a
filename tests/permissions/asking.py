"""Turn a row of the table into a request, and an answer into a code of the table."""

import re
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contributions import access, comments, consent
from contributions.models import Comment, Contribution
from history.editing import mark_of
from history.models import Item, Media, Place, Subject
from news.models import Post
from tests import factories
from tests.contributions.tus import Tus
from tests.permissions.reading import Row
from tests.permissions.stage import (
    UNKNOWN_PK,
    UNKNOWN_REFERENCE,
    UNKNOWN_SLUG,
    Stage,
)

COMPLETE = {
    "title": "Наш двір", "story": "Ми грали тут щовечора.", "taken_by": "family",
    "reuse": "ask", "credit": "anonymous", "audience": "public",
    "name": "Марія", "email": "resident@people.test", "consent": "on",
    "consent_version": consent.VERSION, "send": "1",
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
FORMS: dict[tuple[str, str], dict] = {
    ("contributions:start", "-"): {"kind": "memory"},
    ("contributions:draft", "-"): {"title": "Інші слова"},
    ("contributions:draft", "send"): COMPLETE,
    ("contributions:resident_act", "submit"): {"note": "It was in May."},
    ("contributions:resident_act", "request_removal"): {"reason": "I do not want it."},
    ("contributions:resident_act", "link"): {"email": "resident@people.test"},
    ("contributions:act", "publish"): PUBLISH,
    ("contributions:act", "ask"): {"note": "Who is it?"},
    ("contributions:act", "decline"): {"reason": "duplicate"},
    ("contributions:act", "note"): {"body": "for colleagues"},
    ("contributions:act", "take_down"): {"reason": "asked for by the family"},
    ("contributions:act", "keep"): {"note": "It is in the public interest."},
    ("contributions:act", "take_over"): {"take_over": "yes"},
    ("contributions:file_edit", "-"): EDITS,
    ("history:retouch", "-"): EDITS | {"reason": "a face is covered"},
    ("contributions:comment", "-"): {
        "body": "I know this house.", "name": "Guest", "email": "guest2@people.test",
    },
    ("set_language", "-"): {"language": "en", "next": "/"},
    ("api:contribution-list", "-"): {"kind": "memory", "title": "Наш двір"},
    ("api:contribution-detail", "-"): {"title": "Інші слова"},
    ("api:contribution-send", "-"): {"consent_version": consent.VERSION},
    ("api:contribution-submit", "-"): {"note": "It was in May."},
    ("api:contribution-withdraw", "-"): {},
}  # fmt: skip
ACTS_IN_PATH = {"contributions:act", "contributions:resident_act"}
SPELLED = {"take_over": "claim"}  # an argument of the table that is another act's form


def address(
    stage: Stage, row: Row, actor: str, *, unknown: bool = False
) -> tuple[str, dict[str, str]]:
    """Give the path of a row, and the words in it that name the thing.

    With `unknown` the same address of something that does not exist.
    """
    name, state, argument = row.name, row.state, row.argument
    named: dict[str, str] = {}
    if "contribution" in name and not name.startswith("admin:"):
        path = _of_gift(stage, row, actor, unknown, named)
    elif name in ("history:item", "api:item-detail"):
        item = stage.items["unknown" if unknown else state]
        named[item.reference] = "THING"
        pk = item.pk if name == "history:item" else item.reference
        args = [pk, "old-title"] if argument == "slug" else [pk]
        path = reverse(name, args=args)
    elif name in ("history:retouch", "history:retouch_preview"):
        item = stage.items["unknown" if unknown else state]
        named[item.reference] = "THING"
        known = Media.objects.filter(item_id=item.pk).first()
        path = reverse(name, args=[item.pk, known.pk if known else UNKNOWN_PK])
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
    elif name in SLUGGED:
        slug = UNKNOWN_SLUG if unknown else SLUGGED[name](stage, state)
        named[slug] = "THING"
        path = reverse(name, args=[slug])
    else:
        path = reverse(name, args=ARGUMENTS.get(name, []))
    if argument.startswith("?"):
        path += argument
    return path, named


def _given_to(stage: Stage, row: Row, actor: str, unknown: bool) -> str:
    return UNKNOWN_REFERENCE if unknown else stage.gift(row.state, actor).reference


SLUGGED = {
    "history:collection": lambda stage, state: stage.collections[state].slug,
    "api:collection-detail": lambda stage, state: stage.collections[state].slug,
    "history:person": lambda stage, state: stage.persons[state].slug,
    "api:person-detail": lambda stage, state: stage.persons[state].slug,
    "news:post": lambda stage, state: stage.posts[state].slug,
    "api:post-detail": lambda stage, state: stage.posts[state].slug,
    "history:place": lambda stage, state: Place.objects.order_by("pk")[0].slug,
    "api:place-detail": lambda stage, state: Place.objects.order_by("pk")[0].slug,
    "history:subject": lambda stage, state: Subject.objects.order_by("pk")[0].slug,
    "api:subject-detail": lambda stage, state: Subject.objects.order_by("pk")[0].slug,
}
ARGUMENTS = {
    "account_reset_password_from_key": ["1", "no-key"],
    "mfa_remove_webauthn": [1],
    "mfa_edit_webauthn": [1],
}


def _of_gift(stage: Stage, row: Row, actor: str, unknown: bool, named: dict) -> str:
    name, argument = row.name, row.argument
    if name == "contributions:comment_act":
        state = f"own-{actor}" if row.state == "own" else row.state
        comment = stage.comments["unknown" if unknown else state]
        return reverse(name, args=[comment.pk, argument])
    if name == "contributions:stuck_again":
        pk = UNKNOWN_PK if unknown or row.state == "unknown" else stage.stuck.pk
        return reverse(name, args=[argument, pk])
    without = (
        "stuck", "stuck_all_again", "start", "date_echo", "mine", "queue", "comment", "comment_queue",
        "contribution-list",
    )  # fmt: skip
    if name.partition(":")[2] in without:
        return reverse(name)
    gift = stage.gift(row.state, actor)
    reference = UNKNOWN_REFERENCE if unknown else gift.reference
    named[reference] = "THING"
    if name in ACTS_IN_PATH:
        return reverse(name, args=[reference, SPELLED.get(argument, argument)])
    if name.partition(":")[2] in ("file_edit", "file_preview", "file_pair"):
        file = gift.attachments.order_by("pk").first()
        return reverse(name, args=[reference, file.pk if file else UNKNOWN_PK])
    if name in ("contributions:file", "contributions:file_act"):
        file = gift.attachments.order_by("pk").first()
        if argument == "size":
            argument = file.master.renditions[0]["path"].rsplit("/", 1)[-1]
        return reverse(name, args=[reference, file.pk, argument])
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
            return reverse(name, args=[pk, 1] if verb == "simple_history" else [pk])
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
    if row.name == "contributions:comment":
        form = form | {"about": _about(stage, "unknown" if unknown else row.state)}
    if method in ("get", "head", "options"):
        return getattr(client, method)(path)
    if row.name in ("contributions:receive", "api:contribution-files"):
        return client.post(path, {"file": factories.upload()})
    if row.name.startswith("api:"):
        return getattr(client, method)(path, form, content_type="application/json")
    return getattr(client, method)(path, form)


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
        "contributions.accesskey", "contributions.upload",
        "contributions.uploadpart", "history.master", "history.collection",
        "history.collectionentry", "account.emailaddress", "auth.group",
    )  # fmt: skip
    for label in counted_only:
        found[label] = apps.get_model(label).objects.count()
    used = apps.get_model("contributions.accesskey").objects
    found["used keys"] = used.filter(used_at__isnull=False).count()
    return found
