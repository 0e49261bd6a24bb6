"""What a run leaves behind: ``output`` names the files, ``plugin`` writes them, ``command`` rebuilds them."""
