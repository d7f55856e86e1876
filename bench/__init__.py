"""How fast our pages are beside a bare reference page, measured in the same run on the same machine."""
