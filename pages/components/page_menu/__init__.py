"""The name of the menu of pages, which a phone folds into a button without one."""

from pages.components.definition import define_component, shown_since

_component = define_component("page_menu")


def name_page_menu(key: str = "page menu") -> None:
    """Call the button "Menu", for the eye and for a screen reader.

    Args:
        key: its own on the page.
    """
    _component(data={"since": shown_since(key, "")}, key=key)
