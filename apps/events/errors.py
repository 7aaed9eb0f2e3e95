"""Why something about events may be refused."""

from apps.core.errors import NotFound


class SubscriberNotFound(NotFound):
    code = "request.not_found"
    message = "There is no subscriber “{name}”. There are: {known}."


class DeliveryNotFound(NotFound):
    code = "request.not_found"
    message = "No delivery “{delivery}” has ended, so that it could be made again."


class JobNotFound(NotFound):
    code = "request.not_found"
    message = "No job {job} has failed, so that it could run again."
