"""The HTTP side of the dashboard: routes, live socket, middleware, lifespan. No Streamlit here.

`app.py` mounts it on the server that draws the pages.
"""
