"""The door for programs: create, read and send what is one's own."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from contributions import access, intake, workflow
from contributions.api.serializers import AttachmentSerializer, ContributionSerializer
from contributions.models import Contribution
from contributions.states import Status
from history.api.strict import OnceJSONParser, StrictParameters


class Conflict(APIException):
    """The contribution is not where it was."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "wrong_state"


class ConsentSerializer(serializers.Serializer):
    """Agreement to the text of `consent_version`."""

    consent_version = serializers.CharField()


class NoteSerializer(serializers.Serializer):
    """Words that go with an act."""

    note = serializers.CharField(required=False, allow_blank=True)


class FileSerializer(serializers.Serializer):
    """One file."""

    file = serializers.FileField()


class ContributionViewSet(
    StrictParameters,
    mixins.CreateModelMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    viewsets.GenericViewSet,
):
    """Contributions of this account, or of this browser session without one."""

    serializer_class = ContributionSerializer
    permission_classes = [AllowAny]
    http_method_names = ["get", "post", "patch", "head", "options"]
    lookup_field = "reference"
    lookup_url_kwarg = "ref"
    lookup_value_regex = "[0-9A-Z]{8}"
    throttle_classes = [ScopedRateThrottle]
    pagination_class = None

    def initial(self, request, *args, **kwargs):
        self.throttle_scope = "contribute" if request.method != "GET" else "user"
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Contribution.objects.none()
        return Contribution.objects.owned_by(access.actor(self.request)).newest_first()

    def get_serializer_context(self):
        return super().get_serializer_context() | {"actor": access.actor(self.request)}

    def perform_create(self, serializer):
        user = self.request.user if self.request.user.is_authenticated else None
        contribution = serializer.save(
            contributor=user,
            language=serializer.validated_data.get("language")
            or (get_language() or settings.LANGUAGE_CODE)[:2],
        )
        access.remember(self.request, contribution)

    def perform_update(self, serializer):
        if serializer.instance.status != Status.DRAFT:
            raise Conflict(str(workflow.WrongState.default))
        serializer.save()

    @extend_schema(
        request={"multipart/form-data": FileSerializer},
        responses={201: AttachmentSerializer},
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def files(self, request, ref):
        """Add a file to a draft; the same bytes twice are kept once."""
        contribution = self.get_object()
        form = FileSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            attachment = intake.receive(contribution, form.validated_data["file"])
        except intake.Refused as error:
            raise ValidationError(
                {"file": [error.sentence]}, code=error.code
            ) from error
        return Response(AttachmentSerializer(attachment).data, status=201)

    @extend_schema(request=ConsentSerializer)
    @action(detail=True, methods=["post"], parser_classes=[OnceJSONParser])
    def send(self, request, ref):
        """Agree and send; without a proven address a mail with a link goes out first."""
        contribution = self.get_object()
        form = ConsentSerializer(data=request.data)
        form.is_valid(raise_exception=True)

        @transaction.atomic
        def act():
            workflow.agree(
                contribution,
                version=form.validated_data["consent_version"],
                choices={
                    "audience": contribution.audience,
                    "credit": contribution.credit,
                    "reuse": contribution.reuse,
                },
            )
            workflow.send(contribution, by=access.actor(request))

        return self._after(contribution, act)

    @extend_schema(request=NoteSerializer)
    @action(detail=True, methods=["post"], parser_classes=[OnceJSONParser])
    def submit(self, request, ref):
        """Answer the library's question."""
        return self._act(workflow.submit, request)

    @extend_schema(request=NoteSerializer)
    @action(detail=True, methods=["post"], parser_classes=[OnceJSONParser])
    def withdraw(self, request, ref):
        """Take it back before it is published."""
        return self._act(workflow.withdraw, request)

    def _act(self, verb, request):
        contribution = self.get_object()
        form = NoteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        note = form.validated_data.get("note", "")
        return self._after(
            contribution,
            lambda: verb(contribution, by=access.actor(request), note=note),
        )

    def _after(self, contribution, act):
        try:
            act()
        except workflow.NotAllowed as error:
            raise PermissionDenied(str(error.sentence)) from error
        except workflow.WrongState as error:
            raise Conflict(str(error.sentence)) from error
        except workflow.Incomplete as error:
            raise ValidationError(
                {error.field or "note": [str(error.sentence)]}
            ) from error
        contribution.refresh_from_db()
        return Response(self.get_serializer(contribution).data)
