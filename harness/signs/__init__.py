"""Signs: what page objects recognise a surface by; a table for each surface, which a target may overrule."""
