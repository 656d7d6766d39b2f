from app.gui.page import Page
class PeoplePage(Page): pass
