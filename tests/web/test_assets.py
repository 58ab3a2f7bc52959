import gzip

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ae.web.addresses import Addresses
from ae.web.routes import make_routes


@pytest.fixture
def folder(tmp_path):
    modules = tmp_path / "modules"
    (modules / "live_view").mkdir(parents=True)
    (modules / "live_view" / "feed.js").write_text('import "../plot.js"; // ü')
    (modules / "plot.js").write_text("export const plot = 1;")
    (modules / "plot.css").write_text(".plot { color: red }")
    (modules / "plot.py").write_text("SECRET = 1")
    (tmp_path / "outside.js").write_text("outside")
    return modules


@pytest.fixture
def client(folder):
    with TestClient(Starlette(routes=make_routes(Addresses(), unused_store, folder))) as client:
        yield client


def unused_store():
    raise AssertionError("an asset needs no store")


def test_a_module_is_served_as_javascript_that_may_be_kept_for_ever(client, folder):
    answer = client.get(f"{Addresses().modules(folder)}/live_view/feed.js")
    assert answer.status_code == 200
    assert answer.text == 'import "../plot.js"; // ü'
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_relative_import_leads_to_the_module_of_the_same_version(client, folder):
    feed = f"{Addresses().modules(folder)}/live_view/feed.js"
    assert client.get(client.base_url.join(feed).join("../plot.js")).text == (
        "export const plot = 1;"
    )


def test_styles_are_served_as_styles(client, folder):
    answer = client.get(f"{Addresses().modules(folder)}/plot.css")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize(
    "file",
    ["plot.py", "live_view", "", "missing.js", "%2e%2e/outside.js", "..%2foutside.js",
     "live_view/%2e%2e/plot.js", "%2fetc%2fpasswd", "plot.js%00"],
)  # fmt: skip
def test_nothing_but_the_folders_modules_is_served(client, folder, file):
    answer = client.get(f"{Addresses().modules(folder)}/{file}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_module_of_another_version_is_not_served(client):
    answer = client.get("/assets/js/0123456789abcdef/plot.js")
    assert answer.status_code == 404
    assert "Cache-Control" not in answer.headers


def test_plotly_is_served_from_its_package_compressed(client):
    answer = client.get(Addresses().plotly)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "plotly.js v" in answer.text[:200]
    assert len(gzip.compress(answer.content, 1)) > int(answer.headers["Content-Length"])
