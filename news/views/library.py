"""What the library is for its readers: services, the guide, answered questions."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from history import citing
from history.presenting import language_of
from news import houses, library, library_schema
from news.models import AnsweredQuestion, Branch, GuideEntry, GuideTopic, Post, Service
from news.views.houses import library_crumb

QUESTIONS_ON_LIST = 200
QUESTIONS_ON_HUB = 5
LONGEST_SEARCH = 100


class Library(TemplateView):
    """Where all of it begins: houses, services, the guide, questions."""

    template_name = "news/library.html"

    def get_context_data(self, **kwargs) -> dict:
        services = Service.objects.published().in_order()
        questions = AnsweredQuestion.objects.published().newest_first()
        topics = GuideTopic.objects.filled()
        return super().get_context_data(
            houses=houses.all_of_them(at=timezone.localtime()),
            services=[library.service_teaser(one) for one in services],
            topics=[library.topic_teaser(one) for one in topics],
            questions=[
                library.question_line(one) for one in questions[:QUESTIONS_ON_HUB]
            ],
            canonical=citing.absolute(reverse("news:library")),
            **kwargs,
        )


class ServiceList(TemplateView):
    """All services in their order."""

    template_name = "news/service_list.html"

    def get_context_data(self, **kwargs) -> dict:
        services = Service.objects.published().in_order()
        kind = Post.Kind.SERVICE
        posts = Post.objects.listed().filter(kind=kind)
        return super().get_context_data(
            services=[library.service_teaser(one) for one in services],
            news_url=f"{reverse('news:post_list')}?kind={kind}"
            if posts.exists()
            else "",
            crumbs=[library_crumb(), {"label": _("Services")}],
            canonical=citing.absolute(reverse("news:service_list")),
            **kwargs,
        )


class _Announced(DetailView):
    """One thing that is public from a moment on; drafts only for editors, never kept."""

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if not self.object.is_public:
            add_never_cache_headers(response)
        return response


class ServiceDetail(_Announced):
    """One service: what it is, what to bring, when, where, for how much."""

    template_name = "news/service.html"
    context_object_name = "service"

    def get_queryset(self):
        houses_in_order = Prefetch("branches", queryset=Branch.objects.in_order())
        found = Service.objects.visible_to(self.request.user)
        return found.prefetch_related(houses_in_order)

    def get_context_data(self, **kwargs) -> dict:
        service = self.object
        bring = library.spoken(service, "to_bring")
        return super().get_context_data(
            **kwargs,
            crumbs=[
                library_crumb(),
                {"label": _("Services"), "url": reverse("news:service_list")},
                {"label": service.title},
            ],
            title_lang=language_of(service, "title"),
            summary_lang=language_of(service, "summary"),
            body=library.page(service, "body"),
            facts=library.service_facts(service),
            bring=bring | {"lines": library.lines(bring["text"])},
            host=library.host_of(service.url),
            canonical=citing.absolute(service.get_absolute_url()),
            is_public=service.is_public,
        )


class Guide(TemplateView):
    """All topics with their sites, or those that have the words somebody looks for."""

    template_name = "news/guide.html"

    def get_context_data(self, **kwargs) -> dict:
        question = " ".join(self.request.GET.get("find", "").replace("\0", " ").split())
        question = question[:LONGEST_SEARCH]
        found = library.guide(question)
        return super().get_context_data(
            question=question,
            topics=found,
            number=sum(len(topic["entries"]) for topic in found),
            crumbs=[library_crumb(), {"label": _("Guide to public services")}],
            canonical=citing.absolute(reverse("news:guide")),
            **kwargs,
        )


class GuideOfTopic(TemplateView):
    """One topic: each site with what it is good for and how."""

    template_name = "news/guide_topic.html"

    def get_context_data(self, slug: str, **kwargs) -> dict:
        topic = get_object_or_404(GuideTopic.objects.filled(), slug=slug)
        entries = GuideEntry.objects.filter(topic=topic).order_by("position", "pk")
        others = GuideTopic.objects.filled().exclude(pk=topic.pk)
        return super().get_context_data(
            topic=library.topic_teaser(topic),
            entries=[library.entry(row) for row in entries],
            others=[library.topic_teaser(one) for one in others],
            crumbs=[
                library_crumb(),
                {"label": _("Guide to public services"), "url": reverse("news:guide")},
                {"label": topic.title},
            ],
            canonical=citing.absolute(topic.get_absolute_url()),
            **kwargs,
        )


class QuestionList(TemplateView):
    """Answered questions, the newest first."""

    template_name = "news/question_list.html"

    def get_context_data(self, **kwargs) -> dict:
        rows = AnsweredQuestion.objects.published().newest_first()
        return super().get_context_data(
            questions=[library.question_line(one) for one in rows[:QUESTIONS_ON_LIST]],
            crumbs=[library_crumb(), {"label": _("Answered questions")}],
            canonical=citing.absolute(reverse("news:question_list")),
            **kwargs,
        )


class QuestionDetail(_Announced):
    """One question with the answer of the library."""

    template_name = "news/question.html"
    context_object_name = "question"

    def get_queryset(self):
        return AnsweredQuestion.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs) -> dict:
        row = self.object
        return super().get_context_data(
            **kwargs,
            crumbs=[
                library_crumb(),
                {
                    "label": _("Answered questions"),
                    "url": reverse("news:question_list"),
                },
                {"label": row.title},
            ],
            title_lang=language_of(row, "title"),
            words=library.page(row, "question"),
            answer=library.page(row, "answer"),
            canonical=citing.absolute(row.get_absolute_url()),
            data=citing.data_block(library_schema.question(row)),
            is_public=row.is_public,
        )
