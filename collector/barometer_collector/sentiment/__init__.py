"""Campaigns, answers, respondents: the X-data."""
