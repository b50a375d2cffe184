"""The site: one door per audience. ``create_app`` in ``collector.site`` puts it together."""
