"""The report in a browser: every screen and a report drawn in both languages, by keyboard, in colours that can be read, and by axe-core.

Needs Chromium. What axe-core finds is asked where NEWSBOT_AXE names its `axe.min.js` (`npm install axe-core`).
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from newsbot.presentation.collection import Collection
from newsbot.presentation.html_page import report_file
from newsbot.presentation.messages import LANGUAGES, Language
from newsbot.presentation.report.build import report_html
from newsbot.presentation.report.words import catalogues
from tests.presentation.made import copy, row

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
AXE = os.environ.get("NEWSBOT_AXE", "")
SCREENS = ("Place", "Damage", "Spread", "Phrases", "Overview")

browser = pytest.mark.skipif(not CHROMIUM, reason="no chromium: apt install chromium")


def report(language: Language) -> str:
    """A report of twelve rows, one of them with a copy."""
    rows = [row(n, copies=[copy("http://farm.example/1")] if n == 3 else []) for n in range(12)]
    return report_html(Collection(rows, {"report": 12}), language)


def in_browser(folder: Path, page: str, at: str, *, dark: bool = False) -> str:
    """Return the page as a browser has drawn it, at ``#at``; fails where a script failed or the policy forbade something."""
    made = folder / "report.html"
    made.write_text(page, encoding="utf-8")
    command = [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    command += ["--virtual-time-budget=3000", "--enable-logging=stderr", "--dump-dom"]
    command += ["--blink-settings=preferredColorScheme=0"] if dark else []
    done = subprocess.run([*command, f"{made.as_uri()}#{at}"], capture_output=True, text=True, check=False, timeout=120)
    assert not re.search("Uncaught|Content Security Policy", done.stderr)
    return done.stdout


def with_script(page: str, script: str) -> str:
    """A page with a script of the test's own, which its policy would forbid."""
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page).replace("</html>", f"<script>{script}</script></html>")


@pytest.mark.slow
@browser
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_draws_every_screen(tmp_path, screen, language):
    drawn = in_browser(tmp_path, report(language), screen).partition("<main")[2].partition("</main>")[0]
    assert f"<h2>{catalogues()[language][screen]}</h2>" in drawn
    assert len(drawn) > 70
    assert "undefined" not in drawn
    assert "[object" not in drawn


@pytest.mark.slow
@browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_opens_a_report_with_its_text_and_the_command_that_says_why(tmp_path, language):
    shown = row(3)
    drawn = in_browser(tmp_path, report(language), f"id={shown['id']}").partition("<dialog")[2].partition("</dialog>")[0]
    assert drawn.split(">")[0].endswith('open=""')
    assert all(f">{paragraph}</p>" in drawn for paragraph in shown["body"])
    assert f"newsbot explain {shown['id']}" in drawn
    assert catalogues()[language]["because the only copy"] in drawn
    assert "undefined" not in drawn
    assert "[object" not in drawn


@pytest.mark.slow
@browser
def test_what_was_pressed_keeps_the_focus(tmp_path):
    press = """
      const said = [];
      const press = (found) => { const each = document.querySelector(found); each.focus(); each.click(); };
      press(".bars button:not([disabled])");
      said.push(document.activeElement.getAttribute("aria-label"));
      press(".tile:not([disabled])");
      said.push(document.activeElement.tagName);
      document.body.append(Object.assign(document.createElement("output"), { textContent: JSON.stringify(said) }));
    """
    drawn = in_browser(tmp_path, with_script(report("zh"), press), "Place")
    month, then = json.loads(re.findall("<output>(.*?)</output>", drawn)[0])
    assert month.startswith("2023-01: ")
    assert then == "MAIN"  # the tile is gone: the keys go on from the top of the screen


@pytest.mark.slow
@browser
@pytest.mark.skipif(not AXE, reason="NEWSBOT_AXE names no axe.min.js")
@pytest.mark.parametrize("at", [*SCREENS, f"id={3:016x}"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(tmp_path, language, at, dark):
    judge = (
        Path(AXE).read_text(encoding="utf-8").replace("</script", "<\\/script")
        + "; axe.run().then((found) => document.body.append(Object.assign(document.createElement('output'), "
        + "{ textContent: JSON.stringify(found.violations.map((each) => `${each.id}: ${each.nodes[0].html}`)) })));"
    )
    drawn = in_browser(tmp_path, with_script(report(language), judge), at, dark=dark)
    assert json.loads(re.findall("<output>(.*?)</output>", drawn, re.DOTALL)[0]) == []


def luminance(colour: str) -> float:
    """The relative luminance of `#rgb` or `#rrggbb`, as WCAG 2.2 defines it."""
    digits = colour.lstrip("#")
    pairs = [2 * digit for digit in digits] if len(digits) == 3 else [digits[n : n + 2] for n in (0, 2, 4)]
    parts = [int(pair, 16) / 255 for pair in pairs]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_colour_of_text_can_be_read_on_every_ground(scheme):
    rules = re.findall(r":root\{(--ink[^}]*)\}", report_file("report.css"))
    assert len(rules) == 3
    colours = dict(re.findall(r"--(\w+):(#[0-9a-f]+)", rules[("light", "dark", "print").index(scheme)]))
    pairs = [(ink, ground) for ink in ("ink", "soft", "accent", "cool") for ground in ("paper", "card")]
    pairs += [("ins", "insbg"), ("del", "delbg"), ("ink", "mark")]
    for ink, ground in pairs:
        dark, light = sorted(luminance(colours[name]) for name in (ink, ground))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (scheme, ink, ground)
