"""The paper on which somebody signed: photographed at the desk, kept with the consent."""

from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from contributions import intake, quotas
from contributions.models import Contribution
from contributions.refusals import Refused
from history import images, masters, sounds
from history.models import Master
from history.tasks import prepare_master


def keep(contribution: Contribution, upload: UploadedFile) -> Master:
    """Keep the photograph of a signed paper, in private storage and unaltered.

    It is no file of the contribution: nothing of it is ever published. The caller
    writes it into a consent at once (`workflow.agree`). Raises: Refused.
    """
    path = Path(upload.temporary_file_path())
    quotas.check_disk(path.stat().st_size)
    try:
        masters.look_into(path)
    except images.Unreadable as error:
        raise Refused(error.code, str(error.sentence)) from error
    try:
        master = masters.keep(
            path, original_name=masters.display_name(upload.name or "")
        )
    except masters.NotKept as error:
        raise Refused("storage", intake.no_keeping()) from error
    if sounds.is_sound(master.media_type):
        intake.forget_unused([master.pk])
        raise Refused("sound", _("This is a recording. Please photograph the paper."))
    if master.state == Master.State.RECEIVED:
        prepare_master.enqueue(master.pk)
    return master
