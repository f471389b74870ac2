"""Git: files of a commit, read without a checkout and without running anything a project sets."""
