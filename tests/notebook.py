"""What a ledger remembers between runs, in a dict."""


class Notebook:
    """The memory of a round or a run; see :class:`newsbot.discovery.tasks.Memory`."""

    def __init__(self):
        self.notes, self.visited, self.deleted = {}, set(), {}

    def recall(self, name):
        return self.notes.get(name)

    def remember(self, given):
        self.notes.update(given)

    def done(self, url):
        return url in self.visited

    def reported(self, url):
        return url in self.visited

    def gone(self, url, moment):
        self.deleted[url] = moment
