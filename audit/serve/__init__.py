"""`heshu serve`: a page on this machine where documents are dropped and reports are read. Nothing leaves the machine."""
