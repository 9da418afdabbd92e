"""Completion for PowerShell, of our own.

Typer's takes the ban on scripts off for the whole account, reads the profile's path in an encoding
that has no Chinese, and leaves its variables behind.
"""

from __future__ import annotations

import codecs
import os
import sys

from cz import disk

SHELLS = ("powershell", "pwsh")
_REGISTERED = "Register-ArgumentCompleter -Native -CommandName cz"
SCRIPT = f"""\
{_REGISTERED} -ScriptBlock {{
    param($wordToComplete, $commandAst, $cursorPosition)
    $env:_CZ_COMPLETE = 'complete_powershell'
    $env:_TYPER_COMPLETE_ARGS = $commandAst.ToString()
    $env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $wordToComplete
    try {{
        cz | ForEach-Object {{
            $value, $help = $_ -split ':::', 2
            if (-not "$help".Trim()) {{ $help = $value }}
            [System.Management.Automation.CompletionResult]::new(
                $value, $value, 'ParameterValue', $help)
        }}
    }} finally {{
        Remove-Item Env:_CZ_COMPLETE, Env:_TYPER_COMPLETE_ARGS,
            Env:_TYPER_COMPLETE_WORD_TO_COMPLETE -ErrorAction SilentlyContinue
    }}
}}
"""
ADVICE = (
    "打开 PowerShell 时如果提示“禁止运行脚本”，补全不会生效；本单位准许的话，请执行\n"
    "  Set-ExecutionPolicy -Scope CurrentUser RemoteSigned\n"
    "cz 不改这项设置。"
)


def install(shell: str) -> str:
    """Add the script to the profile of one of SHELLS, once; returns its path. Raises Refusal."""
    folder = "WindowsPowerShell" if shell == "powershell" else "PowerShell"
    path = os.path.join(_documents(), folder, "Microsoft.PowerShell_profile.ps1")
    if sys.platform != "win32":
        path = os.path.expanduser("~/.config/powershell/Microsoft.PowerShell_profile.ps1")
    add_to_profile(path)
    return path


def _documents() -> str:
    """The user's folder of documents, which may lie anywhere."""
    if sys.platform != "win32":
        return os.path.expanduser("~")
    import ctypes

    path = ctypes.create_unicode_buffer(1024)
    ctypes.windll.shell32.SHGetFolderPathW(None, 5, None, 0, path)  # CSIDL_PERSONAL
    return path.value


def add_to_profile(path: str) -> None:
    """Add the script, unless it is there; all else stays, in its own encoding. Raises Refusal."""
    old = b""
    if os.path.exists(path):
        with open(path, "rb") as file:
            old = file.read()
    is_utf16 = old.startswith(codecs.BOM_UTF16_LE)
    encoding = "utf-16-le" if is_utf16 else "ascii"
    if _REGISTERED.encode(encoding) in old:
        return
    newline = "\r\n" if os.name == "nt" else "\n"
    ends = not old or old.endswith("\n".encode(encoding))
    text = ("" if ends else newline) + SCRIPT.replace("\n", newline)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    disk.create(path, path, old + text.encode(encoding))
