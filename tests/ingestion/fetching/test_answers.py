"""What servers answer instead of a file: worth another try, or a sentence."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from socket import create_server

import pytest
import trustme

from apps.ingestion.fetching import ChangedMeanwhile, NotThere, Unfetchable, Unreachable, Web
from apps.ingestion.fetching.patience import seconds_asked
from tests.ingestion.fetching.publisher import Publisher, Served
from tests.ingestion.fetching.waiting import Waits


def test_a_server_that_fails_twice_is_asked_a_third_time(
    publisher: Publisher, web: Web, waits: Waits
) -> None:
    address = publisher.serve("/a.dat", b"content", first_answers=[(500, {}), (503, {})])
    assert web.document(address) == b"content"
    assert len(waits.seconds) == 2
    assert 0 <= waits.seconds[0] <= 1
    assert 0 <= waits.seconds[1] <= 2
    assert waits.said[0].startswith(f"{address}: the server answers 500 Internal Server Error")


def test_clients_that_fail_together_do_not_come_back_together(
    publisher: Publisher, web: Web
) -> None:
    seen = set()
    for number in range(12):
        address = publisher.serve(f"/{number}.dat", b"content", first_answers=[(500, {})])
        waits = Waits()
        with Web(sleep=waits) as patient:
            assert patient.document(address) == b"content"
        seen.add(waits.seconds[0])
    assert len(seen) > 6


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_says_when_to_come_back_is_obeyed(
    publisher: Publisher, web: Web, waits: Waits, status: int
) -> None:
    address = publisher.serve("/a.dat", b"content", first_answers=[(status, {"Retry-After": "37"})])
    assert web.document(address) == b"content"
    assert waits.seconds == [37.0]


def test_a_server_that_asks_for_too_much_patience_is_given_up(
    publisher: Publisher, web: Web, waits: Waits
) -> None:
    address = publisher.serve("/a.dat", first_answers=[(429, {"Retry-After": "86400"})])
    with pytest.raises(Unreachable, match=r"429 Too Many Requests and asks to wait 86,400 s\.$"):
        web.document(address)
    assert waits.seconds == []


def test_a_time_to_come_back_may_be_a_date() -> None:
    in_a_minute = datetime.now(UTC) + timedelta(minutes=1)
    assert 55 < seconds_asked(format_datetime(in_a_minute, usegmt=True)) <= 61
    assert seconds_asked("Wed, 21 Oct 2015 07:28:00 GMT") == 0


@pytest.mark.parametrize("nonsense", [None, "", "soon", "-5", "1e3", "²"])
def test_a_time_to_come_back_that_is_none_counts_for_nothing(nonsense: str | None) -> None:
    assert seconds_asked(nonsense) == 0


def test_a_server_that_always_fails_is_given_up_in_one_sentence(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/a.dat", first_answers=[(502, {})] * 9)
    with pytest.raises(Unreachable) as refusal:
        web.document(address)
    assert str(refusal.value) == (
        f"“{address}” cannot be read: the server answers 502 Bad Gateway, 4 times in a row."
    )
    assert len(publisher.asked) == 4


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_what_is_not_there_is_not_asked_for_twice(
    publisher: Publisher, web: Web, status: int
) -> None:
    address = publisher.serve("/a.dat", first_answers=[(status, {})])
    with pytest.raises(NotThere, match=f"the server answers {status} "):
        web.document(address)
    assert len(publisher.asked) == 1


@pytest.mark.parametrize("status", [204, 206, 304, 400, 416, 418])
def test_any_other_answer_is_no_file_either(publisher: Publisher, web: Web, status: int) -> None:
    address = publisher.serve("/a.dat", first_answers=[(status, {})])
    with pytest.raises(Unfetchable):
        web.document(address)
    assert len(publisher.asked) == 1


def test_a_file_that_goes_away_under_way_is_told(publisher: Publisher, web: Web) -> None:
    gone = Served(first_answers=[(404, {})])
    publisher.files["/a.dat"] = Served(b"x" * 1000, cut_after=500, later=gone)
    with pytest.raises(NotThere):
        web.document(f"{publisher.address}/a.dat")


def test_another_part_than_the_asked_one_is_refused(publisher: Publisher, web: Web) -> None:
    wrong = [(206, {"Content-Range": "bytes 10-999/1000"})]
    later = Served(b"x" * 1000, first_answers=wrong)
    publisher.files["/a.dat"] = Served(b"x" * 1000, cut_after=500, later=later)
    with pytest.raises(ChangedMeanwhile, match="nothing at byte 500"):
        web.document(f"{publisher.address}/a.dat")


def test_redirects_are_followed_and_what_breaks_off_is_taken_up_where_they_led(
    publisher: Publisher, web: Web
) -> None:
    publisher.serve("/there.dat", b"content", cut_after=3, cuts=1)
    address = publisher.serve("/a.dat", first_answers=[(302, {"Location": "/there.dat"})])
    assert web.document(address) == b"content"
    assert [asked.path for asked in publisher.asked] == ["/a.dat", "/there.dat", "/there.dat"]


def test_redirects_without_end_have_an_end(publisher: Publisher, web: Web) -> None:
    address = publisher.serve("/a.dat", first_answers=[(301, {"Location": "/a.dat"})] * 50)
    with pytest.raises(Unfetchable, match="more than 5 times"):
        web.document(address)
    assert len(publisher.asked) == 6


@pytest.mark.parametrize("target", ["ftp://127.0.0.1/a.dat", "file:///etc/hostname", "gopher://x"])
def test_a_redirect_away_from_the_web_is_not_followed(
    publisher: Publisher, web: Web, waits: Waits, target: str
) -> None:
    address = publisher.serve("/a.dat", first_answers=[(302, {"Location": target})])
    with pytest.raises(Unfetchable, match="leads away to what is no address of the web"):
        web.document(address)
    assert waits.seconds == []


def test_where_nobody_answers_is_asked_again_then_given_up(web: Web, waits: Waits) -> None:
    with create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    with pytest.raises(
        Unreachable, match=r"no connection \(Connection refused\), 4 times in a row\.$"
    ):
        web.document(f"http://127.0.0.1:{port}/a.dat")
    assert len(waits.seconds) == 3


def test_a_server_that_cannot_prove_its_name_is_not_asked_twice(web: Web, waits: Waits) -> None:
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(secured)
    publisher = Publisher(secured=secured)
    with publisher.running(), pytest.raises(Unfetchable, match="certificate verify failed"):
        web.document(publisher.serve("/a.dat", b"content").replace("http:", "https:"))
    assert waits.seconds == []
    assert publisher.asked == []


def test_a_server_that_does_not_speak_http_is_given_up_with_what_it_said_wrong(
    web: Web, waits: Waits
) -> None:
    with create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            for _ in range(4):
                client, _ = listening.accept()
                with client:
                    client.recv(1000)
                    client.sendall(b"220 welcome to the other protocol\r\n\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/a.dat"
        with pytest.raises(Unreachable, match=r"broke off \(illegal status line.*4 times in a row"):
            web.document(address)
        thread.join()


@pytest.mark.parametrize(
    "address",
    [
        "ftp://ftp.example.org/a.dat",
        "s3://bucket/a.dat",
        "http://",
        "http://[::1/a",
        f"http://{'a' * 300}/a.dat",
    ],
)
def test_an_address_that_is_none_is_refused_at_once(web: Web, waits: Waits, address: str) -> None:
    with pytest.raises(Unfetchable):
        web.document(address)
    assert waits.seconds == []


def test_no_sentence_shows_a_password_or_a_signature(publisher: Publisher, web: Web) -> None:
    host = publisher.address.removeprefix("http://")
    with pytest.raises(NotThere) as refusal:
        web.document(f"http://me:opensesame@{host}/a.dat?signature=opensesame#opensesame")
    assert "opensesame" not in str(refusal.value)
    assert f"{publisher.address}/a.dat”" in str(refusal.value)


def test_a_document_that_is_no_small_file_is_refused(publisher: Publisher, web: Web) -> None:
    address = publisher.serve("/a.txt", b"x" * 101)
    assert web.document(address, longest=101) == b"x" * 101
    with pytest.raises(Unfetchable, match="longer than 100 bytes"):
        web.document(address, longest=100)
