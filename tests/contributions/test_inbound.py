"""Answers by mail: from the wire into the thread, once, from the right person only."""

import io
from datetime import timedelta
from email.message import EmailMessage
from email.mime.text import MIMEText

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from accounts import roles
from contributions import access, inbound, notifications, replying
from contributions.inbound import quoting, reading
from contributions.models import AccessKey, InboundMail, Letter, Mailbox, Message
from contributions.notifications.composing import message_id
from contributions.states import Status
from tests.factories import jpeg, make_contribution

pytestmark = pytest.mark.django_db
ASKED = "Чи це Заводська вулиця?"


@pytest.fixture(autouse=True)
def _set_up(db, settings):
    roles.sync()
    settings.REPLY_ADDRESS = "reply+{token}@library.example"


def asked(**more):
    return make_contribution(status=Status.NEEDS_INFO, **more)


def address(gift) -> str:
    return replying.address_for(access.issue(gift))


def letter(gift, words="Так, це вона.", *, to="", sender="", number=1, **headers):
    mail = EmailMessage()
    mail["From"] = sender or f"Галина <{gift.email.upper()}>"
    mail["To"] = to or address(gift)
    mail["Subject"] = "Re: питання"
    mail["Message-ID"] = f"<{number}.{gift.pk}@home.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return mail


class TestAnswer:
    def test_becomes_a_message_and_goes_back_to_the_queue(self):
        gift = asked()
        outcome = inbound.take(letter(gift).as_bytes())
        gift.refresh_from_db()

        assert outcome.kind == "taken"
        assert gift.status == Status.SUBMITTED
        assert gift.messages.get().body == "Так, це вона."
        assert not gift.messages.get().is_from_library

    def test_the_same_letter_twice_is_taken_once(self):
        gift = asked()
        raw = letter(gift).as_bytes()

        assert [inbound.take(raw).kind for _n in range(3)] == ["taken"] * 3
        assert gift.messages.count() == 1

    def test_a_picture_is_attached_by_the_one_door(self):
        gift = asked(files=0)
        mail = letter(gift)
        mail.add_attachment(
            jpeg(), maintype="image", subtype="jpeg", filename="млин.jpg"
        )
        mail.add_attachment(b"MZ evil", maintype="application", subtype="octet-stream",
                            filename="млин.exe")  # fmt: skip
        inbound.take(mail.as_bytes())

        assert gift.attachments.get().original_name == "млин.jpg"
        assert "млин.exe" in gift.messages.get().body

    def test_a_picture_alone_is_an_answer(self):
        gift = asked(files=0)
        mail = letter(gift, "-- \nГалина")
        mail.add_attachment(jpeg(), maintype="image", subtype="jpeg", filename="a.jpg")
        inbound.take(mail.as_bytes())
        gift.refresh_from_db()

        assert gift.status == Status.SUBMITTED
        assert gift.attachments.count() == 1

    @pytest.mark.parametrize(
        "status", [Status.SUBMITTED, Status.PUBLISHED, Status.DECLINED]
    )
    def test_to_other_letters_it_is_just_a_message(self, status):
        gift = make_contribution(status=status)
        mail = letter(gift)
        mail.add_attachment(jpeg(), maintype="image", subtype="jpeg", filename="a.jpg")
        inbound.take(mail.as_bytes())
        gift.refresh_from_db()

        assert gift.status == status
        assert gift.attachments.count() == 1  # what it had
        assert gift.messages.get().body.startswith("Так, це вона.")

    @pytest.mark.parametrize("charset", ["cp1251", "koi8-u", "utf-8", "utf-16"])
    @pytest.mark.parametrize("is_said", [True, False])
    def test_old_cyrillic_codes(self, charset, is_said):
        if charset == "utf-16" and not is_said:
            return
        gift = asked()
        said = charset if is_said else "no-such-code"
        head = (
            f"From: {gift.email}\r\nTo: {address(gift)}\r\nMessage-ID: <c@x>\r\n"
            f"Content-Type: text/plain; charset={said}\r\n"
            "Content-Transfer-Encoding: 8bit\r\n\r\n"
        )
        inbound.take(
            head.encode() + "Це було біля річки, їхали трамваєм.".encode(charset)
        )

        assert gift.messages.get().body == "Це було біля річки, їхали трамваєм."

    def test_html_alone_becomes_words(self):
        gift = asked()
        mail = letter(gift)
        mail.set_content(
            "<p>Так,<br>це вона</p><script>x</script><div class='gmail_quote'>old</div>",
            subtype="html",
        )
        inbound.take(mail.as_bytes())

        assert gift.messages.get().body == "Так,\nце вона"

    def test_ten_megabytes_of_words_are_cut(self):
        gift = asked()
        inbound.take(letter(gift, "слово " * 1_700_000).as_bytes())

        assert len(gift.messages.get().body) < 20_200

    @pytest.mark.parametrize(
        "broken",
        [
            b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain",
            b"Content-Type: multipart/mixed\r\n\r\nwords",
            b"Content-Transfer-Encoding: base64\r\n\r\n!!!!not base64",
            b"Content-Type: text/plain; charset=\xff\xfe\r\n\r\n\xff\xfe\x00",
            b"\xff\xff\xff\r\n\r\n",
            b"Message-ID: <\xff\x00>\r\nSubject: \xff\x00\r\n\r\nwords \x00\xff",
        ],
    )
    def test_broken_mime_breaks_nothing(self, broken):
        gift = asked()
        head = f"From: {gift.email}\r\nTo: {address(gift)}\r\n".encode()

        assert inbound.take(head + broken).kind in ("taken", "not_taken")


