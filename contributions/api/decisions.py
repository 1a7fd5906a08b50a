"""What programs of the staff send with each decision, and what they are shown."""

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from contributions import bulk, workflow
from contributions.api.serializers import AttachmentSerializer
from contributions.models import Batch, Contribution
from contributions.states import Action, Reason
from contributions.workflow import versions
from history.models import Collection


class Strict(serializers.Serializer):
    """Refuse fields that the act does not have, by name."""

    def to_internal_value(self, data):
        if not isinstance(data, dict):
            raise ValidationError({"": [_("Send one JSON object.")]})
        unknown = set(data) - set(self.fields)
        if unknown:
            raise ValidationError(
                {name: [_("This field cannot be written.")] for name in sorted(unknown)}
            )
        return super().to_internal_value(data)


class Looked(Strict):
    """Which version it is about; without it the claim is needed."""

    version = serializers.CharField(required=False, max_length=16)


class AskSerializer(Looked):
    """A question."""

    note = serializers.CharField(max_length=4000)


class DeclineSerializer(Looked):
    """Why it is not taken."""

    reason = serializers.ChoiceField(choices=Reason.choices)
    note = serializers.CharField(max_length=4000, required=False, allow_blank=True)


class PublishSerializer(Looked):
    """As one item, in the resident's own words, placed in these collections."""

    collections = serializers.SlugRelatedField(
        slug_field="slug", queryset=Collection.objects.published(), many=True,
        required=False,
    )  # fmt: skip


class ReopenSerializer(Strict):
    """A word for the record."""

    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class ClaimSerializer(Strict):
    """To look at it, or to take it over from a colleague with a reason."""

    take_over = serializers.BooleanField(required=False)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class AssignSerializer(Strict):
    """To whom it is given: the number of an account, or null for nobody."""

    to = serializers.IntegerField(allow_null=True)


class OneSerializer(Strict):
    """One of many, with the version that was looked at."""

    ref = serializers.CharField(max_length=bulk.REFERENCE_LENGTH)
    version = serializers.CharField(required=False, max_length=16, default="")


class BulkSerializer(Strict):
    """One decision for many; the same key twice is done once."""

    verb = serializers.ChoiceField(choices=Batch.Verb.choices)
    contributions = OneSerializer(many=True)
    key = serializers.UUIDField(required=False)
    note = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=12, required=False, allow_blank=True)
    collections = serializers.SlugRelatedField(
        slug_field="slug", queryset=Collection.objects.published(), many=True,
        required=False,
    )  # fmt: skip
    to = serializers.IntegerField(allow_null=True, required=False)


class QueueSerializer(serializers.ModelSerializer):
    """What a moderator sees of a contribution; who gave it stays at the desk."""

    ref = serializers.CharField(source="reference", read_only=True)
    version = serializers.SerializerMethodField()
    files = AttachmentSerializer(source="attachments", many=True, read_only=True)
    place = serializers.CharField(source="place.slug", default=None, read_only=True)
    collection = serializers.CharField(
        source="collection.slug", default=None, read_only=True
    )
    item = serializers.CharField(source="item.reference", default=None, read_only=True)
    actions = serializers.SerializerMethodField()

    class Meta:
        model = Contribution
        fields = [
            "ref", "version", "kind", "status", "language", "title", "story",
            "date_said", "date_edtf", "place", "place_said", "people_said",
            "collection", "taken_by", "author_name", "rights", "credit", "audience",
            "files", "submitted_at", "promise_at", "claimed_by", "claimed_until",
            "assigned_to", "decided_by", "decided_at", "item", "actions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_version(self, gift) -> str:
        return versions.mark(gift)

    def get_actions(self, gift) -> list[str]:
        context = self.context
        found = workflow.available_actions(gift, by=context["actor"], at=context["at"])
        return [str(one) for one in found if one != Action.UNDO]
