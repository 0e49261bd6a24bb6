"""Deviation operators: what can go wrong with every rule of a kind, and where and when it does.

The name of an operator deviation says what it does: ``<rule>~<breach>`` and, each behind another ``~``, the
conditions under which it commits the breach, as in ``authority.lock.failures-to-lock~one-more~on-webtrader``.
They are made when they are switched on (``making.py``); nothing is registered beside the rules.
"""