class TestNotTaken:
    def test_a_wrong_token_from_a_stranger_hears_nothing(self):
        gift = asked()
        wrong = address(gift).replace("@", "x@")
        outcome = inbound.take(
            letter(gift, to=wrong, sender="stranger@else.test").as_bytes()
        )

        assert not outcome.is_known_address
        assert Letter.objects.count() == Message.objects.count() == 0

    @pytest.mark.parametrize("why", ["expired", "revoked", "wrong"])
    def test_somebody_we_know_is_told_politely(self, why):
        gift = asked()
        to, now = address(gift), timezone.now()
        if why == "expired":
            AccessKey.objects.update(expires_at=now - timedelta(days=1))
        elif why == "revoked":
            AccessKey.objects.update(revoked_at=now)
        else:
            to = to.replace("@", "x@")
        inbound.take(letter(gift, to=to).as_bytes())

        assert gift.messages.count() == 0
        assert gift.letters.get().kind == Letter.Kind.UNREAD

    def test_a_foreign_sender_changes_nothing_but_the_staff_can_read_it(self):
        gift = asked()
        inbound.take(letter(gift, sender="other@else.test").as_bytes())
        gift.refresh_from_db()
        message = gift.messages.get()

        assert gift.status == Status.NEEDS_INFO
        assert message.is_staff_only
        assert Letter.objects.count() == 0

    @pytest.mark.parametrize(
        "header",
        [
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"X_Autoreply": "yes"},
            {"Return_Path": "<>"},
            {"List_Id": "<x.example>"},
        ],
    )
    def test_machines_are_not_answered(self, header):
        gift = asked()

        assert inbound.take(letter(gift, **header).as_bytes()).kind == "automatic"
        assert gift.messages.count() == Letter.objects.count() == 0

    def test_our_own_letters_make_no_loop(self, settings):
        gift = asked()
        mail = letter(gift, sender=settings.LIBRARY_EMAIL)

        assert inbound.take(mail.as_bytes()).kind == "automatic"

    def test_a_flood_is_dammed(self):
        gift = make_contribution()
        to = address(gift)
        kinds = [
            inbound.take(letter(gift, to=to, number=n).as_bytes()).kind
            for n in range(22)
        ]

        assert kinds.count("taken") == 20
        assert kinds[-1] == "too_many"

    def test_a_token_cannot_be_made_up(self):
        first, second = address(asked()), address(asked())
        mixed = first.split("-")[0] + "-" + second.split("-")[1]

        assert replying.find(mixed) is None
        assert replying.find(first.upper()) is not None


class TestReturned:
    def report(self, ours, *, status="5.1.1", recipient=""):
        about = f"Message-ID: {message_id(ours)}\r\nSubject: x\r\n"
        return (
            "From: mailer-daemon@mail.example\r\nTo: library@stalne.example\r\n"
            "Message-ID: <dsn@mail.example>\r\nReturn-Path: <>\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"'
            "\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsorry\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            "Reporting-MTA: dns; mail.example\r\n\r\n"
            f"Final-Recipient: rfc822; {recipient or ours.address}\r\n"
            f"Action: failed\r\nStatus: {status}\r\n\r\n"
            f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{about}\r\n--b--\r\n"
        ).encode()

    def test_a_dead_mailbox_is_marked_and_the_staff_told(self):
        gift = asked()
        ours = notifications.write(gift, Letter.Kind.QUESTION)
        outcome = inbound.take(self.report(ours))

        assert outcome.kind == "bounce"
        assert Mailbox.objects.coming_back().get().address == gift.email
        assert gift.messages.get().is_staff_only
        assert notifications.send_due(at=timezone.now() + timedelta(days=1)) == 0

    def test_a_passing_trouble_is_not(self):
        ours = notifications.write(asked(), Letter.Kind.QUESTION)
        inbound.take(self.report(ours, status="4.2.2"))

        assert not Mailbox.objects.exists()

    def test_nobody_can_silence_another(self):
        ours = notifications.write(asked(), Letter.Kind.QUESTION)
        inbound.take(self.report(ours, recipient="victim@people.test"))
        forged = self.report(ours).replace(message_id(ours).encode(), b"<letter.1.0@x>")
        inbound.take(forged.replace(b"<dsn@", b"<dsn2@"))

        assert not Mailbox.objects.exists()


