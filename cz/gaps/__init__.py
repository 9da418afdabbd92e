"""What is missing before an assessment (查漏补缺): pure functions of a campaign on a day.

``levels`` says what there is to say of a gap, ``known`` what is known on the day, ``rules`` holds
the table of rules, one function a source, ``listed`` puts their answers together, ``week`` picks
what is asked for first. Another source is one more function and one line in ``rules.RULES``.
"""
