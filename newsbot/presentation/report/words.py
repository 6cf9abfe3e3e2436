"""What the report's script says, in both languages: the script asks for a message by its English wording."""

from __future__ import annotations

from typing import Final

from newsbot.presentation.messages import LANGUAGES, marked, told_in
from newsbot.presentation.words import BECAUSE, COPY_KINDS, FIELDS, FLAGS, OUTCOMES, REPAIRS, ROLE_WORDS

SAID: Final = (
    marked("Civilised-city reports"),
    marked("Place"),
    marked("Damage"),
    marked("Spread"),
    marked("Phrases"),
    marked("Overview"),
    marked("Search titles, sources, practices"),
    marked("China"),
    marked("{count} report"),
    marked("{count} reports"),
    marked("{count} copy"),
    marked("{count} copies"),
    marked("Counties and cities"),
    marked("Fields that are known"),
    marked("address"),
    marked("Why each value"),
    marked(", "),
    marked("; "),
    marked(" ({kind})"),
    marked("{name}: "),
    marked("places"),
    marked("without a place"),
    marked("from"),
    marked("to"),
    marked("all"),
    marked("By month"),
    marked("Practices"),
    marked("Claims"),
    marked("Figures"),
    marked("Reports"),
    marked("more"),
    marked("Close"),
    marked("Source"),
    marked("Authors"),
    marked("Repairs"),
    marked("Copies"),
    marked("Confidence"),
    marked("Chosen because"),
    marked("Flags"),
    marked("Other copies say"),
    marked("As found"),
    marked("As handed over"),
    marked("Width of the two columns"),
    marked("Choose a page"),
    marked("repaired characters are marked on the left, with what stands there now; what was left out is struck through on the right"),
    marked("No raw page is at hand: name the archive with --archive, and pages with damage are shown here."),
    marked("No report has a copy."),
    marked("The report"),
    marked("The copy"),
    marked("The ledger is needed to show the copy's text."),
    marked("not in the copy"),
    marked("only in the copy"),
    marked("contested"),
    marked("passage put in, left out here"),
    marked("No phrase stands in reports of three places."),
    marked("first in"),
    marked("shared by reports of several places; ◯ stands for a figure"),
    marked("How pages ended"),
    marked("Sites"),
    marked("Media credited"),
    marked("Most copied reports"),
    marked("pages"),
    marked("A sample: {shown} of {all} reports, evenly over time."),
    marked("Language"),
    marked("unknown"),
    marked("day unknown"),
    marked("title"),
    marked("characters repaired"),
    marked("pieces left out"),
    marked("Skip to content"),
    marked("Back"),
)


def catalogues() -> dict[str, dict[str, str]]:
    """Return for each language what the script says, and the words for slugs, by English wording or slug."""
    slugs = {f"outcome {slug}": word for slug, word in OUTCOMES.items()} | {f"repair {slug}": word for slug, word in REPAIRS.items()}
    slugs |= {f"role {slug}": word for slug, word in ROLE_WORDS.items()} | {f"flag {slug}": word for slug, word in FLAGS.items()}
    slugs |= {f"because {said}": said for said in BECAUSE}
    slugs |= {f"kind {slug}": word for slug, word in COPY_KINDS.items()} | {f"field {slug}": word for slug, word in FIELDS.items()}
    return {
        language: {**{word: told_in(language, word) for word in SAID}, **{key: told_in(language, word) for key, word in slugs.items()}}
        for language in LANGUAGES
    }
