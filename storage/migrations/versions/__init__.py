"""Revisions, oldest first: ``0001_first.py``, …"""
