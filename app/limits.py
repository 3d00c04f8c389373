"""Every bound that a visitor can meet, in one place."""

MAX_BATCH_SIZE = 8
MAX_SEQUENCES = 200
MAX_FEATURES = 16
MAX_NODES = 64

#: Largest seed of a random fill.
MAX_SEED = 2**32 - 1

#: Longest experiment text that travels in an address (characters).
MAX_LINK = 8_000
#: Longest experiment text that an open page may send (characters): every array of the largest case, packed.
MAX_TEXT = 3_000_000

#: Most steps of one array's recipe: fills, and cells changed since.
MAX_RECIPE_STEPS = 10_000
#: Most fills among them.
MAX_RECIPE_FILLS = 8
#: Most changes that the open page can undo.
UNDO_DEPTH = 200
#: Longest link that is drawn as a QR code (characters).
MAX_QR = 1_000

#: Up to these sizes every cell of the stage shows its number.
TEACHING_SEQUENCES = 12
TEACHING_NODES = 8

#: Longest text of one array (characters): the largest y with 17 digits in every cell fits.
MAX_LITERAL = 3_000_000
#: Most numbers, names, brackets, commas, signs and blanks in it: the largest y, every cell negative, fits.
MAX_LITERAL_TOKENS = 420_000
#: Longest single number or name in it (characters).
MAX_LITERAL_WORD = 400
#: How deep its brackets and its arithmetic may nest.
MAX_LITERAL_DEPTH = 50
#: Most cells of one array that it builds: the largest y.
MAX_CELLS = MAX_BATCH_SIZE * MAX_SEQUENCES * MAX_NODES
#: Most commas and other separators in a text: one array of MAX_CELLS, and the arguments of some calls.
MAX_LITERAL_SEPARATORS = MAX_CELLS + 1_000
#: Most cells that all its steps may build together.
MAX_LITERAL_WORK = 2_000_000

#: Most memory that the engine keeps between runs (bytes), for all sessions together.
ENGINE_MEMORY = 2**25
