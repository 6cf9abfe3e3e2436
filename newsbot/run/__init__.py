"""A run, without Scrapy: its counts, its record, its ending, its delivery, its worker and readers, the first look at a page."""
