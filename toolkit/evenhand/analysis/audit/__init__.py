"""The audit: rules, written as data in audits/rules, applied to policies by checks."""
