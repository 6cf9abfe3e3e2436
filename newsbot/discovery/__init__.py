"""Where reports are found: sources, the kinds of their pages, feeds, sitemaps, headline lists, pagers, and what to fetch next.

Pure functions over bytes and blocks, and plain data for what is remembered between runs. Nothing here knows Scrapy or the network.
"""
