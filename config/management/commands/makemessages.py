from django.core.management.commands import makemessages


class Command(makemessages.Command):
    help = "Collect the messages; a changed one is untranslated, never guessed."

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
