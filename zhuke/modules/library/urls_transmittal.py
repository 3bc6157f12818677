"""Addresses of transmittals for their recipients."""

from django.urls import path

from .pages import transmittal, transmittal_file

urlpatterns = [path("<str:token>", transmittal), path("<str:token>/<str:version>", transmittal_file)]
