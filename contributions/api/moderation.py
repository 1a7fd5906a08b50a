"""The queue for programs of the staff: the same verbs and checks as the pages."""

import uuid

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from contributions import access, bulk, permissions, workflow
from contributions.api.decisions import (
    AskSerializer,
    AssignSerializer,
    BulkSerializer,
    ClaimSerializer,
    DeclineSerializer,
    Looked,
    PublishSerializer,
    QueueSerializer,
    ReopenSerializer,
    Strict,
)
from contributions.api.views import Conflict
from contributions.models import Batch, Contribution
from contributions.moments import database_now
from contributions.states import Action
from contributions.workflow import versions
from history.api.strict import OnceJSONParser, StrictParameters
from history.publishing import NotReady


class IsModerator(BasePermission):
    """Who works in the queue."""

    def has_permission(self, request, view) -> bool:
        return permissions.may_see_queue(access.actor(request))


class Page(CursorPagination):
    """From the most urgent on."""

    page_size = 40
    ordering = ("promise_at", "pk")


class ModerationViewSet(
    StrictParameters,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """What waits for a decision, and the decisions. For moderators."""

    serializer_class = QueueSerializer
    permission_classes = [IsModerator]
    parser_classes = [OnceJSONParser]
    pagination_class = Page
    http_method_names = ["get", "post", "head", "options"]
    known_parameters = frozenset({"cursor"})
    lookup_field = "reference"
    lookup_url_kwarg = "ref"
    lookup_value_regex = "[0-9A-Z]{8}"
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "moderate"

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Contribution.objects.none()
        found = Contribution.objects.for_staff(self.request.user)
        if self.action == "list":
            found = found.awaiting_review()
        return found.select_related(
            "claimed_by", "assigned_to", "decided_by", "place", "collection", "item"
        ).prefetch_related("attachments__master")

    def get_serializer_context(self):
        actor = access.actor(self.request)
        return super().get_serializer_context() | {
            "actor": actor,
            "at": database_now(),
        }

    @extend_schema(request=PublishSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request, ref):
        """Publish as one item in the resident's words."""

        def do(gift, by, seen, words):
            workflow.publish(
                gift, by=by, description=bulk.as_sent(gift), seen=seen,
                into=words.get("collections", ()),
            )  # fmt: skip

        return self._decide(request, PublishSerializer, do)

    @extend_schema(request=AskSerializer)
    @action(detail=True, methods=["post"])
    def ask(self, request, ref):
        """Ask the resident a question."""
        return self._decide(request, AskSerializer, _verb(workflow.ask))

    @extend_schema(request=DeclineSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request, ref):
        """Decline with a reason that the resident reads."""
        return self._decide(request, DeclineSerializer, _verb(workflow.decline))

    @extend_schema(request=Looked)
    @action(detail=True, methods=["post"])
    def mark_spam(self, request, ref):
        """Put rubbish aside; nobody is mailed."""
        return self._decide(request, Looked, _verb(workflow.mark_spam))

    @extend_schema(request=ReopenSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request, ref):
        """Take up again what was declined or put aside."""
        return self._act(request, ReopenSerializer, workflow.reopen)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def undo(self, request, ref):
        """Take back one's own last act while nobody was mailed."""
        return self._act(request, Strict, workflow.undo)

    @extend_schema(request=ClaimSerializer)
    @action(detail=True, methods=["post"])
    def claim(self, request, ref):
        """Say “I am looking at this” for a while, or keep saying it."""

        def do(gift, *, by, **words):
            if not workflow.claim(gift, by=by, **words):
                gift.refresh_from_db()
                workflow.check(Action.ASK, gift, by=by)

        return self._act(request, ClaimSerializer, do)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def release(self, request, ref):
        """Let a colleague look at it."""
        return self._act(request, Strict, workflow.release)

    @extend_schema(request=AssignSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request, ref):
        """Give it to a colleague, or back to all."""

        def do(gift, *, by, to):
            workflow.assign(gift, by=by, to=bulk.colleague(to))

        return self._act(request, AssignSerializer, do)

    @extend_schema(request=BulkSerializer)
    @action(detail=False, methods=["post"])
    def bulk(self, request):
        """Do one thing with many; the answer tells one by one what happened."""
        form = BulkSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        words, actor = form.validated_data, access.actor(request)
        wish = bulk.Wish(
            words["verb"], words.get("note", ""), words.get("reason", ""),
            tuple(one.pk for one in words.get("collections", ())), words.get("to"),
        )  # fmt: skip
        seen = {one["ref"]: one["version"] for one in words["contributions"]}
        batch, is_new = self._refusing(
            lambda: bulk.begin(
                seen, wish, by=actor, key=words.get("key") or uuid.uuid4()
            )
        )
        if is_new and bulk.work_off(batch, by=actor, seconds=bulk.IN_A_REQUEST_S):
            bulk.carry_on.enqueue(batch.pk, sorted(actor.holds))
        return Response(_told(batch))

    @extend_schema(request=None)
    @action(detail=False, methods=["post"], url_path=r"bulk/(?P<batch>\d{1,18})/undo")
    def undo_bulk(self, request, batch):
        """Take a decision for many back as a whole while nobody was mailed."""
        found = get_object_or_404(Batch, pk=batch, actor=request.user)
        self._refusing(lambda: bulk.undo(found, by=access.actor(request)))
        return Response(_told(found))

    def _decide(self, request, form_class, do):
        def looked(gift, *, by, version="", **words):
            versions.check_looked(gift, seen=version, by=by, at=database_now())
            do(gift, by, version, words)

        return self._act(request, form_class, looked)

    def _act(self, request, form_class, verb):
        gift = self.get_object()
        form = form_class(data=request.data or {})
        form.is_valid(raise_exception=True)
        actor = access.actor(request)
        self._refusing(lambda: verb(gift, by=actor, **form.validated_data))
        gift = self.get_object()
        return Response(self.get_serializer(gift).data)

    def _refusing(self, act):
        try:
            return act()
        except workflow.NotAllowed as error:
            raise PermissionDenied(str(error.sentence)) from error
        except (workflow.WrongState, NotReady) as error:
            raise Conflict(str(error.sentence)) from error
        except workflow.Incomplete as error:
            raise ValidationError(
                {error.field or "contributions": [str(error.sentence)]}
            ) from error


def _verb(verb):
    def do(gift, by, seen, words):
        verb(gift, by=by, seen=seen, **words)

    return do


def _told(batch: Batch) -> dict:
    """Tell one by one how it ended."""
    until = bulk.undoable_until(batch)
    return {
        "batch": batch.pk,
        "verb": batch.verb,
        "undoable_until": None if batch.undone_at else until,
        "entries": [
            {"ref": one.reference, "state": one.state, "detail": one.sentence}
            for one in batch.entries.order_by("pk")
        ],
    }
