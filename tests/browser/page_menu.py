"""The menu of pages, as a person uses it."""

EXPLORE = ("Reconstruct", "Latent space", "Draw", "Generate")


def follow(page, title):
    """Choose a page; those that explore a run are in a menu of their own."""
    if title in EXPLORE:
        page.get_by_role("button", name="Explore", exact=True).click()
        page.get_by_role("menuitem", name=title, exact=True).click()
    else:
        page.get_by_role("link", name=title, exact=True).first.click()
