"""Activation of IB Key inside IBKR Mobile: code in, IB Key out."""
