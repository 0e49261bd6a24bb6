"""The apps of the phones, a module or a folder each; an app knows no other but those that it opens."""
