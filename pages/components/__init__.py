"""What pages show beyond Streamlit's own: one folder a component, with its JavaScript and CSS.

All draw with the Plotly that this server serves itself, so they work with no network.
"""
