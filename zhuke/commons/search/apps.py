from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "zhuke.commons.search"
    label = "search"
