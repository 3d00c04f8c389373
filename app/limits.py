"""Every bound that a visitor can meet, in one place."""

MAX_BATCH_SIZE = 8
MAX_SEQUENCES = 200
MAX_FEATURES = 16
MAX_NODES = 64

#: Longest experiment text that travels in an address (characters).
MAX_LINK = 8_000
#: Longest experiment text that an open page may send (characters): every array of the largest case, packed.
MAX_TEXT = 3_000_000

#: Up to these sizes every cell of the stage shows its number.
TEACHING_SEQUENCES = 12
TEACHING_NODES = 8
