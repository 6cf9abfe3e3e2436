import logging
from typing import Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from newsbot.extensions.log_formatter import QuietLogFormatter
from newsbot.items import Recorded, Visit
from newsbot.model import Outcome, Page, Reason, Rejection

SPIDER: Any = None
SECRET = "a body that belongs in no log"


def visit(**more):
    return Visit(Page("http://a.test/中文\x1b[31m", SECRET.encode()), **more)


def text(result):
    return result["msg"] % result["args"]


def test_no_message_holds_the_body_of_an_item():
    formatter, failure = QuietLogFormatter(), ValueError("x")
    messages = [
        formatter.scraped({"body": SECRET}, None, SPIDER),
        formatter.dropped(visit(), Recorded("recorded"), None, SPIDER),
        formatter.dropped({"body": SECRET}, DropItem("x", log_level="INFO"), None, SPIDER),
        formatter.item_error(visit(), failure, None, SPIDER),
    ]
    for message in messages:
        assert SECRET not in text(message)


def test_a_visit_is_named_in_ascii_and_without_control_characters():
    message = text(QuietLogFormatter().item_error(visit(), ValueError("x"), None, SPIDER))
    assert message.isascii()
    assert message.isprintable()
    assert "http://a.test/" in message


def test_how_a_visit_ended_is_said_quietly():
    spam = Rejection(Page("http://a.test/", b""), Outcome.SPAM, Reason.MOSTLY_SPAM, "why")
    message = QuietLogFormatter().dropped(Visit.of(spam), Recorded("why"), None, SPIDER)
    assert message["level"] == logging.DEBUG
    assert text(message) == "http://a.test/ (spam): why"


@pytest.mark.parametrize(("level", "said"), [("DEBUG", True), ("INFO", False), (logging.WARNING, False), ("nonsense", True)])
def test_nothing_is_made_for_a_log_that_nobody_reads(level, said):
    formatter = QuietLogFormatter.from_crawler(get_crawler(settings_dict={"LOG_LEVEL": level}))
    assert (formatter.dropped(visit(), Recorded("why"), None, SPIDER) is not None) == said
    assert (formatter.scraped({}, None, SPIDER) is not None) == said
    assert formatter.dropped({}, DropItem("x", log_level="INFO"), None, SPIDER) is not None
