"""Ways out of the tree. A renderer only reads nodes."""
