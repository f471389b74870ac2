"""The typed model of policies: frozen data without behaviour; engines give it meaning."""
