"""How the API is described: one error shape for every endpoint."""

from drf_standardized_errors.openapi import AutoSchema as StandardSchema
from rest_framework import serializers


class ErrorSerializer(serializers.Serializer):
    """One thing that is wrong; `attr` names the field or parameter."""

    code = serializers.CharField()
    detail = serializers.CharField()
    attr = serializers.CharField(allow_null=True)


class ErrorsSerializer(serializers.Serializer):
    """Everything that is wrong with a request."""

    type = serializers.CharField()
    errors = ErrorSerializer(many=True)


class AutoSchema(StandardSchema):
    """Describe all errors alike instead of one component a field."""

    def _get_error_response_serializer(self, status_code: str):
        return ErrorsSerializer

    def _should_add_validation_error_response(self) -> bool:
        return True  # unknown parameters are refused everywhere
