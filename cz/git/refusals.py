"""What git refuses, in a sentence an office understands."""

from __future__ import annotations

import re

NOT_COMMITTED_YET = (
    "这个仓库还没有提交过，没有历史可看。"
    "请在方案文件夹里依次执行 git add . 和 git commit -m 建立方案，以后就有了。"
)
LOST = (
    "git 里缺了要读的内容：仓库没有拷全，或者坏了。"
    "请用 git fsck 查看，从别的克隆取回来，或重新克隆。"
)
NOT_FETCHED = (
    "这是部分克隆（partial clone），要读的内容还没有取到这台机器上。"
    "请联网后执行 git fetch --refetch --no-filter，再执行一次。"
)
# Patterns, upper and lower case alike, read by re only where git refuses something.
_SAYS_LOST = (
    r"could not (read|parse)|unable to (read|find|parse|open loose object)"
    r"|bad (object|tree|file)|failed to traverse|missing (blob|tree|commit|object)"
    r"|not a (tree|valid) object|invalid object|is corrupt|inflate"
    r"|object directory .* does not exist|(loose|packed) object"
    r"|pack .*(corrupt|not match|cannot be accessed|too short)"
)
_SAYS_NOT_FETCHED = r"promisor|could not fetch|could not read from remote|transport .* not allowed"
_OTHERS = {
    r"index file|bad signature 0x|bad index|index uses .*extension": (
        "git 的暂存区文件（.git/index）坏了，读不出来。"
        "请先把它改名，再执行 git reset；工作区里的文件不受影响。"
    ),
    r"unable to create '.*\.lock'|\.lock': file exists|another git process": (
        "另一个 git 正在这个仓库里工作，或上次中断留下了锁文件（.lock）。"
        "请稍后再试；确认没有别的 git 在运行，再删去 .git 里的那个 .lock 文件。"
    ),
    r"could not lock config": "git 的设置改不了：{words}",
    r"bad config|bad (numeric|boolean) config|unable to read config|command-line config"
    r"|(missing|malformed|invalid|unknown) value for|expand user dir in|mode for object creation"
    r"|bad --ignore-submodules argument|unknown style|cannot chdir to|invalid path '"
    r"|maximum include depth|reading the configuration files": (
        "git 的设置有错，git 读不了，请改正后再试：{words}{where}"
    ),
    r"died of signal": "git 自己崩溃了（{words}）。请升级 git，或检查最近改过的 git 设置。",
    r"unknown repository extension|expected git repo version|unknown hash algorithm": (
        "这个仓库的格式比这台机器上的 git 新，读不了。请先升级 git。"
    ),
    r"tell me who you are|auto-detect email|empty ident name|no email was given": (
        "git 还不知道您是谁，没有提交。"
        "请先 git config --global user.name 您的名字、user.email 您的邮箱。"
    ),
    r"gpg failed|failed to sign|cannot run gpg": (
        "git 签不了名，没有提交。请检查签名的设置（commit.gpgSign），或自己用 git 提交。"
    ),
    r"dubious ownership": (
        "这个文件夹属于别的用户，git 不肯读它。请按 git 的提示把它加入 safe.directory。"
    ),
    r"no space left|disk quota": "磁盘已满，git 写不下。",
    r"permission denied|insufficient permission|read-only file system": (
        "git 没有权限读写这个仓库。请检查 .git 文件夹的属主和权限。"
    ),
}


def says_lost(words: str) -> bool:
    """Whether git could not read what it ought to have."""
    return _says(_SAYS_LOST, words) or _says(_SAYS_NOT_FETCHED, words)


def _says(pattern: str, words: str) -> bool:
    return re.search(pattern, words, re.I) is not None


def in_chinese(words: str) -> str:
    """What git said when it ended with an error, as one sentence; its last line where that is
    all there is."""
    known = known_refusal(words)
    if known:
        return known
    lines = words.splitlines()
    if not lines:
        return "git 出了错，没有说原因。"
    return f"git 出了错：{lines[-1]}"


def known_refusal(words: str) -> str:
    """The sentence for what git itself said, and not a hook; "" where there is none."""
    own = [line for line in words.splitlines() if line.startswith(("fatal: ", "error: "))]
    said = "\n".join(own)
    if _says(_SAYS_NOT_FETCHED, said):
        return NOT_FETCHED
    for pattern, sentence in _OTHERS.items():
        if _says(pattern, said):
            return sentence.replace("{words}", "；".join(own)).replace("{where}", _where_set(said))
    return LOST if _says(_SAYS_LOST, said) else ""


def _where_set(said: str) -> str:
    """How to find the setting that git names."""
    key = re.search(r"'([a-z][\w-]*(?:\.[^'\n]+)*\.[a-z][\w-]*)'", said, re.I)
    return f"（在哪里设的，请看 git config --show-origin --get-all {key[1]}）" if key else ""
