"""Many pages written in another markup, as files that link to each other."""
