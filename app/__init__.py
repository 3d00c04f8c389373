"""The page of Unroll: what a visitor edits, sees and plays."""
