"""Photographs: fetched from services that answer as documented, on this machine."""
