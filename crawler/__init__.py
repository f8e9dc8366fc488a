"""Spiders, middlewares, Scrapy settings: what fetches."""
