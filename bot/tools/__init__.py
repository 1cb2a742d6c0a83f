"""Tools of the developers: the handbook of settings and the catalogues of sentences."""
