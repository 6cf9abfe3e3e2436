"""What people see: messages in two languages, tables, the report, answers about one page or place. Knows no Scrapy."""
