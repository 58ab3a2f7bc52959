"""Names that somebody typed, where Streamlit reads markdown."""

import re

import pytest

from pages.ui.markdown import as_plain


@pytest.mark.parametrize("text", ["Article, code 32", "Größe", "学生", "🎉"])
def test_plain_words_stay_readable(text):
    assert re.sub(r"\\", "", as_plain(text)) == text


@pytest.mark.parametrize("text", ["**b**", "<b>", "$x$", "[a](b)", "`c`", "# h", "~~s~~"])
def test_every_mark_of_markdown_is_escaped(text):
    assert re.sub(r"\\[^\w\s]", "", as_plain(text)) == re.sub(r"[^\w\s]", "", text)


@pytest.mark.parametrize(
    "text", [":smile:", ":red[x]", ":material/home:", "http://a.b", "www.a.b", "WWW.a.b", "a@b.c"]
)
def test_what_is_found_once_more_after_the_markdown_is_broken_up(text):
    shown = as_plain(text).replace("\\", "")
    assert text not in shown
    assert shown.replace("\N{WORD JOINER}", "") == text
