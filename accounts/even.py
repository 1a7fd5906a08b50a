"""Answer in even time, so that nobody measures whether we know an address.

A letter, a hash of a password or an account takes its time; the answer leaves at the
next full step, whatever was done before it.
"""

import re
import time

from django.conf import settings

TOO_OFTEN = 429


class EvenTimeMiddleware:
    """Answer evenly where an address is typed; a refusal to the hasty leaves at once."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        self.asked = re.compile(settings.EVENLY_ANSWERED)

    def __call__(self, request):
        if request.method != "POST" or not self.asked.match(request.path_info):
            return self.get_response(request)
        began = time.monotonic()
        response = self.get_response(request)
        step = settings.EVEN_ANSWER_SECONDS
        if step and response.status_code != TOO_OFTEN:
            time.sleep(step - (time.monotonic() - began) % step)
        return response
