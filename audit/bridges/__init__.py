"""Bridges to the tools that teams already run: each module is the only place that imports its library, and does so late."""
