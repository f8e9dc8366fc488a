"""Generators of tables and trainers of models; `make glyphs`, `make train-themes`."""
