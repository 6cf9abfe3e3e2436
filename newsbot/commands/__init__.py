"""Commands of the project: `scrapy -h` lists them among Scrapy's own."""
