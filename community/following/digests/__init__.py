"""Digests: what somebody follows and has not seen, composed when the letter goes out.

`fresh` reads what is new once for everybody, `readers` what a batch of people follow and have read, `composing` decides
in plain Python who is told what, `letters` says it.
"""
