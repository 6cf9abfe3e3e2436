"""What a page offers: kinds of pages, lists, feeds, sitemaps, pagers."""
