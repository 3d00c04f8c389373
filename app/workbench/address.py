"""The address of the page: what is told in it, and the name under which it stands there.

`static/store/address.js` writes it, in this order; `static/clock/position.js` says how each text is read.
"""

#: What is told -> its name in the address.
NAMES = {
    "experiment": "e",
    "step": "step",
    "sample": "sample",
    "level": "level",
    "view": "view",
    "language": "lang",
}
#: Stands for an experiment too long for an address: the tab itself keeps it, and sends it.
IN_TAB = "tab"
