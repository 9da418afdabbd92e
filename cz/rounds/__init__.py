"""Mock assessments (模拟测评): pure functions of a campaign, the rules stand in docs/rounds.md.

``drawing`` says which spots are drawn, ``observed`` what was judged where, ``rates`` the rates of
standards, projects and units, ``redrawn`` how far a rate would move with other spots, ``story`` all
of it with the round before and the ratings, ``words`` how it is told.
"""
