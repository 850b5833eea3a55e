"""Reading people's own words before any are shown: what may tell who somebody is, cutting, deciding, in a sheet too."""
