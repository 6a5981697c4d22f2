"""Judges relation rows by the rules and keeps the ledger of all figures; what was said of findings before is compared here too.

`judgement` is the way in. Nothing is imported here: who only compares findings (`acceptance`) needs no database.
"""
