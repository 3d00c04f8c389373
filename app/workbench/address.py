"""The address of the page: what stands in it, and under which name.

`static/store/address.js` writes it, in this order; `static/clock/position.js` says how each text is read.
"""

#: What stands in the address -> its name there.
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
