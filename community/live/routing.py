"""The one socket address."""

from django.urls import path

from community.live.consumer import LiveConsumer

websocket_urlpatterns = [path("live/ws", LiveConsumer.as_asgi())]
