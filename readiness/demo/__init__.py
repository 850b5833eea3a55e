"""The demonstration: a made-up system whose simulated people answer as real ones would."""
