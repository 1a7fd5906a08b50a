"""People in the admin: no passwords are set here, sign-in goes by code or passkey."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.models import User

admin.site.login = secure_admin_login(admin.site.login)
admin.site.site_header = _("Mistok: the workroom")
admin.site.site_title = _("Mistok")


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["display_name", "email", "language", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["display_name", "email"]
    fields = ["email", "display_name", "language", "groups", "is_staff", "is_active"]
    filter_horizontal = ["groups"]
    ordering = ["email", "pk"]

    def get_readonly_fields(self, request, obj=None):
        # Nobody changes their own role: a second administrator does.
        return ["groups", "is_staff", "is_active"] if obj == request.user else []
