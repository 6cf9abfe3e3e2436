import pytest
from scrapy.robotstxt import ProtegoRobotParser

from newsbot.middlewares.robots_rules import product_token, rules_for


def allowed(text, path="/x", agent="newsbot/0.1.0 (+mail@example.org)"):
    rules = ProtegoRobotParser(rules_for(text, product_token(agent)).encode(), None)
    return rules.allowed(f"http://a.test{path}", "*")


@pytest.mark.parametrize(
    ("name", "speaks_to_us"),
    [
        ("newsbot", True),
        ("NewsBot", True),
        ("newsbot/0.1.0", True),
        ("newsbot/9", True),
        ("newsbot *", True),
        ("news", False),
        ("bot", False),
        ("newsbot-image", False),
        ("mynewsbot", False),
        ("", False),
    ],
)
def test_a_group_is_for_us_if_it_names_our_product_token(name, speaks_to_us):
    assert allowed(f"User-agent: {name}\nDisallow: /\n") is not speaks_to_us


def test_the_groups_that_name_us_count_together_and_instead_of_those_for_everybody():
    text = "User-agent: newsbot\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: newsbot\nDisallow: /b\n"
    assert not allowed(text, "/a")
    assert not allowed(text, "/b")
    assert allowed(text, "/c")
    assert not allowed(text, "/c", agent="another/1.0")
    assert allowed("User-agent: newsbot\n\nUser-agent: *\nDisallow: /\n", "/c") is False  # one group of two names
    assert allowed("User-agent: newsbot\nAllow: /\n\nUser-agent: *\nDisallow: /\n", "/c")
    assert allowed("User-agent: newsbot\nDisallow:\n\nUser-agent: *\nDisallow: /\n", "/c")


@pytest.mark.parametrize("line", ["Sitemap: http://a.test/s.xml", "Clean-param: x /", "nonsense", "", "# a comment", "Host: a.test"])
def test_lines_of_other_kinds_do_not_end_a_group(line):
    assert not allowed(f"User-agent: newsbot\n{line}\nUser-agent: other\n{line}\nDisallow: /\n")


@pytest.mark.parametrize(
    "rule", ["Disallow: /", "disallow /", "DISALLOW : /", "Dissallow: /", "Disallow: / # all of it", "  Disallow: /", "Disallow\t/"]
)
def test_slips_of_the_pen_are_forgiven(rule):
    assert not allowed(f"\ufeffuser-agent newsbot\r\n{rule}\r\n")


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("/foo/ツ", "/foo/%E3%83%84"),
        ("/foo/%E3%83%84", "/foo/ツ"),
        ("/foo/%e3%83%84", "/foo/ツ"),
        ("/foo/%62%61%7A", "/foo/baz"),
        ("/foo?q=a/b", "/foo?q=a/b&c=1"),
        ("/*.pdf$", "/x.pdf"),
    ],
)
def test_a_rule_covers_an_address_however_either_is_percent_encoded(rule, path):
    assert not allowed(f"User-agent: *\nDisallow: {rule}\n", path)
    assert allowed(f"User-agent: *\nDisallow: {rule}\n", "/other")


@pytest.mark.parametrize("rule", ["Disallow /a:b", "Disallow *:b", "disallow http://a.test/a:b"])
def test_a_colon_in_an_address_ends_no_name(rule):
    assert rules_for(f"User-agent: *\n{rule}\n", "newsbot").splitlines()[1] == f"Disallow: {rule.partition(' ')[2]}"


def test_a_sentence_that_begins_as_a_line_does_is_none():
    text = "User-agent: *\nDisallow: /a\nUser-agent must be our name: see below\nAllow: /a/b\n"
    assert not allowed(text, "/a")
    assert allowed(text, "/a/b")


@pytest.mark.parametrize("empty", ["User-agent:", "user agent", "User-Agent"])
def test_rules_after_an_agent_without_a_name_are_nobodys(empty):
    text = f"User-agent: newsbot\nDisallow: /a\n{empty}\nDisallow: /b\n"
    assert not allowed(text, "/a")
    assert allowed(text, "/b")
    assert not allowed(f"User-agent: other\n{empty}\nUser-agent: newsbot\nDisallow: /b\n", "/b")


def test_rules_before_any_group_are_nobodys():
    assert allowed("Disallow: /\nUser-agent: other\nDisallow: /\n")


@pytest.mark.parametrize(("agent", "token"), [("newsbot/0.1.0 (+x)", "newsbot"), ("my_bot-2", "my_bot-"), (" X", "x"), ("", ""), ("/", "")])
def test_the_product_token_is_what_stands_before_the_version(agent, token):
    assert product_token(agent) == token
