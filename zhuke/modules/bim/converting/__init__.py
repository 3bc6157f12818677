"""From an IFC file to what a browser draws and the database keeps. Runs as a program of its own, so that a hostile or enormous file
cannot take the worker with it: no Django in here."""
