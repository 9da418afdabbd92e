"""The dossier (材料建档): what each standard judged by its papers has, and the folder of it.

Pure functions of a campaign on a day: ``standing`` says which required items are there,
``layout`` which files the folder holds. Rules and examples are in docs/dossier.md.
"""
