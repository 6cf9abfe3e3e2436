"""Two archives that hold an article in two pages between them, and other pages."""

import json

from tests.small_web.articles import civic
from tests.small_web.web import Host

DAY = "2024-05-06"


def articles_of_several_pages(folder):
    """Two replay folders: the first page of an article in one, the second in the other; an older and a newer article."""
    host = Host("www.a.test.cn")
    host.article("/n2/2024/0506/c356999-40834999.html", civic(0, DAY, "光明日报"), pages=2, name="{stem}-{n}{end}")
    host.article("/n2/2024/0506/c356998-40834998.html", civic(1, DAY, "光明日报"))
    host.article("/n2/2023/0506/c356997-40834997.html", civic(2, "2023-05-06", "光明日报"))
    first, second = (
        ["/n2/2024/0506/c356999-40834999.html", "/n2/2024/0506/c356998-40834998.html"],
        ["/n2/2024/0506/c356999-40834999-2.html", "/n2/2023/0506/c356997-40834997.html"],
    )
    return [_folder(folder / f"archive{number}", host, paths) for number, paths in enumerate((first, second))]


def _folder(place, host, paths):
    place.mkdir(exist_ok=True, parents=True)
    with (place / "index.jsonl").open("w", encoding="utf-8") as index:
        for number, path in enumerate(paths):
            (place / f"{number}.html").write_bytes(host.pages[path])
            headers = {"Content-Type": "text/html; charset=utf-8"}
            fetched = f"2024-05-07T00:00:0{number}+08:00"
            index.write(json.dumps({"url": host.url(path), "file": f"{number}.html", "fetched_at": fetched, "headers": headers}) + "\n")
    return place
