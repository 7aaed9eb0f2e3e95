"""The life of a workshop: it is told a format, is fed with files, and answers batch by batch."""

from multiprocessing.connection import Connection

from apps.ingestion.formats.ahead import ahead
from apps.ingestion.workshop.batches import Unfinished, batches, cut
from apps.ingestion.workshop.feed import NoMore, files
from apps.ingestion.workshop.messages import CutOff, Failed
from apps.ingestion.workshop.preparing import Preparing


def serve(control: Connection, feed: Connection) -> None:
    """Tell of each batch that comes by `feed`, prepare what is chosen of it, until all is done."""
    form = control.recv()
    preparing = Preparing(form)
    try:
        for records in ahead(batches(files(feed), form), most=1):
            control.send(cut(records))
            control.send(preparing.prepared(records, control.recv()))
    except Unfinished as why:
        control.send(Failed(why.file, str(why)))
    except NoMore:
        control.send(CutOff())
    control.send(None)
