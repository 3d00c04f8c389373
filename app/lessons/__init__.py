"""Lessons: guided tours that drive the page and ask.

lesson.py      the files and what the page gets of them     quantities.py  the numbers that a sentence states
files/         a lesson each, in all languages              schema.json    what a file may hold
"""

from app.lessons.lesson import LESSONS, Lesson, lesson, listed
from app.lessons.quantities import QuantityError, number, place, quantity, said

__all__ = ["LESSONS", "Lesson", "QuantityError", "lesson", "listed", "number", "place", "quantity", "said"]
