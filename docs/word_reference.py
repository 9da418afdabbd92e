"""Makes templates/公文.docx, which gives Word papers their looks (GB/T 9704-2012).

Run ``python docs/word_reference.py`` after a change here. An office that wants other looks changes
the file in Word and puts it into its plan's own templates/.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "templates" / "公文.docx"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Millimetres in twentieths of a point: the margins as a clerk reads them in the dialog.
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1587, 1474
LINE = 579  # 22 lines a page, 28.95 pt

FONTS = {
    # name: what to fall back on where it is not installed
    "方正小标宋简体": "小标宋体, 方正小标宋_GBK, 宋体, Noto Serif CJK SC",
    "黑体": "SimHei, 方正黑体_GBK, Noto Sans CJK SC",
    "楷体": "楷体_GB2312, KaiTi, 方正楷体_GBK, Noto Serif CJK SC",
    "仿宋": "仿宋_GB2312, FangSong, 方正仿宋_GBK, Noto Serif CJK SC",
    "宋体": "SimSun, 方正书宋_GBK, Noto Serif CJK SC",
}


def fonts(east_asian: str) -> str:
    latin = "Times New Roman"
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}"'
        f' w:eastAsia="{east_asian}" w:cs="{latin}"/>'
    )


def style(
    key: str, name: str, font: str = "", size: int = 0, paragraph: str = "", run: str = ""
) -> str:
    """A paragraph style. ``size`` in half points."""
    sized = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    lettering = f"{fonts(font) if font else ''}{run}{sized}"
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>'
        f"<w:rPr>{lettering}</w:rPr></w:style>"
    )


INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
RED = '<w:color w:val="C00000"/>'
RED_LINE = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="4" w:color="C00000"/></w:pBdr>'
RIGHT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{11906 - LEFT - RIGHT}"/></w:tabs>'
# Rows of a table are not set on the page's 22 lines, which would make them twice as high.
TABLE_LINE = '<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>'


def styles() -> str:
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct w:val="0"/>'
        f'<w:spacing w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{fonts("仿宋")}<w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr>'
        "</w:style>"
    )
    built_in = [
        ("Title", "Title", "方正小标宋简体", 44, _title()),
        ("Heading1", "heading 1", "黑体", 32, f'<w:keepNext/>{INDENT}<w:outlineLvl w:val="0"/>'),
        ("Heading2", "heading 2", "楷体", 32, f'<w:keepNext/>{INDENT}<w:outlineLvl w:val="1"/>'),
        ("Heading3", "heading 3", "仿宋", 32, f'<w:keepNext/>{INDENT}<w:outlineLvl w:val="2"/>'),
    ]
    listed = [
        style(key, name, font, size, paragraph).replace(' w:customStyle="1"', "")
        for key, name, font, size, paragraph in built_in
    ]
    listed += [
        style("Organ", "红头", "方正小标宋简体", 60, _centred(1100), RED),
        style("DocumentNumber", "发文字号", "仿宋", 32, f"{RED_LINE}{_centred(LINE, after=LINE)}"),
        style("Masthead", "报头", "仿宋", 32, f"{RED_LINE}{RIGHT_TAB}{_left(LINE)}"),
        style("Number", "期号", "仿宋", 32, _centred(LINE)),
        style("Addressee", "主送机关", "仿宋", 32),
        style("Notice", "说明", "楷体", 24, '<w:spacing w:line="400" w:lineRule="exact"/>'),
        style("Attachments", "附件说明", "仿宋", 32, "<w:keepLines/>"),
        style("Signature", "落款", "仿宋", 32, _signature()),
        style("AttachmentLabel", "附件标号", "黑体", 32, "<w:keepNext/>"),
        style("AttachmentTitle", "附件标题", "方正小标宋简体", 36, f"<w:keepNext/>{_centred(600)}"),
        style("TableText", "表格文字", "仿宋", 18, f'{TABLE_LINE}<w:jc w:val="left"/>'),
        style("TableHead", "表头", "黑体", 18, f'<w:keepNext/>{TABLE_LINE}<w:jc w:val="center"/>'),
        style("FormText", "填写表文字", "仿宋", 28, f'{TABLE_LINE}<w:jc w:val="left"/>'),
    ]
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts('仿宋')}"
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    return f"{HEAD}<w:styles {W}>{defaults}{normal}{''.join(listed)}</w:styles>"


def _title() -> str:
    """With half a line below it."""
    spacing = f'<w:spacing w:after="{LINE // 2}" w:line="700" w:lineRule="exact"/>'
    return f'<w:keepNext/>{spacing}<w:jc w:val="center"/>'


def _centred(line: int, after: int = 0) -> str:
    return (
        f'<w:spacing w:after="{after}" w:line="{line}" w:lineRule="exact"/><w:jc w:val="center"/>'
    )


def _left(after: int) -> str:
    return f'<w:spacing w:after="{after}"/><w:jc w:val="left"/>'


def _signature() -> str:
    return '<w:keepLines/><w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>'


def footer(side: str) -> str:
    lettering = f'<w:rPr>{fonts("宋体")}<w:sz w:val="28"/></w:rPr>'
    field = "".join(
        f"<w:r>{lettering}{content}</w:r>"
        for content in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280"/>'
    return (
        f'{HEAD}<w:ftr {W}><w:p><w:pPr>{indent}<w:jc w:val="{side}"/></w:pPr>{field}</w:p></w:ftr>'
    )


def document() -> str:
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}"'
        ' w:header="851" w:footer="1400" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )
    return f"{HEAD}<w:document {W} {R}><w:body>{section}</w:body></w:document>"


def settings() -> str:
    compatible = (
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    return (
        f"{HEAD}<w:settings {W}><w:evenAndOddHeaders/>"
        f'<w:characterSpacingControl w:val="compressPunctuation"/>{compatible}</w:settings>'
    )


def font_table() -> str:
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in FONTS.items()
    )
    return f"{HEAD}<w:fonts {W}>{listed}</w:fonts>"


def relations(targets: dict[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{listed}</Relationships>'


def content_types() -> str:
    parts = {
        "/word/document.xml": "document.main",
        "/word/styles.xml": "styles",
        "/word/settings.xml": "settings",
        "/word/fontTable.xml": "fontTable",
        "/word/footer1.xml": "footer",
        "/word/footer2.xml": "footer",
    }
    listed = "".join(
        f'<Override PartName="{part}" ContentType="{MAIN}.{kind}+xml"/>'
        for part, kind in parts.items()
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return (
        f'{HEAD}<Types xmlns="{space}"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def core() -> str:
    spaces = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return f"{HEAD}<cp:coreProperties {spaces}><dc:title></dc:title></cp:coreProperties>"


def parts() -> dict[str, str]:
    core_kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations(
            {
                "word/document.xml": f"{OFFICE}/officeDocument",
                "docProps/core.xml": f"{core_kind}/core-properties",
            }
        ),
        "docProps/core.xml": core(),
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relations(
            {
                "styles.xml": f"{OFFICE}/styles",
                "settings.xml": f"{OFFICE}/settings",
                "fontTable.xml": f"{OFFICE}/fontTable",
                "footer1.xml": f"{OFFICE}/footer",
                "footer2.xml": f"{OFFICE}/footer",
            }
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": footer("right"),
        "word/footer2.xml": footer("left"),
    }


def main() -> None:
    with zipfile.ZipFile(TARGET, "w") as archive:
        for name, text in parts().items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode("utf-8"))


if __name__ == "__main__":
    main()
