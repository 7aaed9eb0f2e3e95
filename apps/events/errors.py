"""Why something about events may be refused."""

from apps.core.errors import Conflict, NotFound


class SubscriberNotFound(NotFound):
    code = "request.not_found"
    message = "There is no subscriber “{name}”. There are: {known}."


class DeliveryNotFound(NotFound):
    code = "request.not_found"
    message = "There is no delivery “{delivery}”."


class DeliveryUnderWay(Conflict):
    code = "delivery.under_way"
    message = "This delivery is under way, or waits for its turn: see first what comes of it."


class JobNotFound(NotFound):
    code = "request.not_found"
    message = "No job {job} has failed, so that it could run again."
