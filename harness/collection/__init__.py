"""Feature files as pytest collects them: every scenario an item, its steps bound before anything starts."""
