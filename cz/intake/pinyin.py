"""The first letter of each character's pinyin, for ids of units: 区委宣传部 is qwxcb.

GB 2312 orders its common characters by pinyin, so for those the places where a letter begins are
enough; of the others, which it orders by radical, the letters are listed. Readings that depend on
the word are those of the words that names of units have.
"""

from __future__ import annotations

from bisect import bisect_right

_LETTERS = "abcdefghjklmnopqrstwxyz"
# The first character, in GB 2312, of each letter.
_BEGINNINGS = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_FIRST_BY_RADICAL = 0xD8A1
_IN_A_ROW = 94  # characters a row of GB 2312 holds
_BY_RADICAL = (
    "cjwgnspgcgnegypbtyyzdxykygtzjnmjqmbsgzscyjsyyfpgkbzgydywjkgkljswkpjqhyjwrdzlsgmrypywwcck"
    "znkyygttngjeykkzytcjnmcylqlypyqfqrpzslwbtgkjfyxjwzltbncxjjjjtxdttsqzycdxxhgckbphffsstybg"
    "mxlpbyllbhlxsmzmyjhsojnghdzqyklgjhsgqzhxqgkezzwyscscjxyeyxadzpmdssmzjzqjyzcjjfwqjbdzbxgz"
    "nzcpwhkxhqkmwfbpbydtjzzkqhylygxfptyjyyzpszlfchmqshgmxxsxjyqdcsbbqbefsjyhwwgzkpylqbgldlcc"
    "tnmayddkssngycsgxlyzaypnptsdkdylhgymylcxpycjndqjwqqxfyyfjlejpzrxccqwqqsbzkymgplbmjrqcfln"
    "ymyqmsqtrbcjthztqfrxqhxmjjcjlxxgjmshzkbswyemyltxfsydsglycjqxsjnqbsctyhbftdcyjdjwyghqfrxw"
    "ckqkxebptlpxjzsrmebwhjlbjslyysmdxlclqkxlhxjrzjmfqhxhwywsbhtrxxglhqhfnmgykldyxzpylggsmtcf"
    "pajjzyljtyanjgbjplqgdzyqyaxbkysecjsznslyzhzxlzcghpxzhznytdsbcjkdlzyyfwydlebbgqyzkggldndn"
    "yskjshdlyxbcghxypkdjmmzngmmclgwzszxzjfznmlzzthcsydbdllscddnlkjykjsycjlkohqasdknhcsganhda"
    "ashtcplcpqybsdmpjlpcjoqlcdhjjysprchnwjnlhlyyqyhwzptczgwwmzffjqqqqyxaclbhkdjxdgmmydjxzlls"
    "ygxgkjrywzwyclzmssjzldbydcpcxyhlxchyzjqsqqagmnyxpfrkssbjlyxysyglnscmhcwwmnzjjlxxhchsyzst"
    "txrycyxbyhcsmxjsznpwgpxxtaybgajcxlyxdccwzocwkccsbnhcpdyznfcyytyckxkybsqkkytqqxfcwchcykel"
    "zqbsqyjqcclmthsywhmktlkjlycxwheqqhtqhqpqsqscfymmdmgbwhwlgsllystlmlxpthmjhwljzyhzjxhtxjlh"
    "xrswlwzjcbxmhzqxsdzpmgfcsglsxymjshxpjxwmyqksmyplrthbxftpmhyxlchlhlzylxgsssstclsldclrpbhz"
    "hxyyfhbmgdmycnqqwlqhjjcywjzyejjdhpblqxtqkwhlchqxagtlxljxmsljhtzkzjecxjcjnmfbycsfywybjzgn"
    "ysdzsqyrsljpclpwxsdwejbjcbcnaytwgmpapclyqpclzxsbnmsggfnzjjbzsfzyndxhplqkzczwalsbccjxsyzg"
    "wkypsgxfzfcdkhjgxtlqfsgdslqwzkxtmhsbgzmjzrglyjbpmlmsxlzjqqhzyjczydjwbwjklddpmjegxyhylxhl"
    "qyqhkycwcjmyyxnatjhyccxzpcqlbzwwytwbqcmlpmyrjcccxfpznzzljplxxyztzlgdldcklyrzzgqtgjhhgjlj"
    "axfgfjzslcfdqzlclgjdjzsnzlljpjqdcclcjxmyzftsxgcgsbrzxjqqctzhgyqtjqqlzxjylylbcyamcstylpdj"
    "byregklzyzhlyszqlznwczcllwjqjjjkdgjzolbbzppglghtgzxyjhzmycnqcycyhbhgxkamtxyxnbskyzzgjzlq"
    "jdfcjxdygjqjjpmgwgjjjpkqsbgbmmcjssclpqpdxcdyykypcjddyygywrhjrtgznyqldkljszzgzqzjgdykshpz"
    "mtlcpwnjyfyzdjcnmwescyglbtzcgmssllyxysxsbsjsbbsgghfjlypmzjnlyywdqshzxtyywhmcyhywdbxbtlms"
    "yyyfsxjcbdxxlhjhfssxzqhfzmzcztqcxzxrttdjhnnyzqqmtqdmmgyydxmjgdhcdyzbffallztdltfxmxqzdngw"
    "qdbdcdjdxbzgsqqddjcmbkzffxmkdmdsyyszcmljdsynsprskmkmpcklgtbqtfzswtfgglyplljzhgjjgypzltcs"
    "mcnbtjbqfkthbyzgkpbbymtdssxtbnpdkleycjnyddykzddhqhsdzsctarlltkzlgecllkjlqjaqnbdkkghpjtzq"
    "ksecshalqfmmgjnlyjbbtmlyzxdcjpldlpcqdhzycbzsczbzmsljflkrzjsnfrgjhxpdhyjybzgdlqcsezgxlblg"
    "yxtwmabchecmwyjyzlljjyhlgndjlslygkdzpzxjyyzlwcxszfgwyydlyhcljscmbjhblyzlycblydpdqysxqzby"
    "tdkyxjyycnrjmpdjgklcljbctbjddbblblczqrppxjcjlzcshltoljnmdddlngkathqhjhykheznmshrphqqjchg"
    "mfprxhjgdychghlyrzqlcyqjnzsqtkqjymszswlcfqqqxyfggyptqwlmcrnfkkfsyylqbmqammmyxctpshcptxxz"
    "zsmphpshmclmldqfyqxszyjdjjzzhqpdszglstjbckbxyqzysgpsxqzqzrqtbdkyxzkhhgflbcsmdldgdzdblzyy"
    "cxnncsybzbfglzzxswmsccmqnjqsbdqsjtxxmbltxzclzshzcxrqjgjylxzfjphymzqqydfqjjlzznzjsdgzygct"
    "xmzysctlkphtxhtlbjxjlxscdqxcbbtjfqzfsltjbtkqbxxjjljchczdbzjdczjdcprnpqcjpfczlclzxzdmxmph"
    "jsgzgszzqjylwtjpfsyaxmcjbtzkycwmytzsjjlqcqlwzmalbxyfbpnlsfhtgjwejjxxglljstgshjqlzfkcgnnd"
    "szfdeqfhbsaqtgylbxmmygszldydqmjjrgbjtkgdhgkblqkbdmbylxwcxyttybkmrtjzxqjbhlmhmjjzmqasldcy"
    "xyqdlqcafywyxqhz"
)
# In these words a character is read otherwise than where GB 2312 puts it.
_WORDS = {
    "银行": "yh",
    "商行": "sh",
    "分行": "fh",
    "支行": "zh",
    "行业": "hy",
    "重庆": "cq",
    "厦门": "xm",
    "大厦": "ds",
    "畜牧": "xm",
    "调查": "dc",
    "调度": "dd",
    "调研": "dy",
    "局长": "jz",
    "乐山": "ls",
    "参谋": "cm",
}


def initials(name: str) -> str:
    """The first letters of a name in small letters; digits and Latin letters stay, signs go.

    A character that GB 2312 does not have is left out.
    """
    for word, letters in _WORDS.items():
        name = name.replace(word, letters)
    return "".join(_letter(char) for char in name.lower())


def _letter(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else ""
    code = _code(char)
    if code >= _FIRST_BY_RADICAL:
        row, column = divmod(code - _FIRST_BY_RADICAL, 256)
        return _BY_RADICAL[row * _IN_A_ROW + column]
    place = bisect_right(_begins, code)
    return _LETTERS[place - 1] if place else ""


def _code(char: str) -> int:
    """Where GB 2312 has a character, 0 where it has none."""
    try:
        return int.from_bytes(char.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return 0


_begins = [_code(char) for char in _BEGINNINGS]
