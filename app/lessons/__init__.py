"""Lessons: guided tours that drive the page and ask.

lesson.py      the files and what the page gets of them     quantities.py  the numbers that a sentence states
files/         a lesson each, in all languages              schema.json    what a file may hold
practice.py    questions without end
"""

from app.lessons.lesson import LESSONS, QUIZ, Lesson, is_lesson, lesson, listed
from app.lessons.quantities import QuantityError, number, place, quantity, said

__all__ = [
    "LESSONS",
    "QUIZ",
    "Lesson",
    "QuantityError",
    "is_lesson",
    "lesson",
    "listed",
    "number",
    "place",
    "quantity",
    "said",
]
