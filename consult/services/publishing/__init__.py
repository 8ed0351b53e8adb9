"""Publishing: building an appendix in every format, showing it to the public, and taking it down again.

`building` makes the files; `gathering` brings together what is told, with its parts `results`, `protecting`,
`drawing`, `answers` and `records`; `showing` decides what the public sees.
"""
