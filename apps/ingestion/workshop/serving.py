"""The life of a workshop: it is told a format, is fed with files, and answers batch by batch."""

from multiprocessing.connection import Connection

from apps.ingestion.formats.ahead import ahead
from apps.ingestion.workshop.batches import Unfinished, batches, cut
from apps.ingestion.workshop.feed import NoMore, files
from apps.ingestion.workshop.messages import CutOff, Failed, Prepared
from apps.ingestion.workshop.preparing import Preparing


def serve(control: Connection, feed: Connection) -> None:
    """Tell of each batch that comes by `feed`, prepare what is chosen of it, until all is done."""
    form = control.recv()
    preparing = Preparing(form)
    try:
        for records in ahead(batches(files(feed), form), most=1):
            control.send(cut(records))
            _hand_over(control, preparing.prepared(records, control.recv()))
    except Unfinished as why:
        control.send(Failed(why.file, str(why)))
    except NoMore:
        control.send(CutOff())
    control.send(None)


def _hand_over(control: Connection, prepared: Prepared) -> None:
    """What is large goes as it is, behind the rest: to pickle it would copy it at both ends."""
    control.send(prepared._replace(rows=b"", frames=b""))
    control.send_bytes(prepared.rows)
    control.send_bytes(prepared.frames)
