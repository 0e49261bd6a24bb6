"""Words to calls, one module per speaker. Steps judge: asserts live here and nowhere below."""
