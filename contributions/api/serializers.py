"""A contribution as JSON, for the person who gave it and for nobody else."""

from rest_framework import serializers

from contributions.models import Attachment, Contribution, Message
from contributions.workflow import available_actions
from history import dates, periods
from history.api.serializers import DateSerializer, absolute
from history.models import Collection, Place


class AttachmentSerializer(serializers.ModelSerializer):
    """A file that was received."""

    sha256 = serializers.CharField(source="master.sha256")
    size_bytes = serializers.IntegerField(source="master.size_bytes")
    state = serializers.CharField(source="master.state")

    class Meta:
        model = Attachment
        fields = [
            "id",
            "original_name",
            "role",
            "caption",
            "sha256",
            "size_bytes",
            "state",
        ]


class MessageSerializer(serializers.ModelSerializer):
    """A letter of the thread that the contributor may read."""

    class Meta:
        model = Message
        fields = ["is_from_library", "body", "created_at"]


class ContributionSerializer(serializers.ModelSerializer):
    """What the owner may read and, while it is a draft, write."""

    ref = serializers.CharField(source="reference", read_only=True)
    date = DateSerializer(source="*", read_only=True)
    place = serializers.SlugRelatedField(
        slug_field="slug", queryset=Place.objects.all(), required=False, allow_null=True
    )
    collection = serializers.SlugRelatedField(
        slug_field="slug",
        queryset=Collection.objects.published(),
        required=False,
        allow_null=True,
    )
    files = AttachmentSerializer(source="attachments", many=True, read_only=True)
    messages = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()
    item = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Contribution
        fields = [
            "ref", "kind", "status", "language", "name", "email", "title", "story",
            "date_said", "date", "place", "place_said", "people_said", "collection",
            "taken_by", "author_name", "author_living", "author_died_year",
            "print_owner", "people_living", "people_agree", "children_shown",
            "children_agree", "reuse", "rights", "credit", "audience", "embargo_until",
            "files", "messages", "actions", "item", "submitted_at",
            "promise_at", "url",
        ]  # fmt: skip
        read_only_fields = ["status", "rights", "submitted_at", "promise_at"]

    def get_fields(self):
        fields = super().get_fields()
        if self.instance is not None and not isinstance(self.instance, list):
            fields["kind"].read_only = True
        return fields

    def to_internal_value(self, data):
        unknown = set(data) - {
            name for name, field in self.fields.items() if not field.read_only
        }
        if unknown:
            raise serializers.ValidationError(
                {name: ["This field cannot be written."] for name in sorted(unknown)}
            )
        return super().to_internal_value(data)

    def validate_email(self, value: str) -> str:
        return value.strip().lower()

    def validate(self, attrs):
        said = attrs.get("date_said")
        if said:
            language = attrs.get("language") or getattr(self.instance, "language", "uk")
            try:
                when = periods.understand(said, language=language)
            except dates.NotADate as error:
                raise serializers.ValidationError(
                    {"date_said": [str(error)]}
                ) from error
            attrs |= {
                "date_edtf": when.edtf,
                "date_earliest": when.earliest,
                "date_latest": when.latest,
            }
        return attrs

    def get_messages(self, contribution) -> list[dict]:
        letters = contribution.messages.for_contributor().oldest_first()
        return MessageSerializer(letters, many=True).data

    def get_actions(self, contribution) -> list[str]:
        actor = self.context["actor"]
        return [str(action) for action in available_actions(contribution, by=actor)]

    def get_item(self, contribution) -> str | None:
        item = contribution.item
        return item.reference if item and not item.is_archive_only else None

    def get_url(self, contribution) -> str:
        return absolute(contribution.get_absolute_url())
