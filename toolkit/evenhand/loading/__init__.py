"""Loading: from files to typed policies, with everything wrong reported at its place."""
