"""Pages of the web surfaces, Client Portal and WebTrader."""
