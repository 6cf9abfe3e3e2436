"""Lines of plain documents, and of pages whose markup could not be read."""

from newsbot.html.plain import read_plain, read_without_markup


def test_one_block_for_each_line_with_text():
    assert [block.raw for block in read_plain(" 一 \n\n\u3000\n二")] == ["一", "二"]


def test_tags_and_scripts_leave_and_entities_are_undone():
    page = "<title>题</title><script>if (a<b) x='<p>不见'</script><p class='a'>甲&amp;乙<br>丙</p><style>p{}</style>丁<b"
    assert [block.raw for block in read_without_markup(page)] == ["题", "甲&乙", "丙", "丁<b"]
