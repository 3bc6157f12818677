"""Addresses of links for people outside."""

from django.urls import path

from .pages import share, share_file

urlpatterns = [path("<str:token>", share), path("<str:token>/<str:version>", share_file)]
