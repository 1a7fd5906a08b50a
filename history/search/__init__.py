"""The search room: words to terms, terms to the index, a question to an answer.

Reading order: ``spelling`` (what was written), ``dictionary`` (which word it is),
``analysis`` (the terms we store), ``index`` (writing), ``query`` (asking),
``vocabulary`` (when nothing was found), ``engine`` (the only SQL that differs).
"""

from history.search.index import index_item, index_items, unindex
from history.search.query import Results, search
from history.search.vocabulary import suggest

__all__ = ["Results", "index_item", "index_items", "search", "suggest", "unindex"]
