"""What to ask for next: the declared sources, what their lists led to, what is owed, and what to remember for the next round.

It fetches nothing: whoever fetches hands in what came. What is remembered between runs is plain data. Nothing here knows Scrapy or the
network.
"""
