"""The live app registers nothing of its own; stream kinds are registered by the apps that own them."""
