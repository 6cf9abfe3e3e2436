"""Everything a person is told stands in both languages."""

import argparse
import ast
import gettext
import pickle
import re
from string import Formatter

import pytest

from newsbot import exceptions
from newsbot.commands.base import say_errors_in_one_line
from newsbot.data import table
from newsbot.discovery.account import Loss
from newsbot.exceptions import ArgumentError
from newsbot.facts import practices
from newsbot.facts.genre import SIGN_WORDS
from newsbot.listings.page_kind import Kind
from newsbot.outcomes import Outcome
from newsbot.output.schema import keys_meanings
from newsbot.page.is_report import SIGNS
from newsbot.presentation.messages import (
    CATALOGUES,
    DOMAIN,
    catalogue,
    have_argparse_speak,
    language,
    retold,
    speak,
    told,
    told_error,
    told_in,
)
from newsbot.presentation.words import FIELDS, NAMES, OUTCOMES, REPAIRS, WHY_LOST
from newsbot.row import Repairs, plain
from newsbot.said import SaidText, lines_said, said, said_list
from newsbot.text import charset
from scripts.messages import COMPILED, ROOT, TEXT, compiled, entries, messages

SAID = messages()
KNOWN = entries(TEXT.read_text(encoding="utf-8"))


def test_every_message_is_translated_and_no_other():
    assert len(SAID) > 100
    assert not [key for key in SAID if not KNOWN.get(key)], "run: python -m scripts.messages"
    assert not KNOWN.keys() - SAID.keys() - {""}


@pytest.mark.parametrize("key", SAID)
def test_a_translation_has_the_same_values_in_it(key):
    def values(text):
        return sorted(name for _, name, _, _ in Formatter().parse(text) if name)

    assert values(KNOWN[key]) == values(key)


def test_english_is_english():
    quoting = set(keys_meanings().values())  # what a field means names the words that it is read from
    assert not [key for key in SAID if re.search("[\u3400-\u9fff]", key) and key not in quoting]


def test_what_is_compiled_is_what_stands_in_the_text():
    assert COMPILED.read_bytes() == compiled(KNOWN)
    read = gettext.translation(DOMAIN, str(CATALOGUES), ["zh"])
    assert all(read.gettext(key) == text for key, text in KNOWN.items() if key)
    assert catalogue("zh") == {key: text for key, text in KNOWN.items() if key}
    assert catalogue("en") == {}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"NEWSBOT_LANG": "zh", "LC_ALL": "C"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_environment_says_the_language(environment, expected):
    assert language(environment) == expected


def test_a_message_is_told_in_the_language_asked_for(monkeypatch):
    monkeypatch.setenv("NEWSBOT_LANG", "en")
    assert told("ended with code {code}", code=66) == "ended with code 66"
    speak("zh")
    assert told("ended with code {code}", code=66) == "退出码 66"
    assert told_in("en", "title") == "title"


def test_every_outcome_and_repair_has_words():
    assert set(OUTCOMES) == {outcome.value for outcome in Outcome}
    assert set(REPAIRS) == {name for name, value in plain(Repairs()).items() if isinstance(value, int)}
    assert {"figures", "names", "dates", "places"} <= set(FIELDS)


def test_what_a_lower_room_said_is_told_with_everything_that_stands_in_it(monkeypatch):
    monkeypatch.setenv("NEWSBOT_LANG", "zh")
    inner = said("that is no day.")
    whole = said("-a {name}={given}: {why} It may be {known}.", name="since", given="x", why=inner, known=said("a day, written YYYY-MM-DD"))
    error = ArgumentError(lines_said([whole, "as it is"]))
    assert str(error) == "-a since=x: that is no day. It may be a day, written YYYY-MM-DD.\nas it is"
    assert told_error(error) == "-a since=x：这不是日期。 可以是日期，写成 YYYY-MM-DD。\nas it is"
    assert told_error(pickle.loads(pickle.dumps(error))) == told_error(error)
    assert told_error(ValueError("as it is")) == "as it is"
    monkeypatch.setenv("NEWSBOT_LANG", "en")
    assert told_error(error) == str(error)


def test_names_of_the_code_that_sentences_hold_have_words():
    forms = {
        node.args[-1].value
        for node in ast.walk(ast.parse((ROOT / "newsbot" / "lines" / "times.py").read_bytes()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Time", "_plausible"} and isinstance(node.args[-1], ast.Constant)
    }
    assert len(forms) > 8
    rules = {*practices.AND_KIND.values(), *practices.AFTER_KIND.values(), *practices.INTRODUCED.values(), *practices.BARE.values()}
    known = {*forms, *rules, *(sign.slug for sign in SIGNS), *(what for _, what in charset._MAGIC), *(kind for kind in Kind if kind.offers)}
    assert known - set(NAMES) == set()
    assert set(table("genre_weights.toml")["weights"]) - {"bias"} <= set(SIGN_WORDS)
    assert {str(why) for why in Loss} == set(WHY_LOST)


def test_what_was_said_in_parts_is_told_in_parts(monkeypatch):
    said_of_page = said("{flag}: {why}", flag=SaidText("masked"), why=said_list([said("the header"), "x"], ", "))
    assert said_of_page == "masked: the header, x"
    monkeypatch.setenv("NEWSBOT_LANG", "zh")
    assert retold(pickle.loads(pickle.dumps(said_of_page))) == "被遮盖：响应头、x"


@pytest.mark.parametrize(("words", "told_in_chinese"), [(["-x"], "-x：后面要有一个值"), (["-x", "a"], "-x：不是合适的值（int）：'a'")])
def test_wrong_options_are_refused_in_one_line_of_the_readers_language(words, told_in_chinese, monkeypatch, capsys):
    parser = argparse.ArgumentParser()
    parser.add_argument("-x", type=int)
    say_errors_in_one_line(parser)
    for language_asked, expected in (("zh", told_in_chinese), ("en", "argument -x: ")):
        monkeypatch.setenv("NEWSBOT_LANG", language_asked)
        monkeypatch.setenv("LANGUAGE", "")
        have_argparse_speak()
        with pytest.raises(SystemExit) as ended:
            parser.parse_args(words)
        assert ended.value.code == 2
        assert capsys.readouterr().err.startswith(f"newsbot: {expected}")


FAMILY = {name for name, kind in vars(exceptions).items() if isinstance(kind, type) and issubclass(kind, exceptions.NewsbotError)}


def test_no_error_is_raised_with_a_text_that_nobody_could_tell():
    """A message is `said` or `told`; a text that was put together stands in no catalogue."""
    bare = []
    for path in sorted((ROOT / "newsbot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FAMILY - {"ContentDamaged"} and node.args:
                text = node.args[0]
                if isinstance(text, ast.JoinedStr | ast.Constant):
                    bare.append(f"{path.name}:{node.lineno}")
    assert bare == []
