"""What leaves the program: a row as one line of JSON, files that are whole or not there, the JSON Schema of the row."""
