"""How a page may end, and why: slugs that are counted and stored. docs/outcomes.md tells them. Imports nothing of ours."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How a page ended: exactly one for each page visited."""

    REPORT = "report"
    MIRROR = "mirror"
    OFF_TOPIC = "off_topic"
    TOO_OLD = "too_old"
    LIST_PAGE = "list_page"
    PART = "part"  # a further page of an article, joined to its first
    NO_ARTICLE = "no_article"
    SPAM = "spam"
    NOT_REPORT = "not_report"  # an advert, an essay, a forum post …: text, but no report
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    MISSING_FILE = "missing_file"
    BAD_RECORD = "bad_record"
    NOT_MODIFIED = "not_modified"
    WITHDRAWN = "withdrawn"  # by `scrapy forget`: it stays out
    FORBIDDEN = "forbidden"  # by robots.txt
    FAILED = "failed"


class Reason(StrEnum):
    """Why a page gave no report: what can be counted of it, beside the sentence for people."""

    # its archive could not give it
    ARCHIVE_DAMAGED = "archive_damaged"
    BAD_INDEX_LINE = "bad_index_line"
    OUTSIDE_FOLDER = "outside_folder"
    FILE_MISSING = "file_missing"
    NO_ADDRESS = "no_address"
    NO_HTTP_HEADERS = "no_http_headers"
    BAD_HTTP_STATUS = "bad_http_status"
    # its body is none
    TOO_LARGE = "too_large"
    DOES_NOT_UNPACK = "does_not_unpack"
    CUT_SHORT = "cut_short"
    NO_CONTENT = "no_content"
    NOT_TEXT = "not_text"
    NO_VISIBLE_TEXT = "no_visible_text"
    TIME_OVER = "time_over"
    READER_DIED = "reader_died"
    # it did not come
    FETCH_FAILED = "fetch_failed"
    HTTP_STATUS = "http_status"
    ROBOTS = "robots"
    UNCHANGED = "unchanged"
    # it is something else
    OFFERS_PAGES = "offers_pages"
    LATER_PART = "later_part"
    MOSTLY_SPAM = "mostly_spam"
    NEEDS_SCRIPT = "needs_script"
    NO_PARAGRAPH = "no_paragraph"
    NO_HEADLINE = "no_headline"
    TOO_FEW_SIGNS = "too_few_signs"
    LOW_SCORE = "low_score"
    OTHER_GENRE = "other_genre"
    BEFORE_SINCE = "before_since"
    # the ledger lost it
    LEDGER_DAMAGED = "ledger_damaged"
    # the program failed on it
    FAULT = "fault"
    NO_VERDICT = "no_verdict"
