"""What a phone's camera sees of a code on a screen, and what can be read in a picture."""
