"""The records that travel between the stations.

All are frozen; every `datetime` is aware and in UTC unless its line says otherwise; nothing travels as a
dict. The way of an article: Source -> DueFeed -> ParsedFeed of FeedEntry -> Page -> Article -> TaggedArticle
-> Stored.
"""
