from newsbot.model import Block, Outcome, Page, Piece, Reason, Rejection, Report, Role
from newsbot.row import Author, Place, Repairs
from newsbot.run.tally import UNDECLARED, Tally


def report(**fields):
    source = fields.pop("declared", None)
    return Report(Page("http://a.test/1", b"", source=source), "utf-8", "0" * 64, site="a.test", **fields)


def test_pages_are_counted_by_outcome_and_declared_source():
    tally = Tally()
    tally.count(report(declared="hunan"))
    tally.count(Rejection(Page("http://a.test/2", b"", source="hunan"), Outcome.SPAM, Reason.MOSTLY_SPAM))
    tally.count(Rejection(Page("http://b.test/", b""), Outcome.EMPTY, Reason.NO_CONTENT))
    assert tally.pages == 3
    assert tally.outcomes == {"report": 1, "spam": 1, "empty": 1}
    assert sorted(name.split(": ")[0] for name in tally.reasons) == ["empty", "spam"]
    assert tally.sources == {"hunan": {"report": 1, "spam": 1}, UNDECLARED: {"empty": 1}}


def test_whoever_listens_hears_of_the_same_counts():
    heard: dict[str, int] = {}
    tally = Tally(listener=lambda slug, number: heard.update({slug: heard.get(slug, 0) + number}))
    tally.count(report(declared="hunan", title="x"))
    tally.count(report(declared="hunan"))
    tally.settle({Outcome.REPORT: 1, Outcome.MIRROR: 1})
    assert heard == {f"newsbot/{slug}": number for slug, number in tally.counts.items()}
    assert heard["newsbot/outcome/report"] == heard["newsbot/outcome/mirror"] == heard["newsbot/field/title"] == 1
    assert heard["newsbot/source/hunan/report"] == tally.reports == tally.pages == 2


def test_fields_that_are_filled_are_counted():
    tally = Tally()
    tally.count(report(title="x", authors=[Author("王某", "reporter")], place=Place()))
    tally.count(report(title="x", body=["y"]))
    assert tally.fields["title"] == 2
    assert (tally.fields["authors"], tally.fields["body"], tally.fields["place"]) == (1, 1, 0)


def test_repairs_and_removals_are_counted_by_kind_and_rule():
    block = Block("x", "x", pieces=(Piece("a", Role.BODY, "body"), Piece("b", Role.SPAM, "porn line"), Piece("c", Role.SPAM, "porn line")))
    tally = Tally()
    tally.count(report(blocks=(block,), repairs=Repairs(byte_shifts=2)))
    assert tally.removals == {"spam: porn line": 2}
    assert tally.repairs == {"byte_shifts": 2}
