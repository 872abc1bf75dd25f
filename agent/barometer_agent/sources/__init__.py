"""Reading the laptop: one module per question, which picks the reader of this system when it is asked.

A source returns plain data in frozen dataclasses and does no maths; parsing is pure and apart from reading.
What a system does not have, or not yet, raises NoData with the reason. Only sources touch the operating system.
"""
