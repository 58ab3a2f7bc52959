"""What a class opens where its teacher's own address is the machine's own."""

import pytest
import segno
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from ae.errors import NotReachable
from ae.web.class_link import CLOSED, NO_NETWORK, class_link, serve_class_link
from ae.web.own_addresses import first_of, lan_address, leads_to_others

HERE = "http://127.0.0.1:8501/train?run=yOICRFBCJirc"


def link(page, listens_on=None, names=(), own="192.168.1.20"):
    return class_link(page, listens_on, names, lambda: own)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "ae.localhost"])
@pytest.mark.parametrize("listens_on", [None, "", "0.0.0.0", "::"])
def test_an_address_of_the_machine_itself_becomes_the_one_in_its_network(host, listens_on):
    page = f"http://{host}:8600/school/ae/train?run=x&latent_dim=8"
    there = "http://192.168.1.20:8600/school/ae/train?run=x&latent_dim=8"
    assert link(page, listens_on) == there
    assert link(page.replace(":8600", ""), listens_on) == there.replace(":8600", "")


@pytest.mark.parametrize(
    "page",
    [
        "http://192.168.1.20:8501/latent",
        "https://ae.school.org/ae/train?run=x",
        "http://[fd00::2]/",
    ],
)
def test_an_address_that_others_know_stays_as_it_is(page):
    assert link(page, listens_on="127.0.0.1", own=None) == page


def test_the_address_that_the_server_is_bound_to_is_the_one():
    assert link(HERE, "10.0.0.7") == HERE.replace("127.0.0.1", "10.0.0.7")
    assert link(HERE, "fd00::2") == HERE.replace("127.0.0.1", "[fd00::2]")


def test_a_name_that_was_given_comes_first():
    names = (None, "localhost", "ae.school.org")
    assert link(HERE, None, names) == HERE.replace("127.0.0.1", "ae.school.org")
    assert link(HERE, "127.0.0.1", names) == HERE.replace("127.0.0.1", "ae.school.org")


@pytest.mark.parametrize("listens_on", ["127.0.0.1", "localhost", "::1"])
def test_a_server_of_this_machine_alone_says_so(listens_on):
    with pytest.raises(NotReachable, match="make classroom") as reason:
        link(HERE, listens_on)
    assert str(reason.value) == CLOSED


def test_a_machine_in_no_network_says_so():
    with pytest.raises(NotReachable) as reason:
        link(HERE, own=None)
    assert str(reason.value) == NO_NETWORK


def test_of_several_network_cards_the_first_that_leads_to_others_is_taken():
    cards = [("lo", "127.0.0.1"), ("docker0", "172.17.0.1"), ("eth1", "169.254.3.4")]
    assert first_of(cards) is None
    assert first_of([*cards, ("wlan0", "192.168.1.20"), ("eth0", "10.0.0.7")]) == "192.168.1.20"


def test_the_address_found_on_this_machine_is_one_of_a_network():
    address = lan_address()
    assert address is None or leads_to_others(address)


def ask(page, host="127.0.0.1:8501", names=("ae.school.org",)):
    app = Starlette(routes=[Route("/share", serve_class_link("127.0.0.1", names))])
    return TestClient(app).get("/share", params={"page": page}, headers={"Host": host})


def test_the_page_is_given_its_link_and_the_code_of_that_link():
    answer = ask(HERE).json()
    assert answer["link"] == "http://ae.school.org:8501/train?run=yOICRFBCJirc"
    wanted = segno.make(answer["link"], error="m", micro=False)
    side = wanted.symbol_size(border=4)[0]
    assert f'viewBox="0 0 {side} {side}"' in answer["qr"]
    assert wanted.svg_inline(border=4, dark="#000", light="#fff", omitsize=True) == answer["qr"]


def test_where_there_is_no_link_the_page_is_told_why():
    assert ask(HERE, names=()).json() == {"problem": CLOSED}


@pytest.mark.parametrize(
    "page", ["", "http://elsewhere.example/train", "javascript:alert(1)", "http://[", "/train"]
)
def test_no_code_is_made_of_other_sites(page):
    assert ask(page).status_code == 400
