"""The archive as JSON: the field names are a contract (see the design of the API)."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from history.models import Collection, Item, Media, Person, Place, PlaceName, Subject
from history.states import Sensitive, Sureness
from history.storing import absolute, public_url


class RenditionSerializer(serializers.Serializer):
    """One size of a picture."""

    width = serializers.IntegerField()
    height = serializers.IntegerField()
    type = serializers.CharField()
    url = serializers.SerializerMethodField()

    def get_url(self, step) -> str:
        return absolute(public_url(step["path"]))


class SoundFileSerializer(serializers.Serializer):
    """The public copy of a recording; `size` in bytes."""

    type = serializers.CharField()
    size = serializers.IntegerField()
    url = serializers.SerializerMethodField()

    def get_url(self, recording) -> str:
        return absolute(recording.src)


class MediaSerializer(serializers.ModelSerializer):
    """A picture or a recording of an item.

    A picture has width, height (px) and renditions; a recording has duration (seconds)
    and file. Of an item that is covered they come only to who asks for them.
    """

    width = serializers.IntegerField(source="width_px", allow_null=True)
    height = serializers.IntegerField(source="height_px", allow_null=True)
    duration = serializers.SerializerMethodField()
    file = serializers.SerializerMethodField()
    renditions = serializers.SerializerMethodField()
    iiif = serializers.SerializerMethodField(
        help_text="Address of the info.json of its tiles (IIIF Image API 3.0, level 0);"
        " null for pictures of 3,000 pixels and less, whose largest rendition shows all,"
        " and until the tiles are made."
    )
    back_of = serializers.SerializerMethodField(
        help_text="The `position` of its front, where it is the back of another."
    )

    class Meta:
        model = Media
        fields = [
            "position",
            "width",
            "height",
            "duration",
            "role",
            "back_of",
            "alt",
            "caption",
            "renditions",
            "iiif",
            "file",
        ]

    def get_duration(self, media) -> float | None:
        return media.duration_ms / 1000 if media.is_sound else None

    @extend_schema_field(RenditionSerializer(many=True))
    def get_renditions(self, media):
        steps = [] if media.is_sound or self._is_covered(media) else media.renditions
        return RenditionSerializer(steps, many=True).data

    @extend_schema_field({"type": "string", "format": "uri", "nullable": True})
    def get_iiif(self, media) -> str | None:
        service = "" if self._is_covered(media) else media.image_service
        return f"{absolute(service)}/info.json" if service else None

    @extend_schema_field(SoundFileSerializer(allow_null=True))
    def get_file(self, media):
        recording = None if self._is_covered(media) else media.recording
        return SoundFileSerializer(recording).data if recording else None

    def _is_covered(self, media) -> bool:
        return bool(media.item.sensitive) and not self.context.get("opens_covered")

    def get_back_of(self, media) -> int | None:
        beside = media.item.media.all()
        return next((m.position for m in beside if m.pk == media.back_of_id), None)


class DateSerializer(serializers.Serializer):
    """A date as it was said and as an interval of days; an open end is null.

    How sure somebody is of it is a word beside it and changes no day; "" is not said.
    """

    said = serializers.CharField(source="date_said")
    edtf = serializers.CharField(source="date_edtf")
    earliest = serializers.DateField(source="date_earliest", allow_null=True)
    latest = serializers.DateField(source="date_latest", allow_null=True)
    sure = serializers.ChoiceField(
        source="date_sure", choices=["", *Sureness.values], help_text="How sure it is."
    )


class PointSerializer(serializers.Serializer):
    """Degrees, WGS 84."""

    latitude = serializers.FloatField()
    longitude = serializers.FloatField()


class LinkSerializer(serializers.Serializer):
    """Another resource, by name."""

    slug = serializers.SlugField()
    name = serializers.CharField()


class ItemSerializer(serializers.ModelSerializer):
    """A published item."""

    ref = serializers.CharField(source="reference")
    date = DateSerializer(source="*")
    place = serializers.SerializerMethodField()
    point = serializers.SerializerMethodField()
    people = serializers.SerializerMethodField()
    subjects = serializers.SerializerMethodField()
    credit = serializers.CharField(source="credit_line")
    collections = serializers.SerializerMethodField()
    sensitive = serializers.ChoiceField(
        choices=["", *Sensitive.values],
        help_text='Why it is covered until somebody chooses to see it; "" where it is'
        " not. The files of what is covered come with `covered=show`: whoever shows"
        " them says so first.",
    )
    media = MediaSerializer(many=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Item
        fields = [
            "ref", "kind", "title", "description", "story", "language", "date", "place",
            "point", "accuracy", "bearing", "people", "subjects", "creator", "credit", "rights",
            "collections", "sensitive", "media", "published_at", "url",
        ]  # fmt: skip

    @extend_schema_field(LinkSerializer(allow_null=True))
    def get_place(self, item):
        if item.place is None:
            return None
        return {"slug": item.place.slug, "name": item.place.name}

    @extend_schema_field(PointSerializer(allow_null=True))
    def get_point(self, item):
        if item.latitude is None:
            return None
        return {"latitude": item.latitude, "longitude": item.longitude}

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_people(self, item):
        return [person.public_name for person in item.people.all()]

    @extend_schema_field(LinkSerializer(many=True))
    def get_subjects(self, item):
        return [{"slug": s.slug, "name": s.name} for s in item.subjects.all()]

    @extend_schema_field(LinkSerializer(many=True))
    def get_collections(self, item):
        return [
            {"slug": entry.collection.slug, "name": entry.collection.title}
            for entry in item.entries.all()
        ]

    def get_url(self, item) -> str:
        return absolute(item.get_absolute_url())


class CollectionSerializer(serializers.ModelSerializer):
    """A published collection; `item_count` counts what a visitor can see."""

    parent = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    item_count = serializers.IntegerField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Collection
        fields = [
            "slug", "title", "summary", "introduction", "parent", "item_count",
            "published_at", "url",
        ]  # fmt: skip

    def get_url(self, collection) -> str:
        return absolute(collection.get_absolute_url())


class PlaceNameSerializer(serializers.ModelSerializer):
    """A name of a place and the years it was used."""

    class Meta:
        model = PlaceName
        fields = ["name", "language", "from_year", "to_year"]


class PlaceSerializer(serializers.ModelSerializer):
    """A place with all its names."""

    parent = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    names = PlaceNameSerializer(many=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Place
        fields = [
            "slug",
            "kind",
            "name",
            "names",
            "parent",
            "latitude",
            "longitude",
            "url",
        ]

    def get_url(self, place) -> str:
        return absolute(place.get_absolute_url())


class PersonSerializer(serializers.ModelSerializer):
    """A person who is no longer living; the living have no page and no entry."""

    class Meta:
        model = Person
        fields = ["slug", "name", "born_year", "died_year"]


class SubjectSerializer(serializers.ModelSerializer):
    """A word of the vocabulary."""

    class Meta:
        model = Subject
        fields = ["slug", "name"]
