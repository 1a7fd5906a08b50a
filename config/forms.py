"""All forms of the site are drawn by one set of templates."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draw each field with our field component."""

    field_template_name = "components/field.html"
