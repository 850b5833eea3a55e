"""How fast people can answer: whole journeys over HTTP, as browsers make them, against the real server.

Run: python -m benchmarks.answering [--people 32] [--seconds 20 | --answers N] [--database sqlite|postgresql] [--json]
"""
