"""Starts the command ``comity`` in a process of the demo."""

from comity.cli.main import run

if __name__ == "__main__":
    run()
