from newsbot.ledger import Ledger


def test_what_is_remembered_is_recalled_by_the_next_run_and_the_latest_counts(tmp_path):
    address = str(tmp_path / "ledger.sqlite")
    with Ledger.open(address, run="one", version="1") as ledger:
        assert ledger.recall("list http://a.test/") is None
        ledger.remember({"list http://a.test/": {"etag": '"x"', "seen": {"a": "b"}}, "source a": {"failures": 1}})
        ledger.remember({"source a": {"failures": 0, "why": "无"}})
    with Ledger.open(address, run="two", version="1") as ledger:
        assert ledger.recall("list http://a.test/") == {"etag": '"x"', "seen": {"a": "b"}}
        assert ledger.recall("source a") == {"failures": 0, "why": "无"}
