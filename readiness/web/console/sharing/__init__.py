"""What leaves the console: published reports, downloads and links to them."""
