"""Requests about rights as people make them, with an account or without one."""
