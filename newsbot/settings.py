"""Settings of the project: every deviation from Scrapy's default, with the default and the reason.

Figures come from tests of Scrapy 2.19 against hostile sites and faults, and from those who crawl news for a living (Common Crawl's
news-crawl, Media Cloud, Heritrix). Change a value for one run with `-s NAME=VALUE`.
"""

from scrapy.settings import default_settings

from newsbot import __version__

BOT_NAME = "newsbot"
SPIDER_MODULES = ["newsbot.spiders"]
NEWSPIDER_MODULE = "newsbot.spiders"
COMMANDS_MODULE = "newsbot.commands"

# ------------------------------------------------------------------------------------------------------- settings of our own

# Relative paths begin at the current directory.
LEDGER = "data/newsbot.sqlite"  # what lasts between runs: a SQLite file. A replay has its own unless -s names one
ARCHIVE = "data/archive"  # where live runs keep what they fetched, as WARC; empty: keep nothing
TABLE = None  # a table of the rows on standard output when the run is over; None: where that is a terminal
RUNS = "data/runs"  # where every run leaves its record
REPOSTS_ENABLED = True  # False: no repost detection, every page is its own row (for measuring)
FRONTIER = ""  # redis://…: one queue for all workers that name it; their ledger stands on a server. Empty: the run's own
JOBS = 1  # processes that read the pages of a replay; more than one: two settle; 0: one on each processor. The bytes are the same
TLS = "record"  # of live runs: a certificate that does not hold is noted with the page, which it makes the weaker copy; "refuse": it fails
CONTACT = ""  # a mail address or a page where a site that is bothered can complain: it becomes part of USER_AGENT
PAGES_PER_HOST = 500  # requests to one host in one run, the most promising first; the next run goes on. 0: no limit
PAGES_PER_RUN = 20_000  # the same for all hosts together
LOOK_BACK_DAYS = 0  # of addresses of which only the day is known (sitemaps without titles) those of so many days; 0: all, newest first
BROWSER = "/usr/bin/chromium"  # what runs the scripts of pages of sources with browser = true, where the extra is installed
PROXY_NAMES = "check"  # names behind a proxy are looked up here first and must lead to public addresses; "proxy": they are its affair
ALLOW_PRIVATE = ""  # host:port,… that may be private or loopback addresses (for tests)

# ---------------------------------------------------------------------------------------------------- who we are, how politely

# default Scrapy/2.19.0 (+https://scrapy.org): a site must be able to find out who asks; CONTACT says where it can complain
USER_AGENT = f"newsbot/{__version__}"
# default False, the project template's True: a deleted line would turn politeness off
ROBOTSTXT_OBEY = True
DOWNLOADER_MIDDLEWARES = {
    # Scrapy's own allows everything when robots.txt answers 500 or not at all, and knows no Crawl-delay
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    # sees a page when all others have: what its scripts ask for goes through all of them
    "newsbot.middlewares.browser.BrowserMiddleware": 5,
    # before everything else: neither the address of a page nor that of a robots.txt may lead into a local network
    "newsbot.middlewares.guards.GuardMiddleware": 10,
    "newsbot.middlewares.robots.RobotsMiddleware": 100,
    # after the retries (550), so that it sees every try
    "newsbot.middlewares.politeness.PolitenessMiddleware": 560,
    # after redirects (600) and unpacking (590): sees what came as it came
    "newsbot.middlewares.guards.AnswerGuardMiddleware": 650,
    # Scrapy's own in its place, where cookies are asked for
    "newsbot.middlewares.cookies.CookiesOnRequest": 700,
    # after the proxy is chosen (750): what goes through one is looked up here first
    "newsbot.middlewares.proxied_names.ProxiedNamesMiddleware": 760,
}
# default: with Scrapy's own for cookies. What stands in here is imported though it be switched off, and what that one needs is 6 MB
DOWNLOADER_MIDDLEWARES_BASE = {
    name: order
    for name, order in default_settings.DOWNLOADER_MIDDLEWARES_BASE.items()
    if name != "scrapy.downloadermiddlewares.cookies.CookiesMiddleware"
}
# default 0: news-crawl waits 9 s on a host, Media Cloud 5 s, Heritrix 3 s
DOWNLOAD_DELAY = 2
# default 0.5, half more or less: the pause is a promise, and 1 s is less than 2
DOWNLOAD_DELAY_JITTER = 0.0
# default 8: one connection at a time to a host, as all of them do
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# default 16: with one connection a host, this is how many hosts are talked to at the same time; one that hangs holds a few of them
CONCURRENT_REQUESTS = 32
# default DownloaderAwarePriorityQueue, which hands out 32 requests for one host at once: a run that is stopped would make them all
SCHEDULER_PRIORITY_QUEUE = "newsbot.scrapy_internals.HoldingQueue"
# default "en": Chinese systems would answer in English
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}
# default DefaultReferrerPolicy (no-referrer-when-downgrade): what we read on one site is none of another's business
REFERRER_POLICY = "same-origin"
# default True: a site that sets 60 cookies of 4 KB gets itself and us into trouble (4 of 8 articles lost), and news needs none
COOKIES_ENABLED = False

# ----------------------------------------------------------------------------------------------------------------- bounds

