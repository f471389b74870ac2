"""What changed between two policies: read off their structure, element by element."""
