"""Own how every form of the site is drawn; it refuses per-page markup."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draw forms and fields with the components of the site."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
