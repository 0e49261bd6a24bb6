"""What the documents state: the catalogue of clauses below ``spec/`` and the words in which it speaks."""
