"""Questions ready to be asked, with some to begin with."""

from django.db import migrations, models


READY = (
    (
        ("Коли це?", "Когда это?", "When was it?"),
        (
            "Дякуємо за ваш знімок! Чи пам'ятаєте ви хоча б приблизно, коли його зроблено: у якому десятилітті, взимку чи влітку? Може, щось написано на звороті?",
            "Спасибо за ваш снимок! Не помните ли вы хотя бы примерно, когда он сделан: в каком десятилетии, зимой или летом? Может быть, что-то написано на обороте?",
            "Thank you for your picture! Do you remember, even roughly, when it was taken: in which decade, in winter or in summer? Perhaps something is written on the back?",
        ),
    ),
    (
        ("Де це?", "Где это?", "Where is it?"),
        (
            "Дякуємо за ваш знімок! Підкажіть, будь ласка, де це: на якій вулиці, біля якого будинку? Стара назва теж підійде.",
            "Спасибо за ваш снимок! Подскажите, пожалуйста, где это: на какой улице, у какого дома? Старое название тоже подойдёт.",
            "Thank you for your picture! Where is it, please: in which street, by which house? An old name is good as well.",
        ),
    ),
    (
        ("Хто на знімку?", "Кто на снимке?", "Who is in it?"),
        (
            "Чи знаєте ви, хто на знімку, хоча б когось одного? І чи згодні ці люди або їхні родини, щоб знімок побачили всі?",
            "Знаете ли вы, кто на снимке, хотя бы кого-то одного? И согласны ли эти люди или их родные, чтобы снимок увидели все?",
            "Do you know who is in the picture, if only one of them? And do these people or their families agree that everyone may see it?",
        ),
    ),
    (
        ("Хто знімав?", "Кто снимал?", "Who took it?"),
        (
            "Підкажіть, будь ласка, хто зробив цей знімок і чий це відбиток: ваш, вашої родини, чи знайдений деінде? Нам це потрібно, щоб показати його за правилами.",
            "Подскажите, пожалуйста, кто сделал этот снимок и чей это отпечаток: ваш, вашей семьи или найденный где-то ещё? Нам это нужно, чтобы показать его по правилам.",
            "Who took this picture, please, and whose print is it: yours, your family's, or found elsewhere? We need to know so that we may show it.",
        ),
    ),
    (
        ("Чи є кращий скан?", "Есть ли лучший скан?", "Is there a better scan?"),
        (
            "Знімок чудовий, але файл замалий, щоб роздивитися обличчя. Чи могли б ви відсканувати його ще раз більшим або принести відбиток до бібліотеки? Ми відскануємо його при вас і відразу повернемо.",
            "Снимок замечательный, но файл слишком мал, чтобы разглядеть лица. Не могли бы вы отсканировать его ещё раз крупнее или принести отпечаток в библиотеку? Мы отсканируем его при вас и сразу вернём.",
            "It is a fine picture, but the file is too small to see the faces. Could you scan it again, larger, or bring the print to the library? We scan it while you wait and give it back at once.",
        ),
    ),
    (
        ("Розкажіть більше", "Расскажите больше", "Tell us more"),
        (
            "Ваша розповідь дуже цікава! Чи не розповісте ви трохи більше: що було до того і що сталося потім? Кілька речень уже допоможуть.",
            "Ваш рассказ очень интересен! Не расскажете ли вы немного больше: что было до этого и что случилось потом? Помогут и несколько предложений.",
            "Your story is very interesting! Would you tell us a little more: what was before, and what came after? A few sentences help already.",
        ),
    ),
)


def fill(apps, schema_editor):
    """Give the staff something to begin with; they change it as they like."""
    ReadyQuestion = apps.get_model("contributions", "ReadyQuestion")
    for position, (names, bodies) in enumerate(READY):
        ReadyQuestion.objects.create(
            position=position, name=names[0], body=bodies[0],
            name_uk=names[0], name_ru=names[1], name_en=names[2],
            body_uk=bodies[0], body_ru=bodies[1], body_en=bodies[2],
        )  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('contributions', '0011_trust'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadyQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_uk', models.CharField(max_length=60, null=True, verbose_name='name')),
                ('name_ru', models.CharField(max_length=60, null=True, verbose_name='name')),
                ('name_en', models.CharField(max_length=60, null=True, verbose_name='name')),
                ('body', models.TextField(max_length=2000, verbose_name='words')),
                ('body_uk', models.TextField(max_length=2000, null=True, verbose_name='words')),
                ('body_ru', models.TextField(max_length=2000, null=True, verbose_name='words')),
                ('body_en', models.TextField(max_length=2000, null=True, verbose_name='words')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered at the desk')),
            ],
            options={
                'verbose_name': 'ready question',
                'verbose_name_plural': 'ready questions',
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
