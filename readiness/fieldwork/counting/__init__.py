"""Headcounts as people have them: typed into fields, or in a table of a spreadsheet that has to be understood."""
