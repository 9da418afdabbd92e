"""The parts that a block may play in a paper (公文), as templates name them: ``part("主送")``."""

from __future__ import annotations

# The forms of a report, also the endings of their files.
MARKDOWN, WORD, PAGE = "md", "docx", "html"
TABLES = "xlsx"  # its tables alone; templates write them as for Word, every date with its year

PARTS = {
    "红头": "发文机关，印成红色大字",
    "发文字号": "红头下面的一行，带红线；可以是空的",
    "报头": "简报的一行：全角空格前的靠左，后的靠右，下面一条红线",
    "期号": "标题下面居中的一行",
    "主送": "主送机关，顶格",
    "附件说明": "正文后面附件的名称",
    "附件": "标题另起一页，全角空格以前的是标号，以后的是标题",
    "落款": "署名和日期，靠右",
    "另页": "一级标题另起一页：一个文件里有几份时，从第二份起",
    "表单": "表格的第一格：由人填写的表，没有表头，行高字大",
    "记录表": "表格的第一格：现场填写的表，有表头，行高",
}


class UnknownPart(ValueError):
    """A template names a part that there is not."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def mark(part: str) -> str:
    """What stands at the beginning of a block that plays a part.

    No text from a file can hold it, for such text is escaped. Raises UnknownPart.
    """
    if part not in PARTS:
        raise UnknownPart(part)
    return f"<!--{part}-->"
