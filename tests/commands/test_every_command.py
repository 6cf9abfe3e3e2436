"""What is true of every command of ours: Scrapy finds it by its class, and the help says what it is for."""

import importlib
import pkgutil

import pytest
from scrapy.commands import ScrapyCommand

import newsbot.commands

MODULES = [importlib.import_module(f"newsbot.commands.{module.name}") for module in pkgutil.iter_modules(newsbot.commands.__path__)]
COMMANDS = [
    (module, each)
    for module in MODULES
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, ScrapyCommand) and each.__module__ == module.__name__
]


@pytest.mark.parametrize(("module", "command"), COMMANDS, ids=lambda each: each.__name__.rpartition(".")[2])
def test_a_class_that_scrapy_takes_for_a_command_is_one(module, command):
    assert command.__name__ == "Command", (
        f"{module.__name__}.{command.__name__} would be a command called {module.__name__.rpartition('.')[2]}"
    )
    assert command().short_desc()


def test_all_our_commands_are_found():
    assert {"brief", "crawl", "doctor", "export", "forget", "sources"} <= {module.__name__.rpartition(".")[2] for module, _ in COMMANDS}
