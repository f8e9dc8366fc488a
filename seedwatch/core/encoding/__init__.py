"""From bytes to text: encoding detection and a score for mojibake."""
