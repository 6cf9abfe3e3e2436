"""Characters: bytes to text, damage undone, one script. Import the module you need; nothing is loaded before it is used."""
