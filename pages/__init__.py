"""What can be seen and touched: portal/ (web), window/ (TWS), phone/. Pages do and report; steps judge."""
