"""The page that a telephone opens by its code: it adds files to one box, nothing else."""

from django.shortcuts import render
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods

from accounts.doors import private
from contributions import intake, visiting
from contributions.views.residents.door import too_often
from contributions.views.residents.telling import ACCEPTED

KNOCKS_AN_HOUR = 200


@private
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request):
    """Take photographs for the box behind the code, as long as the code lives."""
    if refusal := too_often(request, "phone", amount=KNOCKS_AN_HOUR):
        return refusal
    token = request.POST.get("key") or request.GET.get("key", "")
    box = visiting.box_behind(token)
    if box is None:
        return _answer(request, "contributions/residents/phone_over.html", {}, 404)
    with override(box.language):
        context = {"token": token, "accepted": ACCEPTED, "refused": []}
        status = 200
        if request.method == "POST":
            files = request.FILES.getlist("files")
            refused = intake.receive_all(box, files)
            came = len(files) - len(refused)
            context["refused"] = [
                {"name": name, "sentence": refusal.sentence}
                for name, refusal in refused
            ]
            context["came"] = ngettext(
                "%(count)d file has come.", "%(count)d files have come.", came
            ) % {"count": came}
            context["is_empty"] = not files
            status = 400 if refused or not files else 200
        context["count"] = box.attachments.count()
        return _answer(request, "contributions/residents/phone.html", context, status)


def _answer(request, template: str, context: dict, status: int):
    response = render(request, template, context, status=status)
    # Not "no-referrer": a browser would then not say that the form is ours.
    response["Referrer-Policy"] = "same-origin"
    return response
