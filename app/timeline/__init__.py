"""Timeline: what appears when, and what is said of it.

timeline.py   the steps of the clock, and their captions   operations/    what each step is made of
view.py       expressions over the arrays of a trace       listing.py      the learner's program
numerals.py   numbers as the page writes them              purpose.py      what the case is about
against.py    what differs between two experiments, and what came of it
"""

from app.timeline.against import against
from app.timeline.purpose import purpose
from app.timeline.timeline import Clockwork, Step, Timeline, clockwork

__all__ = ["Clockwork", "Step", "Timeline", "against", "clockwork", "purpose"]
