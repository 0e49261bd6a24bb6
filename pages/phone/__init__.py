"""Screens of the phones: one class for both platforms; a difference between platforms is data."""
