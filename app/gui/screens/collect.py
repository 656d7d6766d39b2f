from app.gui.page import Page
class CollectPage(Page): pass