# default file, data, ftp and s3 are on: <a href="file:///etc/passwd"> was read and exported
# Scrapy's own handler of http puts no end to the headers of an answer: 1.4 GB of them
DOWNLOAD_HANDLERS = {
    "http": "newsbot.scrapy_internals.connections.BoundedHandler",
    "https": "newsbot.scrapy_internals.connections.BoundedHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
# default Scrapy's caching resolver, which takes any address: 9 of 12 spellings of loopback were asked for and exported. It is a setting of
# the process: a spider's custom_settings would not do
TWISTED_DNS_RESOLVER = "newsbot.middlewares.guards_network.GuardedResolver"
# default 5,000,000 bytes of answers in hand before more are taken: the tree of a page takes many times its bytes
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 1_000_000
# default 180 s, for one try of three: a silent host would hold a worker for 9 minutes
DOWNLOAD_TIMEOUT = 20
# default 1 GiB for each of 16 responses: an endless body grew to 1.1 GB, with 6 MiB to 86 MB
DOWNLOAD_MAXSIZE = 6 * 1024**2
# default 32 MiB
DOWNLOAD_WARNSIZE = 2 * 1024**2
# default 60 s
DNS_TIMEOUT = 10
# default 20: spam mirrors chain redirects; RFC 9309 asks for five
REDIRECT_MAX_TIMES = 5
# default True: a refresh to a fresh address for ever; jump pages are spam
METAREFRESH_ENABLED = False
# default 2083: longer addresses of articles are traps
URLLENGTH_LIMIT = 1024
# default 0, no limit; a run that comes near 700 MB is in trouble. The default looks every 60 s, too late for a page that unpacks to 300 MB
MEMUSAGE_LIMIT_MB = 700
MEMUSAGE_CHECK_INTERVAL_SECONDS = 2.0
# default 0, no limit: a fault that repeats 200 times will repeat for ever
CLOSESPIDER_ERRORCOUNT = 200

# -------------------------------------------------------------------------------------------------------------- attack surface

# default True: an HTTP server on loopback that runs Python for whoever can read its token file
REMOTE_CONTROL_ENABLED = False
# default 1: the same by telnet
TELNETCONSOLE_ENABLED = False
# default: with these two as well. Scrapy imports what stands in here though it be switched off, and theirs (aiohttp, conch) is 10 MB
EXTENSIONS_BASE = {
    name: order
    for name, order in default_settings.EXTENSIONS_BASE.items()
    if name not in {"scrapy.extensions.remote_control.RemoteControl", "scrapy.extensions.telnet.TelnetConsole"}
}

# --------------------------------------------------------------------------------------------------------- from page to row

# The stages of newsbot.normalise, then the ledger; rows come back through the same pipelines, which let them pass.
ITEM_PIPELINES = {
    "newsbot.pipelines.NeedsRun": 50,
    "newsbot.pipelines.Read": 100,
    "newsbot.pipelines.Restore": 200,
    "newsbot.pipelines.Label": 300,
    "newsbot.pipelines.Join": 350,
    "newsbot.pipelines.Fold": 400,
    "newsbot.pipelines.Facts": 500,
    "newsbot.pipelines.Since": 600,
    "newsbot.pipelines.IntoLedger": 900,
}
# Behind the feed exporter, which ends the run where no file can be made: only then is the ledger taken. What is named before the run sees
# its end while the ledger is open, what is named after it knows the exit code
EXTENSIONS = {
    # Scrapy's own looks at the most that was ever held, by this process or by the one that started it
    "scrapy.extensions.memusage.MemoryUsage": None,
    "newsbot.scrapy_internals.MemoryBound": 0,
    "newsbot.extensions.coverage.CoverageMonitor": 90,
    "newsbot.extensions.run.RunExtension": 100,
    "newsbot.extensions.progress.Progress": 200,
    "newsbot.extensions.table.RowTable": 250,
    "newsbot.extensions.heartbeat.Heartbeat": 300,
}
# default 100 items of one response at a time: a page gives one, and rows must keep their order
CONCURRENT_ITEMS = 1

# Scrapy's storage writes the final file directly: half a file after a crash, a torn line on a full disk
FEED_STORAGES = {"": "newsbot.feeds.WholeFileStorage", "file": "newsbot.feeds.WholeFileStorage"}
# Scrapy's exporters write what Python prints of a nested value
FEED_EXPORTERS = {
    "jsonl": "newsbot.exporters.RowLinesExporter",
    "jsonlines": "newsbot.exporters.RowLinesExporter",
    "jl": "newsbot.exporters.RowLinesExporter",
    "json": "newsbot.exporters.RowJsonExporter",
    "csv": "newsbot.exporters.RowCsvExporter",
    "xml": "newsbot.exporters.RowXmlExporter",
    "parquet": "newsbot.exporters.RowParquetExporter",
    "pickle": "newsbot.exporters.RowPickleExporter",
    "marshal": "newsbot.exporters.RowMarshalExporter",
}
# default None: \uXXXX for every Chinese character
FEED_EXPORT_ENCODING = "utf-8"
# default True, and it stays: where -O names a file that is not there yet, a run without new reports makes an empty one. One that is there
# stays as it is when a lasting ledger has nothing new for it: see newsbot.feeds
FEED_STORE_EMPTY = True

# default {}: what `scrapy check` holds the spider to
SPIDER_CONTRACTS = {"newsbot.spiders.contracts.ArchivedPage": 10}

# ------------------------------------------------------------------------------------------------------------------- logs

# default DEBUG: a line for every page and row
LOG_LEVEL = "INFO"
# default ten packages: the run record has them
LOG_VERSIONS = ()
# default LogFormatter: prints whole items, bodies of reports among them
LOG_FORMATTER = "newsbot.extensions.log_formatter.QuietLogFormatter"
