"""Resumable uploads (tus 1.0): a file of one's own contribution, piece by piece."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotFound
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from contributions import access, limits, uploads
from contributions.api import bodies, tus
from contributions.api.serializers import AttachmentSerializer
from contributions.models import Contribution, Upload
from contributions.refusals import Refused

SHA256 = re.compile(r"[0-9a-f]{64}")
WAIT_FOR_ROOM_S = 3600


class SameSite(SessionAuthentication):
    """The session, and the token of a page of ours also from those without an account."""

    def authenticate(self, request):
        self.enforce_csrf(request._request)
        return super().authenticate(request)


class SameSiteScheme(SessionScheme):
    """How the description of the API calls it: like any session."""

    target_class = SameSite
    name = "sessionAndToken"
    priority = 0


class Bytes(BaseParser):
    """Takes a piece as it is; nothing here reads it into memory."""

    media_type = tus.BODY_TYPE

    def parse(self, stream, media_type=None, parser_context=None):
        """Leave the stream to the view."""
        return stream


class UploadSerializer(serializers.ModelSerializer):
    """How far a file has come; `attachment` is there once it is received."""

    attachment = AttachmentSerializer(read_only=True)

    class Meta:
        model = Upload
        fields = [
            "original_name",
            "length",
            "offset",
            "state",
            "expires_at",
            "attachment",
        ]


def _header(
    name: str, kind=OpenApiTypes.STR, *, required=False, words="", response=False
):
    return OpenApiParameter(
        name, kind, OpenApiParameter.HEADER, required=required, description=words,
        response=response,
    )  # fmt: skip


RESUMABLE = _header("Tus-Resumable", required=True, words="`1.0.0`")
OFFSET_BACK = _header(
    "Upload-Offset", OpenApiTypes.INT, response=[201, 204], words="Bytes received."
)


class Tus(APIView):
    """What both addresses share: who may, the version, headers, errors as sentences."""

    authentication_classes = [SameSite]
    permission_classes = [AllowAny]
    parser_classes = [Bytes]
    throttle_classes = []  # counted by bytes, starts and pieces: see `_count`

    def initial(self, request, *args, **kwargs):
        if hasattr(self, request.method.lower()):
            self._check_body_type(request)
        super().initial(request, *args, **kwargs)
        if request.method in ("HEAD", "POST", "PATCH", "DELETE"):
            tus.check_version(request)

    def _check_body_type(self, request) -> None:
        """Refuse a form before anything of it is read; a body of a POST is no file."""
        said = request.headers.get("Content-Type", "").partition(";")[0].strip()
        if request.method == "PATCH" and said != tus.BODY_TYPE:
            raise tus.Problem(
                415, "unsupported_media_type",
                _("A piece of a file comes as %(type)s.") % {"type": tus.BODY_TYPE},
            )  # fmt: skip
        is_named = said not in ("", tus.BODY_TYPE)
        if request.method == "POST" and is_named and bodies.has_body(request):
            raise tus.Problem(
                415, "unsupported_media_type",
                _("What is said about a file comes in headers, without a body."),
            )  # fmt: skip

    def handle_exception(self, exc):
        response = super().handle_exception(_told(exc))
        for name, value in getattr(exc, "headers", {}).items():
            response[name] = value
        return response

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Tus-Resumable"] = tus.VERSION
        response["Cache-Control"] = "private, no-store"
        return response

    @extend_schema(exclude=True)
    def options(self, request, *args, **kwargs):
        """Tell a program what this server can do."""
        return Response(status=204, headers=tus.abilities(settings.UPLOAD_MAX_BYTES))


def _told(exc: Exception) -> Exception:
    """Turn what a verb raises into an answer."""
    if isinstance(exc, Refused):
        told = tus.Problem(exc.status, exc.code, exc.sentence)
        if exc.code in ("disk_full", "too_much_today", "too_often"):
            told.wait = WAIT_FOR_ROOM_S
        return told
    if isinstance(exc, uploads.WrongOffset):
        return tus.Problem(
            409, "wrong_offset",
            _("We have another part of this file. Please go on where we stopped."),
        )  # fmt: skip
    if isinstance(exc, uploads.TooLong):
        return tus.Problem(
            413, "too_long", _("More came than was said. Please send the file again.")
        )
    if isinstance(exc, uploads.NotComplete):
        return tus.Problem(409, "not_complete", str(exc))
    if isinstance(exc, Upload.DoesNotExist | uploads.TakenOut):
        return _not_there()
    return exc


def _not_there() -> NotFound:
    return NotFound(
        _(
            "We do not find this any more. Please reload the page, or open the link "
            "that we mailed to you."
        )
    )


class UploadListView(Tus):
    """Where a file is announced."""

    @extend_schema(
        operation_id="uploads_create",
        parameters=[
            RESUMABLE,
            _header("Upload-Length", OpenApiTypes.INT, required=True, words="Bytes."),
            _header(
                "Upload-Metadata", required=True,
                words="`contribution` (its reference), `name`, `type`, `sha256` (in hex); "
                "values in Base64, pairs parted by commas.",
            ),
            _header("Location", response=[201], words="Where the pieces go."),
            OFFSET_BACK,
        ],
        request=None,
        responses={201: None},
    )  # fmt: skip
    def post(self, request):
        """Announce a file of a draft.

        With `sha256` a file that you gave before is complete at once
        (`Upload-Offset` = `Upload-Length`), and one that came in part goes on.
        """
        self._count(request, "starts", 1, settings.UPLOAD_STARTS_AN_HOUR)
        if "Upload-Defer-Length" in request.headers:
            raise tus.Problem(
                400,
                "bad_header",
                _("Please say in Upload-Length how long the file is."),
            )
        length, said = tus.number(request, "Upload-Length"), tus.metadata(request)
        actor = access.actor(request)
        contribution = (
            Contribution.objects.owned_by(actor)
            .filter(reference=said.get("contribution", "")[:12])
            .first()
        )
        if contribution is None:
            raise _not_there()
        sha256 = said.get("sha256", "").lower()
        if sha256 and not SHA256.fullmatch(sha256):
            raise tus.Problem(
                400, "bad_metadata", _("“sha256” has to be 64 hexadecimal digits.")
            )
        upload = uploads.begin(
            contribution,
            by=actor,
            length=length,
            name=said.get("name", said.get("filename", "")),
            media_type=said.get("type", said.get("filetype", "")),
            sha256=sha256,
        )
        if upload.offset == 0:
            try:
                self._count(request, "bytes", length, settings.UPLOAD_HOUR_BYTES)
            except Refused:
                uploads.cancel(upload)
                raise
        where = reverse("api:upload-detail", args=[upload.key])
        return Response(status=201, headers={"Location": where} | tus.headers(upload))

    @staticmethod
    def _count(request, what: str, step: int, amount: int) -> None:
        if not limits.within_address(request, what, step=step, amount=amount):
            raise Refused(
                "too_often",
                _(
                    "Very much came from your connection in this hour. Please go on "
                    "a little later: what arrived is kept."
                ),
            )


class UploadDetailView(Tus):
    """One file on its way; unknown, foreign and expired ones do not exist."""

    def _find(self, request, key: str) -> Upload:
        upload = (
            Upload.objects.owned_by(access.actor(request))
            .alive(at=timezone.now())
            .select_related("contribution", "attachment__master")
            .filter(key=key)
            .first()
        )
        if upload is None:
            raise _not_there()
        return upload

    def _finish(self, upload: Upload) -> None:
        try:
            uploads.finish(upload)
        except uploads.PiecesLost:
            uploads.cancel(upload)  # the program begins anew when it finds nothing
            raise _not_there() from None

    @extend_schema(operation_id="uploads_retrieve", responses=UploadSerializer)
    def get(self, request, key: str):
        """Say how far a file has come; HEAD gives the same in headers."""
        upload = self._find(request, key)
        data = None if request.method == "HEAD" else UploadSerializer(upload).data
        return Response(data, headers=tus.headers(upload))

    @extend_schema(
        operation_id="uploads_append",
        parameters=[
            RESUMABLE,
            _header(
                "Upload-Offset", OpenApiTypes.INT, required=True,
                words="Where this piece begins: has to be where the upload ends.",
            ),
            _header(
                "Upload-Checksum", words="`sha1` or `sha256`, and the value in Base64."
            ),
            OFFSET_BACK,
        ],
        request={tus.BODY_TYPE: OpenApiTypes.BINARY},
        responses={204: None},
    )  # fmt: skip
    def patch(self, request, key: str):
        """Send a piece. 409: another offset · 413: too long · 460: wrong checksum.

        The last piece also makes the file a file of the contribution, or refuses it
        with a sentence.
        """
        upload = self._find(request, key)
        offset, checksum = tus.number(request, "Upload-Offset"), tus.checksum(request)
        if not bodies.can_be_read(request):
            raise tus.Problem(
                411,
                "length_required",
                _("Please say in Content-Length how much comes."),
            )
        try:
            with bodies.patiently(request._request) as body:
                is_whole = uploads.append(
                    upload, offset=offset, stream=body, announced=bodies.announced(request),
                    checksum=checksum,
                )  # fmt: skip
        except uploads.WrongOffset as error:
            told = _told(error)
            told.headers = tus.headers(error.upload)
            raise told from error
        if not is_whole:
            raise tus.Problem(
                408, "incomplete", _("The connection broke; what came is kept."),
                Upload_Offset=str(upload.offset),
            )  # fmt: skip
        if upload.offset == upload.length:
            self._finish(upload)
        return Response(status=204, headers=tus.headers(upload))

    @extend_schema(
        operation_id="uploads_finish",
        parameters=[RESUMABLE],
        request=None,
        responses=UploadSerializer,
    )
    def post(self, request, key: str):
        """Ask what became of a whole file; again and again it is the same one."""
        upload = self._find(request, key)
        self._finish(upload)
        return Response(UploadSerializer(upload).data, headers=tus.headers(upload))

    @extend_schema(
        operation_id="uploads_terminate", parameters=[RESUMABLE], responses={204: None}
    )
    def delete(self, request, key: str):
        """Give an upload up; a file that it became stays."""
        uploads.cancel(self._find(request, key))
        return Response(status=204)