class TestCommand:
    def run(self, monkeypatch, raw: bytes) -> int:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        with pytest.raises(SystemExit) as ended:
            call_command("receive_mail")
        return ended.value.code or 0

    def test_taken_is_0_nobody_67_nothing_65(self, monkeypatch):
        gift = asked()
        wrong = letter(gift, to="reply+1-x@library.example", sender="s@else.test")

        assert self.run(monkeypatch, letter(gift).as_bytes()) == 0
        assert self.run(monkeypatch, wrong.as_bytes()) == 67
        assert self.run(monkeypatch, b"") == 65

    def test_a_locked_database_is_75_and_the_next_try_takes_it(self, monkeypatch):
        gift = asked()
        raw = letter(gift).as_bytes()

        def locked(*_args, **_kwargs):
            raise OperationalError("database is locked")

        with monkeypatch.context() as patch:
            patch.setattr(InboundMail.objects, "create", locked)
            assert self.run(patch, raw) == 75
        assert gift.messages.count() == 0
        assert self.run(monkeypatch, raw) == 0
        assert gift.messages.count() == 1


QUOTES = [
    ("gmail en", "Yes.\n\nOn Mon, 23 Nov 2026 at 10:15, Mistok <r@x.example> wrote:\n\n> old"),
    ("gmail en wrapped", "Yes.\n\nOn Mon, 23 Nov 2026 at 10:15, Mistok City Archive\n<r@x.example> wrote:\n> old"),
    ("gmail uk", "Yes.\n\nпн, 23 лист. 2026 р. о 10:15 Місток <r@x.example> пише:\n\n> old"),
    ("gmail ru", "Yes.\n\nпн, 23 нояб. 2026 г. в 10:15, Мисток <r@x.example>:\n\n> old"),
    ("ukr.net", "Yes.\n\n--- Оригінальне повідомлення ---\nВід кого: Місток\nДата: 23 листопада 2026\nold"),
    ("ukr.net 2", "Yes.\n\n23 листопада 2026, 10:15:42, від \"Місток\" <r@x.example>:\n\nold"),
    ("mail.ru", "Yes.\n\nПонедельник, 23 ноября 2026, 10:15 +03:00 от Мисток <r@x.example>:\n>old"),
    ("mail.ru 2", "Yes.\n--\nГалина\nОтправлено из Mail.ru для Android\n> old"),
    ("mail.ru 3", "Yes.\n\n-------- Пересылаемое сообщение --------\nold"),
    ("outlook en", "Yes.\n\n________________________________\nFrom: Mistok <r@x.example>\nSent: Monday\nTo: me\nold"),
    ("outlook uk", "Yes.\n\nВід: Місток <r@x.example>\nНадіслано: понеділок\nКому: мені\nТема: x\n\nold"),
    ("outlook ru", "Yes.\n\nОт: Мисток <r@x.example>\nОтправлено: понедельник\nКому: мне\nold"),
    ("outlook rule", "Yes.\n\n-----Original Message-----\nFrom: x\nold"),
    ("outlook rule ru", "Yes.\n\n-----Исходное сообщение-----\nold"),
    ("thunderbird", "Yes.\n\nOn 23.11.2026 10:15, Mistok wrote:\n> old"),
    ("thunderbird uk", "Yes.\n\n23.11.26 10:15, Місток пише:\n> old"),
    ("iphone", "Yes.\n\nНадіслано з iPhone\n\n> 23 лист. 2026 р. о 10:15 Місток <r@x.example> написав(ла):\n> old"),
    ("iphone ru", "Yes.\n\nОтправлено с iPhone\n\n> 23 нояб. 2026 г., в 10:15, Мисток <r@x.example> написал(а):\n> old"),
    ("below", "On Mon, 23 Nov 2026 at 10:15, Mistok <r@x.example> wrote:\n> old\n\nYes."),
    ("signature", "Yes.\n\n-- \nHalyna\n+380 00"),
    ("outlook phone", "Yes.\n\nОтримати Outlook для Android\n"),
    ("nothing quoted", "Yes."),
]  # fmt: skip

KEPT = [
    "Від: мого діда лишилася ця світлина.",
    "Дата: 1962. Це було о 10:15:\nтрамвай, школа, млин.",
    "У 1962 році він написав:\n«Я живий».",
    "From: the mill we walked home.",
]


class TestQuoting:
    @pytest.mark.parametrize("text", [q[1] for q in QUOTES], ids=[q[0] for q in QUOTES])
    def test_only_ones_own_words_stay(self, text):
        assert quoting.own_words(text) == "Yes."
        assert quoting.own_words(text.replace("\n", "\r\n")) == "Yes."

    @pytest.mark.parametrize("text", KEPT)
    def test_a_story_is_not_taken_for_a_quotation(self, text):
        assert quoting.own_words(text) == text

    def test_a_whole_quotation_is_nothing(self):
        assert quoting.own_words("> old\n> older") == ""

    def test_many_lines_take_no_time(self):
        quoting.own_words("word: " * 40_000)
        quoting.own_words("a\n" * 100_000)


def test_reading_names_files_in_any_code():
    mail = MIMEText("x", _charset="utf-8")
    mail["From"], mail["Subject"] = "a@b.example", "=?bogus?B?abc?="

    assert reading.read(mail.as_bytes()).sender == "a@b.example"
