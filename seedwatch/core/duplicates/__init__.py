"""Copies of articles: what they are found by (`fingerprint`), and whether two are copies (`compare`).

Method: fold script, regional words, width and the writing of numbers; the smallest hashes of long shingles
find candidates in the database; then the stored texts decide: coverage of the shorter text, and the figures
and names that stand in the same places.
"""
